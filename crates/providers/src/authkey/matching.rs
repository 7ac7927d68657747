//! Assigns the rows of a response to accounts.
//!
//! The server guarantees neither the order nor the number of rows, and a directory name comes back as a different login
//! name. A key at the wrong account is worse than none, so a row is assigned to an account only if no other account in
//! the call could be meant; everything else is marked as ambiguous and requested again individually.

use std::collections::HashMap;

use super::names::{Known, Name, Side};
use super::{Asked, AuthkeyAsk, AuthkeyPage, AuthkeyRow};

/// An answer, sorted by who was asked for.
#[derive(Debug, Default)]
pub struct Matched {
    /// Every account asked for, in the order of [`AuthkeyAsk::accounts`].
    pub accounts: Vec<(Asked, Found)>,
    /// Rows of accounts that nobody asked for.
    pub extra: Vec<AuthkeyRow>,
    /// Rows that could be of an account asked for, and may not be.
    pub unclear: Vec<AuthkeyRow>,
    /// Rows that stood there before, word for word.
    pub duplicates: Vec<AuthkeyRow>,
}

/// What an answer says about one account.
#[derive(Debug)]
pub enum Found {
    /// It has a key.
    Ok(AuthkeyRow, Evidence),
    /// It has none.
    Empty(AuthkeyRow, Evidence),
    /// It is in the answer, and its key cannot be read.
    Unreadable(AuthkeyRow, Evidence),
    /// It is not in the answer.
    Missing,
    /// It may be: these are the login names of the rows that could be meant.
    Doubtful(Vec<String>),
}

/// How a row was known to be an account's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Evidence {
    /// The login name, at most spelled in other case.
    LoginName,
    /// The id that an earlier answer gave.
    UserId,
    /// The directory name came back with a domain, and no other row or account has that name.
    Directory,
    /// Nothing else was asked, and no other row has a name like it.
    Alone,
}

/// Gives the rows of `page` to the accounts of `ask`.
pub fn match_rows(ask: &AuthkeyAsk, known: &Known, page: AuthkeyPage) -> Matched {
    let (rows, duplicates) = distinct(page.rows);
    let asked = ask.accounts();
    let taken = {
        let asked_names: Vec<Name> = asked.iter().map(|one| Name::of_asked(one, known)).collect();
        let row_names: Vec<Name> = rows.iter().map(Name::of_row).collect();
        let mut table = Table::new(&asked_names, &row_names);
        table.settle(Evidence::LoginName, Table::same_name);
        table.settle(Evidence::UserId, Table::known_id);
        table.settle(Evidence::LoginName, Table::other_case);
        table.settle(Evidence::Directory, Table::directory);
        table.settle(Evidence::Alone, Table::alone);
        table.result()
    };
    deal(asked, rows, duplicates, taken)
}

fn deal(asked: Vec<Asked>, rows: Vec<AuthkeyRow>, duplicates: Vec<AuthkeyRow>, result: Settled) -> Matched {
    let mut rows: Vec<Option<AuthkeyRow>> = rows.into_iter().map(Some).collect();
    let mut matched = Matched { duplicates, ..Matched::default() };
    for (asked, settled) in asked.into_iter().zip(result.accounts) {
        let found = match settled {
            Ok((row, evidence)) => rows[row].take().map_or(Found::Missing, |row| found(row, evidence)),
            Err(near) if near.is_empty() => Found::Missing,
            Err(near) => Found::Doubtful(near),
        };
        matched.accounts.push((asked, found));
    }
    for (row, near_somebody) in rows.into_iter().zip(result.near_somebody) {
        let pile = if near_somebody { &mut matched.unclear } else { &mut matched.extra };
        pile.extend(row);
    }
    matched
}

fn found(row: AuthkeyRow, evidence: Evidence) -> Found {
    match (&row.auth_key, &row.problem) {
        (Some(_), _) => Found::Ok(row, evidence),
        (None, None) => Found::Empty(row, evidence),
        (None, Some(_)) => Found::Unreadable(row, evidence),
    }
}

/// Takes out rows that say again what an earlier one said.
fn distinct(rows: Vec<AuthkeyRow>) -> (Vec<AuthkeyRow>, Vec<AuthkeyRow>) {
    let mut by_person: HashMap<_, Vec<&AuthkeyRow>> = HashMap::with_capacity(rows.len());
    let doubled: Vec<bool> = rows
        .iter()
        .map(|row| {
            let same = by_person.entry((row.user_id.as_deref(), row.login_name.as_deref())).or_default();
            let again = same.iter().any(|earlier| earlier.says_the_same(row));
            if !again {
                same.push(row);
            }
            again
        })
        .collect();
    let (doubled, kept): (Vec<_>, Vec<_>) = rows.into_iter().zip(doubled).partition(|(_, again)| *again);
    let only_rows = |rows: Vec<(AuthkeyRow, bool)>| rows.into_iter().map(|(row, _)| row).collect();
    (only_rows(kept), only_rows(doubled))
}

impl AuthkeyRow {
    fn says_the_same(&self, other: &Self) -> bool {
        let named = self.user_id.is_some() || self.login_name.is_some();
        let same_key = match (&self.auth_key, &other.auth_key) {
            (Some(one), Some(two)) => one.matches(two),
            (None, None) => true,
            _ => false,
        };
        named && same_key && self.expires == other.expires && self.problem == other.problem
    }
}

/// What [`Table`] came to: for each account its row or the names near it; for each row whether an account is near.
struct Settled {
    accounts: Vec<Result<(usize, Evidence), Vec<String>>>,
    near_somebody: Vec<bool>,
}

struct Table<'a> {
    asked_names: &'a [Name<'a>],
    row_names: &'a [Name<'a>],
    asked: Side<'a>,
    rows: Side<'a>,
    row_of: Vec<Option<(usize, Evidence)>>,
    taken: Vec<bool>,
}

impl<'a> Table<'a> {
    fn new(asked_names: &'a [Name<'a>], row_names: &'a [Name<'a>]) -> Self {
        let (asked, rows) = (Side::new(asked_names), Side::new(row_names));
        let (row_of, taken) = (vec![None; asked_names.len()], vec![false; row_names.len()]);
        Self { asked_names, row_names, asked, rows, row_of, taken }
    }

    /// Gives each open account the row that `pick` finds for it, unless that row is another's.
    fn settle(&mut self, evidence: Evidence, pick: impl Fn(&Self, usize) -> Option<usize>) {
        let open = (0..self.asked_names.len()).filter(|account| self.row_of[*account].is_none());
        let picks: Vec<_> = open.filter_map(|account| Some((account, pick(self, account)?))).collect();
        for (account, row) in picks {
            if !self.taken[row] && self.is_sound(account, row) {
                self.row_of[account] = Some((row, evidence));
                self.taken[row] = true;
            }
        }
    }

    /// No other row has its id or its name and says something else, and the id is not known to be another.
    fn is_sound(&self, account: usize, row: usize) -> bool {
        let name = &self.row_names[row];
        let contested = self.rows.id(name).len() > 1 || self.rows.exact(name).len() > 1;
        let contradicted = matches!((self.asked_names[account].id, name.id), (Some(one), Some(two)) if one != two);
        !contested && !contradicted
    }

    fn same_name(&self, account: usize) -> Option<usize> {
        let name = &self.asked_names[account];
        only(self.asked.exact(name)).and_then(|_| only(self.rows.exact(name)))
    }

    /// The row with the id, unless another row has the very name.
    fn known_id(&self, account: usize) -> Option<usize> {
        let name = &self.asked_names[account];
        only(self.asked.id(name))?;
        let row = only(self.rows.id(name))?;
        self.rows.exact(name).iter().all(|other| *other == row).then_some(row)
    }

    fn other_case(&self, account: usize) -> Option<usize> {
        let name = &self.asked_names[account];
        only(self.asked.folded(name)).and_then(|_| only(self.rows.folded(name)))
    }

    fn directory(&self, account: usize) -> Option<usize> {
        let name = &self.asked_names[account];
        let row = only(self.rows.local(name))?;
        let open = self.asked.local(name).iter().filter(|one| self.row_of[**one].is_none());
        let got_a_domain = self.row_names[row].exact.is_some_and(|name| name.contains('@'));
        (name.bare_directory && got_a_domain && open.count() == 1).then_some(row)
    }

    fn alone(&self, account: usize) -> Option<usize> {
        if self.asked_names.len() > 1 {
            return None;
        }
        only(self.rows.local(&self.asked_names[account]))
    }

    fn result(self) -> Settled {
        let near_somebody: Vec<bool> = (0..self.row_names.len()).map(|row| self.is_near_somebody(row)).collect();
        let strangers = self.names((0..self.row_names.len()).filter(|row| !near_somebody[*row]));
        let accounts = self.row_of.iter().enumerate().map(|(account, row)| {
            row.ok_or_else(|| {
                let near = self.names(self.near(account));
                // A row like nobody's may be the account's under a name that the asker does not know.
                if near.is_empty() { strangers.clone() } else { near }
            })
        });
        Settled { accounts: accounts.collect(), near_somebody }
    }

    fn near(&self, account: usize) -> impl Iterator<Item = usize> {
        let name = &self.asked_names[account];
        self.rows.local(name).iter().chain(self.rows.id(name)).copied()
    }

    fn is_near_somebody(&self, row: usize) -> bool {
        let name = &self.row_names[row];
        self.taken[row] || !self.asked.local(name).is_empty() || !self.asked.id(name).is_empty()
    }

    fn names(&self, rows: impl Iterator<Item = usize>) -> Vec<String> {
        let mut names: Vec<String> = rows.map(|row| self.row_names[row].exact.unwrap_or_default().to_owned()).collect();
        names.sort();
        names.dedup();
        names
    }
}

fn only(places: &[usize]) -> Option<usize> {
    match places {
        [one] => Some(*one),
        _ => None,
    }
}

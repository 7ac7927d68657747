//! Which cell has which meaning.

use std::borrow::Cow;

use hallpass_providers::Text;
use hallpass_providers::authkey::Asked;

use super::account::account;
use super::header::{self, Head};
use super::line::{BadLine, Entry, Line};
use super::places::{login, only, place};
use super::reason::{Reason, ReasonCell, ReasonKind};
use super::record::Record;
use crate::table::COLUMNS;
use crate::words::start_of;

/// What a column is called that has no head.
const UNNAMED: &str = "column ";

/// Whether this is the name of a column without a head.
pub(super) fn is_unnamed(head: &str) -> bool {
    head.strip_prefix(UNNAMED).is_some_and(|number| number.parse::<usize>().is_ok())
}

/// The places of the account and of what is carried.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Columns {
    login: Option<usize>,
    ext: Option<usize>,
    site: Option<usize>,
    /// In a table that Hallpass wrote: whether `login` is a login name or one of a directory.
    kind: Option<usize>,
    carried: Vec<usize>,
    width: usize,
    /// The names of the carried columns.
    pub(super) names: Vec<String>,
    /// How many heads were known ones.
    pub(super) known: usize,
    /// The heads of the accounts' columns; none where there is no header.
    heads: Vec<(usize, String)>,
}

impl Columns {
    /// The columns of a header; none where no column of accounts is in it.
    ///
    /// # Errors
    /// Returns an error if several columns may hold the accounts, or if there is `extloginname` without `siteid`.
    pub(super) fn of_header(heads: &[String]) -> Result<Option<Self>, Text> {
        let known: Vec<(usize, Head)> =
            heads.iter().enumerate().filter_map(|(at, cell)| header::head(cell).map(|head| (at, head))).collect();
        let exact = heads.iter().any(|head| {
            let head = head.trim();
            head.eq_ignore_ascii_case("loginname") || head.eq_ignore_ascii_case("extloginname")
        });
        if let (false, Some(ours)) = (exact, Self::of_our_table(heads)) {
            return Ok(Some(ours));
        }
        let ext = only(heads, &known, |head| head == Head::Ext)?;
        let login = login(heads, &known, ext.is_some())?;
        if login.is_none() && ext.is_none() {
            return Ok(None);
        }
        let site = if ext.is_some() { only(heads, &known, |head| head == Head::Site)? } else { None };
        if ext.is_some() && site.is_none() {
            return Err(Text::new(
                "有extloginname列但没有siteid列",
                "it has an extloginname column but no siteid column",
            ));
        }
        let columns = Self { login, ext, site, known: known.len(), ..Self::default() };
        Ok(Some(columns.carrying(heads, |at| Some(at) != login && Some(at) != ext)))
    }

    /// The columns of a header in which a person chose that of the login names.
    pub(super) fn of_place(heads: &[String], login: usize) -> Self {
        Self { login: Some(login), ..Self::default() }.carrying(heads, |at| at != login)
    }

    /// The same without a header.
    pub(super) fn headless(rows: &[&[String]], login: usize) -> Self {
        let width = rows.iter().map(|row| row.len()).max().unwrap_or_default().max(login + 1);
        let carried: Vec<usize> = (0..width).filter(|at| *at != login).collect();
        let names = carried.iter().map(|at| format!("{UNNAMED}{}", at + 1)).collect();
        Self { login: Some(login), width, carried, names, ..Self::default() }
    }

    /// A table that an export wrote, as the list of the next one. Its keys, expiries and the like are not carried: the
    /// new table has its own.
    fn of_our_table(heads: &[String]) -> Option<Self> {
        let (name, kind) = (place(heads, "account")?, place(heads, "kind")?);
        let columns =
            Self { login: Some(name), kind: Some(kind), site: place(heads, "siteid"), known: 2, ..Self::default() };
        let ours = |head: &str| COLUMNS.iter().any(|column| head.trim().eq_ignore_ascii_case(column));
        Some(columns.carrying(heads, |at| !ours(&heads[at])))
    }

    /// One column, of login names.
    pub(super) fn without_header() -> Self {
        Self { login: Some(0), width: 1, ..Self::default() }
    }

    fn carrying(mut self, heads: &[String], carried: impl Fn(usize) -> bool) -> Self {
        self.width = heads.iter().rposition(|head| !head.trim().is_empty()).map_or(0, |last| last + 1);
        self.carried = (0..self.width).filter(|at| carried(*at)).collect();
        let name = |at: &usize| match heads.get(*at).map(|head| head.trim()) {
            Some(head) if !head.is_empty() => head.to_owned(),
            _ => format!("column {}", at + 1),
        };
        self.names = self.carried.iter().map(name).collect();
        let accounts = [self.login, self.ext].into_iter().flatten();
        self.heads = accounts.filter_map(|at| header::word(&heads[at]).map(|word| (at, word))).collect();
        self
    }

    /// The place of the accounts.
    pub(super) fn accounts(&self) -> Option<usize> {
        self.login.or(self.ext)
    }

    /// Whether it is a table that an export wrote.
    pub(super) fn is_our_table(&self) -> bool {
        self.kind.is_some()
    }

    /// Whether the account extends over several lines, which a forgotten quotation mark does.
    pub(super) fn spills(&self, record: &Record) -> bool {
        [self.login, self.ext, self.site, self.kind].iter().any(|at| cell(record, *at).trim().contains(['\n', '\r']))
    }

    /// What the row says.
    pub(super) fn line(&self, mut record: Record) -> Line {
        match self.read(&record) {
            Ok(account) => {
                let carried = self.carry(&mut record);
                Line::Account(Entry { line: record.line, account, carried })
            }
            Err(reason) => Line::Bad(self.bad(record, reason)),
        }
    }

    fn read(&self, record: &Record) -> Result<Asked, Reason> {
        if let Some(why) = &record.broken {
            return Err(why.clone().into());
        }
        if let Some(odd) = record.odd.iter().find_map(|(at, why)| self.about(*at).map(|cell| (cell, why))) {
            return Err(Reason::in_cell(odd.1.clone(), odd.0));
        }
        if self.repeats_header(record) {
            return Err(ReasonKind::Header.into());
        }
        // One separator too many moves every cell behind it: the account might be another one's.
        if record.cells.iter().skip(self.width).any(|cell| !cell.trim().is_empty()) {
            return Err(
                ReasonKind::TooManyCells { cells: count(record.cells.len()), columns: count(self.width) }.into()
            );
        }
        let (name, site) = (cell(record, self.login), cell(record, self.site));
        match self.kind.map(|_| cell(record, self.kind).trim()) {
            None => account(name, cell(record, self.ext), site),
            Some("loginname") => account(name, "", site),
            Some("extloginname") => account("", name, site),
            Some(_) => Err(Reason::in_cell(ReasonKind::UnknownKind, Some(ReasonCell::Kind))),
        }
    }

    /// Whether a cell in this column decides who is asked for, and what it is called unless it is the name.
    fn about(&self, at: usize) -> Option<Option<ReasonCell>> {
        let is = |column: Option<usize>| column == Some(at);
        match () {
            () if is(self.login) || is(self.ext) => Some(None),
            () if is(self.site) => Some(Some(ReasonCell::SiteId)),
            () if is(self.kind) => Some(Some(ReasonCell::Kind)),
            () => None,
        }
    }

    /// Lists that were put together have the header of each.
    fn repeats_header(&self, record: &Record) -> bool {
        let again = |(at, head): &(usize, String)| {
            header::word(cell(record, Some(*at))).is_some_and(|word| !word.is_empty() && word == *head)
        };
        if self.heads.is_empty() {
            header::names_accounts(cell(record, self.login))
        } else {
            self.heads.iter().any(again)
        }
    }

    fn bad(&self, mut record: Record, reason: Reason) -> BadLine {
        if record.broken.is_some() {
            return BadLine { line: record.line, shown: start_of(&record.cells.concat()), reason, carried: Vec::new() };
        }
        let names = [self.login, self.ext].map(|at| Cow::Borrowed(cell(&record, at).trim()));
        let account = names.into_iter().find(|name| !name.is_empty()).unwrap_or_default();
        BadLine { line: record.line, shown: start_of(&account), reason, carried: self.carry(&mut record) }
    }

    fn carry(&self, record: &mut Record) -> Vec<String> {
        self.carried.iter().map(|at| record.cells.get_mut(*at).map(std::mem::take).unwrap_or_default()).collect()
    }
}

fn count(cells: usize) -> u64 {
    cells as u64
}

fn cell(record: &Record, at: Option<usize>) -> &str {
    at.and_then(|at| record.cells.get(at)).map_or("", String::as_str)
}

#[cfg(test)]
mod tests;

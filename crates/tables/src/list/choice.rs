//! The user's choices for a list, and the preview rows they choose by.

use hallpass_providers::Text;

use super::encoding::{Encoding, Guess};
use super::header;
use super::rows::Rows;
use super::search::MAX_ROWS;
use super::source::Source;
use super::workbook::Sheet;
use super::{columns::Columns, recognise, search, text};
use crate::error::Result;
use crate::words::{shown, start_of};

/// What the user chose where the list itself says nothing, or something else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// The sheet of a workbook.
    pub sheet: Option<String>,
    /// The place of the column of login names, the first being 0.
    pub column: Option<usize>,
    /// How the characters of a text are written, where nothing in it says so.
    pub encoding: Option<Encoding>,
}

impl Choice {
    /// How a text is written: as the user chose, else as it seems.
    pub(super) fn guess(&self, source: &Source, head: &[u8]) -> Result<Guess> {
        let guess = Guess::of(head, source.bytes()).map_err(|error| source.fault(&error))?;
        // Only what is unclear can be chosen.
        let chosen = self.encoding.filter(|_| guess.is_unclear);
        Ok(Guess { encoding: chosen.unwrap_or(guess.encoding), ..guess })
    }
}

/// The first rows of a list, for the user to choose the column of accounts by. A cell that is neither an account nor a
/// head is cut after two characters, since it may be a password.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sample {
    /// The heads; none where no row is a header.
    pub heads: Option<Vec<String>>,
    /// The rows below it, at most three.
    pub rows: Vec<Vec<String>>,
    /// The column that is read; none where nothing says which it is.
    pub column: Option<usize>,
    /// How its characters are written, where it is text.
    pub encoding: Option<Encoding>,
    /// Its bytes could be text in UTF-8 as well as in GBK, so that a person may choose.
    pub encoding_unclear: bool,
}

const ROWS: usize = 3;
/// Headers of password and key columns.
const MASK: &str = "••••";
/// A list has more columns than a person can look at.
const MAX_COLUMNS: usize = 50;

/// Reads the first rows.
pub(super) fn sample(source: &Source, choice: &Choice) -> Result<Sample> {
    let (mut rows, guess) = rows(source, choice)?;
    let mut first = Vec::new();
    while first.len() < MAX_ROWS {
        let Some(record) = rows.next(source)? else { break };
        first.push(record.cells);
    }
    let cells: Vec<&[String]> = first.iter().map(Vec::as_slice).collect();
    let at = header_row(&cells);
    let width = first.iter().map(|row| filled_width(row)).max().unwrap_or_default().min(MAX_COLUMNS);
    let known = at.and_then(|at| Columns::of_header(&first[at]).ok().flatten()).and_then(|columns| columns.accounts());
    let column = choice.column.or(known).or((width == 1).then_some(0));
    let secret: Vec<usize> = at.map_or_else(Vec::new, |at| {
        (0..width).filter(|place| first[at].get(*place).is_some_and(|head| header::is_secret(head))).collect()
    });
    let below = first.iter().skip(at.map_or(0, |at| at + 1)).take(ROWS);
    let cell = |row: &[String], place: usize| {
        let text = row.get(place).map_or("", |cell| cell.trim());
        if secret.contains(&place) && !text.is_empty() {
            return MASK.to_owned();
        }
        if Some(place) == column || is_address(text) { shown(text) } else { start_of(text) }
    };
    Ok(Sample {
        heads: at
            .map(|at| (0..width).map(|place| shown(first[at].get(place).map_or("", |head| head.trim()))).collect()),
        rows: below.map(|row| (0..width).map(|place| cell(row, place)).collect()).collect(),
        column,
        encoding: guess.map(|guess| guess.encoding),
        encoding_unclear: guess.is_some_and(|guess| guess.is_unclear),
    })
}

/// A carried cell as the user may see it: nothing of a password or key, the beginning where no head says what it is.
pub fn shown_carried(head: &str, cell: &str) -> String {
    let cell = cell.trim();
    if header::is_secret(head) && !cell.is_empty() {
        return MASK.to_owned();
    }
    let unnamed = head.is_empty() || super::columns::is_unnamed(head);
    if unnamed && !is_address(cell) { start_of(cell) } else { cell.to_owned() }
}

/// The header of a list whose column was chosen: where the list has one, and its columns.
pub(super) fn header(rows: &[&[String]], column: usize) -> Option<search::Found> {
    let at = header_row(rows)?;
    if rows[at].get(column).is_some_and(|head| header::is_secret(head)) {
        let why = Text::new(
            "这一列是密码或密钥，不能作为账号",
            "this column contains passwords or keys and cannot be used as the accounts",
        );
        return Some((at, Err(why)));
    }
    Some((at, Ok(Columns::of_place(rows[at], column))))
}

/// The row that is a header, though perhaps none of accounts.
fn header_row(rows: &[&[String]]) -> Option<usize> {
    let known = |cells: &&[String]| cells.iter().any(|cell| header::head(cell).is_some());
    search::header(rows).map(|(at, _)| at).or_else(|| rows.first().filter(|first| known(first)).map(|_| 0))
}

fn rows(source: &Source, choice: &Choice) -> Result<(Rows, Option<Guess>)> {
    let head = source.head(4096)?;
    recognise::refuse_bytes(source, &head)?;
    if recognise::is_workbook(&head) {
        return Ok((Rows::Sheet(Box::new(Sheet::open(source, choice.sheet.as_deref())?)), None));
    }
    let guess = choice.guess(source, &head)?;
    Ok((text::open(source, guess.encoding, true)?.rows, Some(guess)))
}

fn filled_width(row: &[String]) -> usize {
    row.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1)
}

/// Whether it is a mail address and nothing else.
fn is_address(cell: &str) -> bool {
    let plain = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-' | '+'))
    };
    cell.split_once('@').is_some_and(|(name, host)| plain(name) && plain(host) && host.contains('.'))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::super::{AccountList, Line, ListSource};
    use super::*;

    fn source(list: &str, private: &std::path::Path) -> ListSource {
        ListSource::read(Cursor::new(list.as_bytes().to_vec()), "pasted", private).unwrap()
    }

    fn accounts(list: &str, column: usize) -> Vec<String> {
        let private = tempfile::tempdir().unwrap();
        let choice = Choice { column: Some(column), ..Choice::default() };
        let list = AccountList::of(source(list, private.path()), &choice).unwrap();
        list.filter_map(|line| if let Line::Account(entry) = line.unwrap() { Some(entry) } else { None })
            .map(|entry| format!("{}|{}", entry.account.name(), entry.carried.join(",")))
            .collect()
    }

    #[test]
    fn a_chosen_column_is_read_with_and_without_a_header() {
        assert_eq!(
            accounts("dept\tEmail\nops\ta@x.example\nops\tb@x.example\n", 0),
            ["ops|a@x.example", "ops|b@x.example"]
        );
        assert_eq!(accounts("ann\ta@x.example\nbob\tb@x.example\n", 1), ["a@x.example|ann", "b@x.example|bob"]);
        assert_eq!(accounts("登录名,用户名\nann,a1\n", 1), ["a1|ann"]);
        assert_eq!(accounts("a@x.example\nb@x.example\n", 0), ["a@x.example|", "b@x.example|"]);
    }

    #[test]
    fn an_unclear_encoding_is_chosen_and_a_clear_one_is_not() {
        let private = tempfile::tempdir().unwrap();
        let names = |bytes: &[u8], encoding| {
            let choice = Choice { encoding, ..Choice::default() };
            let source = ListSource::read(Cursor::new(bytes.to_vec()), "pasted", private.path()).unwrap();
            let unclear = source.sample(&choice).unwrap().encoding_unclear;
            let list = AccountList::of(source, &choice).unwrap();
            let accounts = list.filter_map(|line| match line.unwrap() {
                Line::Account(entry) => Some(entry.carried.join(",")),
                Line::Bad(_) => None,
            });
            (accounts.collect::<String>(), unclear)
        };
        let list = [b"loginname,team\nann,".as_slice(), &encoding_rs::GBK.encode("隆\n").0].concat();
        assert_eq!(names(&list, None), ("¡".to_owned(), true), "it looks like UTF-8");
        assert_eq!(names(&list, Some(Encoding::Gbk)), ("隆".to_owned(), true));
        let clear = "loginname,team\nann,研发部\n".as_bytes();
        assert_eq!(names(clear, Some(Encoding::Gbk)), ("研发部".to_owned(), false));
    }

    #[test]
    fn a_column_of_passwords_or_keys_is_no_column_of_accounts() {
        let private = tempfile::tempdir().unwrap();
        for (list, column) in [("account,kind,auth_key\nann,loginname,K1\n", 2), ("登录名,密码\nann,s3cret\n", 1)]
        {
            let choice = Choice { column: Some(column), ..Choice::default() };
            let source = source(list, private.path());
            assert_eq!(source.sample(&choice).unwrap().rows[0][column], MASK);
            let error = AccountList::of(source, &choice).err().unwrap();
            assert!(error.to_string().contains("passwords or keys"), "{error}");
        }
    }

    #[test]
    fn the_first_rows_are_shown_and_no_password_is() {
        let private = tempfile::tempdir().unwrap();
        let shown = |list: &str| source(list, private.path()).sample(&Choice::default()).unwrap();
        let sample = shown("姓名,登录名,密码\nAnn Lee,ann,Hunter2!secret\nBob,bob,x\nCy,cy,y\nDi,di,z\n");
        assert_eq!(sample.heads.unwrap(), ["姓名", "登录名", "密码"]);
        assert_eq!((sample.column, sample.rows.len()), (Some(1), 3));
        assert_eq!(sample.rows[0], ["An…", "ann", "••••"]);
        let headless = shown("Ann\tann@x.example\ts3cret\n");
        assert_eq!((headless.heads, headless.column), (None, None));
        assert_eq!(headless.rows, [["An…", "ann@x.example", "s3…"]]);
        assert_eq!(shown("ann\nbob\n").column, Some(0));
        let carried = [
            ("Password", "Hunter2"),
            ("密码", ""),
            ("column 2", "Hunter2"),
            ("column 2", "a@x.example"),
            ("team", "ops"),
        ];
        let carried = carried.map(|(head, cell)| shown_carried(head, cell));
        assert_eq!(carried, ["••••", "", "Hu…", "a@x.example", "ops"]);
        assert_eq!(shown("").rows.len(), 0);
    }
}

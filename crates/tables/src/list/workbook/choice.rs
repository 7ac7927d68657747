//! Chooses the sheet of a workbook: a visible one that has accounts.

use std::ops::RangeInclusive;

use super::super::record::Record;
use super::super::search::{self, MAX_ROWS};
use super::super::source::Source;
use super::Broken;
use super::book::Book;
use crate::error::Error;
use crate::words::shown;

/// The sheet that is read, and those that are not.
#[derive(Debug, Clone, Default)]
pub(in crate::list) struct Choice {
    pub(super) at: usize,
    /// Its name.
    pub(in crate::list) name: String,
    /// Other sheets that can be seen and have accounts.
    pub(in crate::list) others: Vec<String>,
    /// Sheets that are hidden.
    pub(in crate::list) hidden: Vec<String>,
    /// Columns of it that are hidden.
    pub(in crate::list) hidden_columns: Vec<RangeInclusive<usize>>,
}

/// Why no sheet is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::list) enum NoSheet {
    /// None can be seen.
    AllHidden,
    /// The one that is asked for cannot be seen.
    Hidden(String),
    /// There is none of that name; these there are.
    Unknown(String, Vec<String>),
}

impl NoSheet {
    pub(super) fn of(self, source: &Source) -> Error {
        match self {
            Self::AllHidden => source.refuse(
                "所有工作表都是隐藏的；请先取消隐藏",
                "all of its sheets are hidden; unhide the one with the accounts",
            ),
            Self::Hidden(name) => source.refuse(
                &format!("工作表“{name}”是隐藏的；请先取消隐藏"),
                &format!("the sheet \"{name}\" is hidden; unhide it first"),
            ),
            Self::Unknown(name, others) => source.refuse(
                &format!("没有名为“{name}”的工作表；有：{}", others.join("、")),
                &format!("it has no sheet \"{name}\"; there are: {}", others.join(", ")),
            ),
        }
    }
}

/// How much a sheet looks like a list, most first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Likeness {
    /// A header with rows below it.
    HeaderAndRows,
    /// A header alone.
    Header,
    /// Addresses without a header.
    Addresses,
    /// Something else.
    Rows,
    Blank,
}

struct Look {
    at: usize,
    likeness: Likeness,
    hidden_columns: Vec<RangeInclusive<usize>>,
}

/// Looks at the beginning of every sheet that can be seen.
pub(super) fn choose(book: &mut Book, wanted: Option<&str>) -> Result<Result<Choice, NoSheet>, Broken> {
    let places = |visible: bool| {
        let sheets = book.sheets.iter().enumerate().filter(move |(_, sheet)| sheet.cells && sheet.visible == visible);
        sheets.map(|(at, sheet)| (at, shown(&sheet.name))).collect::<Vec<_>>()
    };
    let (visible, hidden) = (places(true), places(false));
    let looks = visible.iter().map(|(at, _)| look(book, *at)).collect::<Result<Vec<_>, Broken>>()?;
    let same = |at: usize, name: &str| book.sheets[at].name.to_lowercase() == name.to_lowercase();
    let chosen = match wanted {
        None => looks.iter().min_by_key(|look| look.likeness).ok_or(NoSheet::AllHidden),
        Some(name) => looks.iter().find(|look| same(look.at, name)).ok_or_else(|| {
            if hidden.iter().any(|(at, _)| same(*at, name)) {
                return NoSheet::Hidden(shown(name));
            }
            NoSheet::Unknown(shown(name), visible.iter().map(|(_, name)| name.clone()).collect())
        }),
    };
    let chosen = match chosen {
        Ok(chosen) => chosen,
        Err(none) => return Ok(Err(none)),
    };
    // Where names without a header and an address are taken for a list, so are others.
    let headless = chosen.likeness == Likeness::Rows;
    let has_accounts = |look: &&Look| match look.likeness {
        Likeness::HeaderAndRows | Likeness::Addresses => true,
        Likeness::Rows => headless,
        Likeness::Header | Likeness::Blank => false,
    };
    let others = looks.iter().filter(|look| look.at != chosen.at).filter(has_accounts);
    Ok(Ok(Choice {
        at: chosen.at,
        name: shown(&book.sheets[chosen.at].name),
        others: others.map(|look| shown(&book.sheets[look.at].name)).collect(),
        hidden: hidden.into_iter().map(|(_, name)| name).collect(),
        hidden_columns: chosen.hidden_columns.clone(),
    }))
}

fn look(book: &mut Book, at: usize) -> Result<Look, Broken> {
    let mut rows: Vec<Record> = Vec::new();
    let hidden_columns = book.each_row(at, &mut |record| {
        rows.push(record);
        rows.len() <= MAX_ROWS
    })?;
    let cells: Vec<&[String]> = rows.iter().take(MAX_ROWS).map(|row| row.cells.as_slice()).collect();
    let likeness = match search::header(&cells) {
        Some((header, _)) if rows.len() > header + 1 => Likeness::HeaderAndRows,
        Some(_) => Likeness::Header,
        None if rows.iter().any(|row| row.cells.iter().any(|cell| cell.contains('@'))) => Likeness::Addresses,
        None if !rows.is_empty() => Likeness::Rows,
        None => Likeness::Blank,
    };
    Ok(Look { at, likeness, hidden_columns })
}

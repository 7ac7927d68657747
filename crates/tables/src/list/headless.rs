//! A list without a header: one column of login names is one, several columns are a guess that nobody may make.

use std::collections::VecDeque;

use super::ListFormat;
use super::columns::Columns;
use super::record::Record;
use super::source::Source;
use crate::words::shown;
use crate::{Error, Result};

/// Refuses several columns, and a header that does not come first.
pub(super) fn check(source: &Source, format: ListFormat, first: &VecDeque<Record>) -> Result<()> {
    // Every line with a separator is named by itself there.
    if format == ListFormat::Lines {
        return Ok(());
    }
    if let Some(header) = first.iter().skip(1).find(|row| !matches!(Columns::of_header(&row.cells), Ok(None))) {
        return Err(late(source, header.line));
    }
    match first.iter().map(|row| heads(row, format)).find(|heads| heads.len() > 1) {
        Some(heads) => Err(unknown(source, &heads)),
        None => Ok(()),
    }
}

/// The cells of a row up to the last that is not blank. Text may be cut by something else than was expected.
fn heads(row: &Record, format: ListFormat) -> Vec<&str> {
    let width = row.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
    match (&row.cells[..width], format) {
        // A broken line is named like any other.
        _ if row.broken.is_some() => Vec::new(),
        ([cell], ListFormat::Csv) if cell.contains([';', '\t']) => cell.split([';', '\t']).collect(),
        (cells, _) => cells.iter().map(String::as_str).collect(),
    }
}

fn unknown(source: &Source, heads: &[&str]) -> Error {
    const MOST: usize = 8;
    let mut names: Vec<String> = heads.iter().take(MOST).map(|head| name(head)).collect();
    if heads.len() > MOST {
        names.push("…".to_owned());
    }
    source.refuse(
        &format!("有多列，但表头不认识（{}）；账号列要叫 loginname，或 extloginname 加 siteid", names.join("、")),
        &format!(
            "it has several columns and no known header ({}); the accounts' columns are to be called loginname, or \
             extloginname and siteid",
            names.join(", ")
        ),
    )
}

/// What may be the name of a column. Without a header this is somebody's row, and may hold a password or a key.
fn name(head: &str) -> String {
    const MOST: usize = 20;
    let (head, private) = (shown(head.trim()), |c: char| c.is_numeric() || c == '@');
    if head.is_empty() || head.chars().count() > MOST || head.contains(private) { "…".to_owned() } else { head }
}

/// A title or the like stands above the header.
pub(super) fn late(source: &Source, line: u64) -> Error {
    source.refuse(
        &format!("表头在第 {line} 行；请删除它上面的行"),
        &format!("its header is in row {line}; remove the rows above it"),
    )
}

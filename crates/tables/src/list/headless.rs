//! A list without a header: a single column is login names; several columns are refused rather than guessed.

use std::collections::VecDeque;

use super::header;
use super::line::ListFormat;
use super::record::Record;
use super::search::filled;
use super::source::Source;
use crate::error::{Error, Result};
use crate::words::start_of;

/// Refuses several columns, and one whose header says that it holds no accounts.
pub(super) fn check(source: &Source, format: ListFormat, first: &VecDeque<Record>) -> Result<()> {
    let other = |row: &&Record| row.cells.iter().all(|cell| header::head(cell) == Some(header::Head::Other));
    if let Some(row) = first.front().filter(other).filter(|row| filled(&row.cells) == 1) {
        return Err(unknown(source, &heads(row, format)));
    }
    // Every line with a separator is reported individually there.
    if format == ListFormat::Lines {
        return Ok(());
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
        &format!("表头中没有账号列（{}）；账号列应名为loginname，或extloginname加siteid", names.join("、")),
        &format!(
            "it has no known header of a column of accounts ({}); name that column loginname, or extloginname and siteid",
            names.join(", ")
        ),
    )
}

/// What may be the name of a column. Without a header this is someone's row, and may hold a password or a key.
fn name(head: &str) -> String {
    let known = header::head(head).and_then(|_| header::word(head));
    match known {
        Some(word) => word,
        None if head.trim().is_empty() || head.contains(|c: char| c.is_numeric() || c == '@') => "…".to_owned(),
        None => start_of(head),
    }
}

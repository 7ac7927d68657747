//! Lists in text files: the separator of their cells, and rows above the header.

use std::io;

use super::encoding::{Decoded, Encoding};
use super::header;
use super::line::ListFormat;
use super::lines::{Lines, RawLine};
use super::plain::Plain;
use super::reason::{ReasonKind, separator_name};
use super::record::Record;
use super::rows::Rows;
use super::search;
use super::separated::{Parser, Separated};
use super::source::{Bytes, Source};
use crate::error::{Error, Result};
use crate::words::visible;

type Text = Lines<Decoded<Bytes>>;

/// Separators of cells, each looked for in the header.
const SEPARATORS: [u8; 3] = *b",\t;";
/// Those that people write and no program reads as such.
const FOREIGN: [char; 5] = ['，', '、', '；', '|', '｜'];

/// A text that is cut into rows.
pub(super) struct Opened {
    /// From the header on, if there is one.
    pub(super) rows: Rows,
    pub(super) has_header: bool,
    /// What is above the header.
    pub(super) above: Vec<Record>,
}

/// Looks for the header, and cuts the text as it is cut. Where a person chose the column, or is about to, a text without
/// a known header is cut as its first line seems to be.
pub(super) fn open(source: &Source, encoding: Encoding, guess: bool) -> Result<Opened> {
    let fault = |error: io::Error| source.fault(&error);
    let mut lines = Lines::new(Decoded::new(source.bytes(), encoding));
    let told = told_separator(source, &mut lines)?;
    // Blank lines too: they may be within a cell.
    let mut ahead = Vec::new();
    while ahead.iter().filter(|line| !is_blank(line)).count() < search::MAX_ROWS {
        match lines.next().map_err(fault)? {
            Some(line) => ahead.push(line),
            None => break,
        }
    }
    let by_extension = match source.extension().as_str() {
        "csv" => Some(b','),
        "tsv" | "tab" => Some(b'\t'),
        _ => None,
    };
    let found = find(&ahead, told, by_extension);
    if found.is_none() && !guess {
        foreign_separator(source, &ahead)?;
    }
    let (header, separator) = match found {
        // A word alone says nothing of separators.
        Some((at, _, true)) => (at, told.or(by_extension)),
        Some((at, separator, false)) => (at, Some(separator)),
        None => (0, told.or_else(|| guess.then(|| guessed(&ahead)).flatten()).or(by_extension)),
    };
    lines.put_back(ahead.split_off(header));
    let (blank, above): (Vec<RawLine>, Vec<RawLine>) = ahead.into_iter().partition(is_blank);
    lines.count_blank(blank.len() as u64);
    let above = above.iter().map(|line| Record::broken(line.number, &line.text, ReasonKind::AboveHeader)).collect();
    Ok(Opened { rows: rows(lines, separator), has_header: found.is_some(), above })
}

fn rows(lines: Text, separator: Option<u8>) -> Rows {
    match separator {
        None => Rows::Plain(Plain::new(lines)),
        Some(b'\t') => Rows::Separated(Box::new(Separated::new(lines, b'\t')), ListFormat::Tsv),
        Some(other) => Rows::Separated(Box::new(Separated::new(lines, other)), ListFormat::Csv),
    }
}

/// The separator that the first line has.
fn guessed(ahead: &[RawLine]) -> Option<u8> {
    let first = ahead.iter().find(|line| !is_blank(line))?;
    [b'\t', b';', b','].into_iter().find(|separator| first.text.as_bytes().contains(separator))
}

fn is_blank(line: &RawLine) -> bool {
    line.text.trim().is_empty()
}

/// What a first line such as `sep=;` says, which spreadsheets write and read; the line is dropped.
fn told_separator(source: &Source, lines: &mut Text) -> Result<Option<u8>> {
    let Some(first) = lines.next().map_err(|error| source.fault(&error))? else { return Ok(None) };
    match named_separator(&first.text) {
        None => lines.put_back([first]),
        Some(Ok(told)) => return Ok(Some(told)),
        Some(Err(told)) => return Err(foreign(source, told)),
    }
    Ok(None)
}

/// The separator that a first line such as `sep=;` names, or the sign that separates nothing, fit to be shown; none where it is
/// another line.
pub fn named_separator(first: &str) -> Option<Result<u8, char>> {
    let text = first.trim_end_matches(['\r', '\n']).trim_matches('"');
    let told = text.get(..4).filter(|start| start.eq_ignore_ascii_case("sep=")).map(|_| &text[4..])?;
    // A program that took the line for cells has added some.
    let sign = told.chars().next().filter(|first| told.chars().all(|c| c == *first))?;
    let separates = sign.is_ascii_punctuation() || sign == '\t' || sign == ' ';
    Some(u8::try_from(sign).ok().filter(|_| separates).ok_or(visible(sign)))
}

/// Where the header is, by which separator it is one, and whether it is a word alone.
fn find(ahead: &[RawLine], told: Option<u8>, by_extension: Option<u8>) -> Option<(usize, u8, bool)> {
    let candidates: Vec<u8> = match told {
        Some(told) => vec![told],
        None => by_extension.into_iter().chain(SEPARATORS).collect(),
    };
    let found = candidates.into_iter().filter_map(|separator| {
        let (places, rows): (Vec<usize>, Vec<Vec<String>>) = ahead
            .iter()
            .enumerate()
            .filter(|(_, line)| !is_blank(line))
            .map(|(at, line)| (at, cut(line, separator)))
            .unzip();
        let cells: Vec<&[String]> = rows.iter().map(Vec::as_slice).collect();
        let (at, _) = search::header(&cells)?;
        Some((places[at], separator, search::filled(&rows[at]) == 1))
    });
    // Cells of several columns say more than a word alone.
    found.min_by_key(|(at, _, alone)| (*alone, *at))
}

/// The cells of one line. What goes on in the next line is no header.
fn cut(line: &RawLine, separator: u8) -> Vec<String> {
    let mut parser = Parser::new(separator);
    parser.start();
    if parser.feed(&line.text) { parser.cells() } else { vec![line.text.clone()] }
}

/// Refuses a list whose header is separated by something that is no separator.
fn foreign_separator(source: &Source, ahead: &[RawLine]) -> Result<()> {
    let is_header = |line: &RawLine, separator: char| {
        let cells: Vec<&str> = if separator == ' ' {
            line.text.split_whitespace().collect()
        } else {
            line.text.split(separator).map(str::trim).collect()
        };
        let known = cells.iter().filter(|cell| header::head(cell).is_some()).count();
        let accounts = cells.iter().any(|cell| header::names_accounts(cell));
        // Words of a title have blanks between them as well.
        let enough = if separator == ' ' { cells.len() } else { 1 };
        cells.len() > 1 && accounts && known >= enough
    };
    let separators = || FOREIGN.into_iter().chain([' ']);
    match ahead.iter().find_map(|line| separators().find(|separator| is_header(line, *separator))) {
        Some(separator) => Err(foreign(source, separator)),
        None => Ok(()),
    }
}

fn foreign(source: &Source, separator: char) -> Error {
    let (zh, en) = separator_name(separator);
    source.refuse(
        &format!("表头的分隔符是{zh}；请改用英文逗号、分号或制表符"),
        &format!("its header is separated by {en}; use commas, semicolons or tabs"),
    )
}

//! What the cell reader does not report: which rows and columns are hidden, and which cells hold a formula. The same
//! part is read a second time, cell by cell beside it.

use std::ops::RangeInclusive;

use quick_xml::events::{BytesStart, Event};

use super::Broken;
use super::package::{Archive, Xml, attribute, part};

/// A cell that comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// Its row and column, the first being 0.
    pub(super) place: (u32, u32),
    /// Its row is hidden.
    pub(super) hidden: bool,
    /// It holds a formula.
    pub(super) formula: bool,
}

/// The cells of a sheet.
pub(super) struct Marks<'a> {
    xml: Xml<'a>,
    buffer: Vec<u8>,
    /// Where the next cell is, unless it says so.
    next: (u32, u32),
    hidden: bool,
    /// Columns that are hidden.
    pub(super) hidden_columns: Vec<RangeInclusive<usize>>,
}

impl<'a> Marks<'a> {
    pub(super) fn new(archive: &'a mut Archive, path: &str) -> Result<Self, Broken> {
        let mut marks = Self {
            xml: part(archive, path)?,
            buffer: Vec::new(),
            next: (0, 0),
            hidden: false,
            hidden_columns: Vec::new(),
        };
        marks.skip_to_rows()?;
        Ok(marks)
    }

    fn skip_to_rows(&mut self) -> Result<(), Broken> {
        loop {
            self.buffer.clear();
            match self.xml.read_event_into(&mut self.buffer).map_err(|_| Broken)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "sheetData" => return Ok(()),
                    "col" if is_set(&element, "hidden")? || is_nothing(&element, "width")? => {
                        let bound = |name| number(&element, name).map(|bound| bound.unwrap_or(0).saturating_sub(1));
                        self.hidden_columns.push(bound("min")?..=bound("max")?);
                    }
                    _ => {}
                },
                Event::Eof => return Err(Broken),
                _ => {}
            }
        }
    }

    /// The next cell, counted as the reader of cells counts them.
    pub(super) fn next(&mut self) -> Result<Option<Mark>, Broken> {
        loop {
            self.buffer.clear();
            match self.xml.read_event_into(&mut self.buffer).map_err(|_| Broken)? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "row" => {
                        if let Some(row) = number(&element, "r")? {
                            self.next.0 = u32::try_from(row).ok().and_then(|row| row.checked_sub(1)).ok_or(Broken)?;
                        }
                        self.hidden = is_set(&element, "hidden")? || is_nothing(&element, "ht")?;
                    }
                    "c" => {
                        let place =
                            attribute(&element, "r")?.map_or(Ok(self.next), |text| place(&text).ok_or(Broken))?;
                        self.next.1 = place.1 + 1;
                        let formula = self.rest_of_cell()?;
                        return Ok(Some(Mark { place, hidden: self.hidden, formula }));
                    }
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "row" => self.next = (self.next.0 + 1, 0),
                    "sheetData" => return Ok(None),
                    _ => {}
                },
                Event::Eof => return Err(Broken),
                _ => {}
            }
        }
    }

    /// Whether a formula is in the cell that has begun.
    fn rest_of_cell(&mut self) -> Result<bool, Broken> {
        let mut formula = false;
        loop {
            self.buffer.clear();
            match self.xml.read_event_into(&mut self.buffer).map_err(|_| Broken)? {
                Event::Start(element) => formula |= element.local_name().as_ref() == "f",
                Event::End(element) if element.local_name().as_ref() == "c" => return Ok(formula),
                Event::Eof => return Err(Broken),
                _ => {}
            }
        }
    }
}

fn is_set(element: &BytesStart<'_>, name: &str) -> Result<bool, Broken> {
    Ok(attribute(element, name)?.is_some_and(|value| value == "1" || value == "true"))
}

/// A width or a height of nothing hides as well.
fn is_nothing(element: &BytesStart<'_>, name: &str) -> Result<bool, Broken> {
    Ok(attribute(element, name)?.is_some_and(|value| value.parse() == Ok(0.0)))
}

fn number(element: &BytesStart<'_>, name: &str) -> Result<Option<usize>, Broken> {
    attribute(element, name)?.map(|value| value.parse().map_err(|_| Broken)).transpose()
}

/// `B7` as row 6 and column 1.
fn place(text: &str) -> Option<(u32, u32)> {
    let digits = text.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = text.split_at(digits);
    let column = letters.bytes().try_fold(0_u32, |column, letter| {
        let place = u32::from(letter.to_ascii_uppercase().checked_sub(b'A').filter(|place| *place < 26)?) + 1;
        column.checked_mul(26)?.checked_add(place)
    })?;
    Some((row.parse::<u32>().ok()?.checked_sub(1)?, column.checked_sub(1)?))
}

#[cfg(test)]
mod tests {
    use super::place;

    #[test]
    fn places_of_cells() {
        for (text, wanted) in [
            ("A1", Some((0, 0))),
            ("B7", Some((6, 1))),
            ("xfd1048576", Some((1_048_575, 16_383))),
            ("AA10", Some((9, 26))),
        ] {
            assert_eq!(place(text), wanted, "{text}");
        }
        for text in ["", "A", "1", "A0", "A1B", "é1", "AAAAAAAAAA1", "A99999999999"] {
            assert_eq!(place(text), None, "{text}");
        }
    }
}

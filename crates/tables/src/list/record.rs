//! A row of any form of list, cut into cells.

use super::reason::ReasonKind;

/// A row as cells, not yet an account.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Record {
    /// Its line or row.
    pub(super) line: u64,
    /// The cells; those at the end may be absent.
    pub(super) cells: Vec<String>,
    /// Cells that are not what they look like, such as numbers that Excel has rounded.
    pub(super) odd: Vec<(usize, ReasonKind)>,
    /// Why the whole row cannot be used.
    pub(super) broken: Option<ReasonKind>,
}

impl Record {
    pub(super) fn broken(line: u64, shown: &str, why: ReasonKind) -> Self {
        Self { line, cells: vec![shown.to_owned()], odd: Vec::new(), broken: Some(why) }
    }

    /// A cell that holds something which cannot be shown is not blank.
    pub(super) fn is_blank(&self) -> bool {
        self.broken.is_none() && self.odd.is_empty() && self.cells.iter().all(|cell| cell.trim().is_empty())
    }
}

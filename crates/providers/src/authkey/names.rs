//! The names of accounts and rows, and which of them share one.

use std::borrow::Borrow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;

use super::{Asked, AuthkeyRow};

/// Ids of accounts from earlier answers.
pub type Known = BTreeMap<Asked, String>;

/// The names that an account or a row goes by.
pub(super) struct Name<'a> {
    pub(super) exact: Option<&'a str>,
    pub(super) id: Option<&'a str>,
    /// Asked for by its name in a directory, without a domain.
    pub(super) bare_directory: bool,
}

impl<'a> Name<'a> {
    pub(super) fn of_row(row: &'a AuthkeyRow) -> Self {
        Self { exact: row.login_name.as_deref(), id: row.user_id.as_deref(), bare_directory: false }
    }

    pub(super) fn of_asked(asked: &'a Asked, known: &'a Known) -> Self {
        let bare_directory = matches!(asked, Asked::Ext(ext) if !ext.name.contains('@'));
        Self { exact: Some(asked.name()), id: known.get(asked).map(String::as_str), bare_directory }
    }

    /// Without case and outer spaces.
    fn folded(&self) -> Option<String> {
        self.exact.map(|name| name.trim().to_lowercase())
    }

    /// The part before `@`, folded.
    fn local(&self) -> Option<String> {
        self.folded().map(|name| name.split('@').next().unwrap_or_default().to_owned())
    }
}

type Index<K> = HashMap<K, Vec<usize>>;

/// Who shares a name with whom, on one side. Most answers are clear by their exact names; what else is looked at is
/// made when it is.
pub(super) struct Side<'a> {
    names: &'a [Name<'a>],
    exact: Index<&'a str>,
    id: Index<&'a str>,
    folded: OnceCell<Index<String>>,
    local: OnceCell<Index<String>>,
}

impl<'a> Side<'a> {
    pub(super) fn new(names: &'a [Name<'a>]) -> Self {
        let (exact, id) = (index(names, |name| name.exact), index(names, |name| name.id));
        Self { names, exact, id, folded: OnceCell::new(), local: OnceCell::new() }
    }

    pub(super) fn exact(&self, name: &Name<'_>) -> &[usize] {
        sharing(&self.exact, name.exact)
    }

    pub(super) fn id(&self, name: &Name<'_>) -> &[usize] {
        sharing(&self.id, name.id)
    }

    pub(super) fn folded(&self, name: &Name<'_>) -> &[usize] {
        sharing(self.folded.get_or_init(|| index(self.names, Name::folded)), name.folded().as_deref())
    }

    pub(super) fn local(&self, name: &Name<'_>) -> &[usize] {
        sharing(self.local.get_or_init(|| index(self.names, Name::local)), name.local().as_deref())
    }
}

fn index<'a, K: Hash + Eq>(names: &'a [Name<'a>], by: impl Fn(&'a Name<'a>) -> Option<K>) -> Index<K> {
    let mut index: Index<K> = HashMap::with_capacity(names.len());
    for (place, name) in names.iter().enumerate() {
        if let Some(key) = by(name) {
            index.entry(key).or_default().push(place);
        }
    }
    index
}

fn sharing<'b, K: Hash + Eq + Borrow<str>>(index: &'b Index<K>, key: Option<&str>) -> &'b [usize] {
    key.and_then(|key| index.get(key)).map_or(&[], Vec::as_slice)
}

//! The names of a table's columns.

use std::collections::BTreeSet;

use super::COLUMNS;

/// Every name once: a JSON object cannot hold two alike, so a carried column that is named like another gets a number.
pub(super) fn names(carried: &[String]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    COLUMNS
        .iter()
        .map(|name| (*name).to_owned())
        .chain(carried.iter().cloned())
        .map(|name| free(name, &mut taken))
        .collect()
}

fn free(name: String, taken: &mut BTreeSet<String>) -> String {
    let numbered = (2..).map(|n: u32| format!("{name} {n}"));
    let free = std::iter::once(name.clone()).chain(numbered).find(|name| !taken.contains(name)).unwrap_or_default();
    taken.insert(free.clone());
    free
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn no_name_twice() {
        let carried = ["dept", "status", "dept", "dept 2"].map(str::to_owned);
        assert_eq!(names(&carried)[9..], ["dept", "status 2", "dept 2", "dept 2 2"]);
    }
}

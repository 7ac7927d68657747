//! Access to a file or folder.

/// What others than the owner may do with a file or folder. The system itself and its administrators are nobody else:
/// they get at everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Access {
    /// Others can read it.
    pub others_read: bool,
    /// Others can change or remove it, or take it over.
    pub others_write: bool,
    /// It belongs to another user.
    pub foreign: bool,
}

impl Access {
    /// Whether nobody but its owner can read or change it.
    pub fn is_private(self) -> bool {
        !self.others_read && !self.others_write
    }
}

/// An entry of an access control list that allows something.
#[cfg(any(windows, test))]
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    /// Whom, as Windows writes it: `S-1-…`.
    pub(crate) who: String,
    /// What, as bits.
    pub(crate) rights: u32,
}

/// Reading a file, or the names in a folder: by itself, or as one of the general rights.
#[cfg(any(windows, test))]
const READ: u32 = 0x1 | 0x8000_0000 | 0x1000_0000;
/// Writing, appending, removing what is in a folder or the thing itself, and changing its rights or its owner.
#[cfg(any(windows, test))]
const WRITE: u32 = 0x2 | 0x4 | 0x40 | 0x1_0000 | 0x4_0000 | 0x8_0000 | 0x4000_0000 | 0x1000_0000;
/// The system, its administrators, and its owner or creator.
#[cfg(any(windows, test))]
const TRUSTED: [&str; 4] = ["S-1-5-18", "S-1-5-32-544", "S-1-3-4", "S-1-3-0"];

#[cfg(any(windows, test))]
impl Access {
    /// Of what a list says; `entries` are absent where there is no list, so that everyone may do everything.
    pub(crate) fn of(owner: &str, entries: Option<&[Entry]>, me: &str) -> Self {
        let is_other = |who: &str| who != me && !TRUSTED.contains(&who);
        let foreign = is_other(owner);
        let Some(entries) = entries else { return Self { others_read: true, others_write: true, foreign } };
        let granted = |to: u32| entries.iter().any(|entry| is_other(&entry.who) && entry.rights & to != 0);
        Self { others_read: granted(READ), others_write: granted(WRITE), foreign }
    }
}

#[cfg(test)]
mod tests {
    use super::{Access, Entry};

    const ME: &str = "S-1-5-21-1-2-3-1001";
    const EVERYONE: &str = "S-1-1-0";

    fn of(entries: &[(&str, u32)]) -> Access {
        let entries: Vec<Entry> =
            entries.iter().map(|(who, rights)| Entry { who: (*who).to_owned(), rights: *rights }).collect();
        Access::of(ME, Some(&entries), ME)
    }

    #[test]
    fn the_owner_the_system_and_its_administrators_are_nobody_else() {
        let full = 0x1f_01ff;
        assert!(of(&[(ME, full), ("S-1-5-18", full), ("S-1-5-32-544", full), ("S-1-3-0", 0x1000_0000)]).is_private());
        assert!(of(&[]).is_private());
    }

    #[test]
    fn whatever_others_may_do_is_told() {
        let (read, write) =
            (Access { others_read: true, ..Access::default() }, Access { others_write: true, ..Access::default() });
        for rights in [0x1, 0x12_0089, 0x8000_0000] {
            assert_eq!(of(&[(EVERYONE, rights)]), read, "{rights:#x}");
        }
        for rights in [0x2, 0x4, 0x40, 0x1_0000, 0x4_0000, 0x8_0000, 0x4000_0000] {
            assert_eq!(of(&[(ME, 0x1f_01ff), (EVERYONE, rights)]), write, "{rights:#x}");
        }
        // To pass through a folder, to wait for a file and to read its attributes tell nothing of its contents.
        assert!(of(&[(EVERYONE, 0x10_00a0)]).is_private());
        let both = Access { others_read: true, others_write: true, foreign: false };
        assert_eq!(Access::of("S-1-5-32-544", None, ME), both);
        assert!(Access::of("S-1-5-21-1-2-3-1002", Some(&[]), ME).foreign);
    }
}

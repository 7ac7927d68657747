//! The user's language: every message exists in Chinese and English.

use std::sync::LazyLock;

/// One sentence in both languages.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    pub(crate) zh: &'static str,
    pub(crate) en: &'static str,
}

pub(crate) const fn words(zh: &'static str, en: &'static str) -> Words {
    Words { zh, en }
}

impl Words {
    /// The sentence in the reader's language.
    pub(crate) fn pick(self) -> &'static str {
        if chinese() { self.zh } else { self.en }
    }
}

/// Whether the locale is a Chinese one; setup.sh decides by the same variables.
pub(crate) fn chinese() -> bool {
    static CHINESE: LazyLock<bool> = LazyLock::new(|| {
        let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set).is_some_and(|locale| locale.starts_with("zh"))
    });
    *CHINESE
}

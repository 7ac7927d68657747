//! Which account a row names, or why it can name none.

use hallpass_providers::authkey::Asked;
use hallpass_providers::{ExtLogin, Text};

use crate::words::hidden;

/// Longer than any mail address (254) or name in a directory (256).
const MOST_CHARACTERS: usize = 256;

/// The account in these cells.
pub(super) fn account(login: &str, ext: &str, site: &str) -> Result<Asked, Text> {
    let (login, ext, site) = (login.trim(), ext.trim(), site.trim());
    match (login.is_empty(), ext.is_empty()) {
        (true, true) => Err(Text::new("没有账号", "there is no account")),
        (false, false) => Err(Text::new(
            "loginname 和 extloginname 都填了，只能填一个",
            "both loginname and extloginname are filled in; keep one",
        )),
        (false, true) => name(login).map(Asked::Login),
        (true, false) if site.is_empty() => {
            Err(Text::new("有 extloginname 但没有 siteid", "there is an extloginname without a siteid"))
        }
        (true, false) => Ok(Asked::Ext(ExtLogin { name: name(ext)?, site_id: name(site)? })),
    }
}

fn name(cell: &str) -> Result<String, Text> {
    if cell.chars().nth(MOST_CHARACTERS).is_some() {
        return Err(Text::made(
            format!("超过 {MOST_CHARACTERS} 个字符"),
            format!("it is longer than {MOST_CHARACTERS} characters"),
        ));
    }
    if cell.contains(char::is_control) {
        return Err(Text::new("含有控制字符", "it holds control characters"));
    }
    if cell.contains('\u{fffd}') {
        return Err(Text::new(
            "含有无法识别的字符；请把名单存为 UTF-8",
            "it holds characters that cannot be read; save the list as UTF-8",
        ));
    }
    if cell.contains(hidden) {
        return Err(Text::new("含有看不见的字符", "it holds characters that cannot be seen"));
    }
    Ok(cell.to_owned())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Asked, ExtLogin, account};

    const HIDING: &str = "\\PC{0,8}[\\x00-\\x20\u{200b}\u{feff}]{0,2}\\PC{0,8}";

    #[test]
    fn names_without_the_spaces_around_them() {
        assert_eq!(account(" \u{3000}a@b.example\u{a0}", "", "1"), Ok(Asked::Login("a@b.example".to_owned())));
        let ext = ExtLogin { name: "CORP\\张 三".to_owned(), site_id: "76473".to_owned() };
        assert_eq!(account(" ", "CORP\\张 三", " 76473 "), Ok(Asked::Ext(ext)));
    }

    #[test]
    fn every_reason_in_both_languages() {
        let long = "a".repeat(257);
        for (login, ext, site) in [
            ("", "", "1"),
            ("a", "b", "1"),
            ("", "b", " "),
            (long.as_str(), "", ""),
            ("a\u{0}b", "", ""),
            ("a\nb", "", ""),
            ("a\u{fffd}", "", ""),
            ("a\u{200b}b", "", ""),
            ("a\u{202e}b", "", ""),
            ("", "b", "1\t2"),
        ] {
            let why = account(login, ext, site).unwrap_err();
            assert!(!why.zh.is_empty() && !why.en.is_empty() && why.zh != why.en);
            assert!(!why.zh.is_ascii() && why.en.is_ascii(), "{why:?}");
        }
        assert!(account(&long[1..], "", "").is_ok());
    }

    proptest! {
        #[test]
        fn nothing_hidden_gets_through(login in HIDING) {
            if let Ok(Asked::Login(name)) = account(&login, "", "") {
                prop_assert!(!name.is_empty() && name == name.trim());
                let unseen = name.chars().any(|c| c.is_control() || c == '\u{feff}' || c == '\u{200b}');
                prop_assert!(!unseen);
            }
        }
    }
}

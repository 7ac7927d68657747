//! The account in a row, or why there is none.

use hallpass_providers::ExtLogin;
use hallpass_providers::authkey::Asked;

use super::damage::damage;
use super::header::half_width;
use super::reason::{Reason, ReasonCell, ReasonKind};
use crate::words::hidden;

/// Longer than any mail address (254) or name in a directory (256).
const MAX_CHARACTERS: usize = 256;

/// The account in these cells.
pub(super) fn account(login: &str, ext: &str, site: &str) -> Result<Asked, Reason> {
    let (login, ext, site) = (login.trim(), ext.trim(), site.trim());
    match (login.is_empty(), ext.is_empty()) {
        (true, true) => Err(ReasonKind::NoAccount.into()),
        (false, false) => Err(ReasonKind::TwoNames.into()),
        (false, true) => Ok(Asked::Login(name(login, None)?)),
        (true, false) if site.is_empty() => Err(ReasonKind::NoSite.into()),
        (true, false) => {
            Ok(Asked::Ext(ExtLogin { name: name(ext, None)?, site_id: name(site, Some(ReasonCell::SiteId))? }))
        }
    }
}

fn name(cell: &str, which: Option<ReasonCell>) -> Result<String, Reason> {
    match wrong(cell) {
        Some(kind) => Err(Reason::in_cell(kind, which)),
        None => Ok(cell.to_owned()),
    }
}

/// Why this is nobody's name.
fn wrong(cell: &str) -> Option<ReasonKind> {
    if cell.chars().nth(MAX_CHARACTERS).is_some() {
        return Some(ReasonKind::TooLong { most: MAX_CHARACTERS as u64 });
    }
    // Almost every name: nothing in it that the questions below are about.
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'.' | b'_' | b'\\');
    if cell.bytes().all(plain) && cell.bytes().any(|byte| byte == b'@') {
        return None;
    }
    let found = [
        (ReasonKind::Control, cell.contains(char::is_control)),
        (ReasonKind::Undecodable, cell.contains('\u{fffd}')),
        (ReasonKind::Invisible, cell.contains(hidden)),
        (ReasonKind::Markup, is_markup(cell)),
    ];
    let first = found.into_iter().find(|(_, is)| *is).map(|(kind, _)| kind);
    first.or_else(|| damage(cell)).or_else(|| separator(cell)).or_else(|| shape(cell))
}

/// Tags, or a mail program's `Ann <ann@corp.example>`; and addresses as links, or with a character written out.
fn is_markup(cell: &str) -> bool {
    let entity = cell.split_once('&').is_some_and(|(_, rest)| {
        rest.split_once(';').is_some_and(|(name, _)| {
            !name.is_empty() && name.len() <= 8 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'#')
        })
    });
    let link = cell.get(..7).is_some_and(|start| start.eq_ignore_ascii_case("mailto:"));
    cell.contains(['<', '>']) || entity || link
}

/// Several accounts, or an account and something else. Names of directories may hold commas and semicolons; addresses
/// do not.
fn separator(cell: &str) -> Option<ReasonKind> {
    let address = cell.contains(['@', '＠']);
    let is = |c: &char| matches!(c, '，' | '；' | '、' | '|' | '｜') || address && matches!(c, ',' | ';');
    cell.chars().find(is).map(|separator| ReasonKind::Separator { separator })
}

fn shape(cell: &str) -> Option<ReasonKind> {
    if cell.contains(['@', '＠']) && cell.contains(char::is_whitespace) {
        return Some(ReasonKind::Blanks);
    }
    // Full-width brackets belong to names such as 张三（外包）.
    let wide = |c: char| {
        let half = half_width(c);
        half != c && (half.is_ascii_alphanumeric() || matches!(half, '@' | '.' | '_' | '-' | '\\' | '/'))
    };
    cell.contains(wide).then_some(ReasonKind::FullWidth)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Asked, ExtLogin, ReasonCell, ReasonKind, account};

    const HIDING: &str = "\\PC{0,8}[\\x00-\\x20\u{200b}\u{feff}]{0,2}\\PC{0,8}";

    #[test]
    fn names_without_the_spaces_around_them() {
        assert_eq!(account(" \u{3000}a@b.example\u{a0}", "", "1"), Ok(Asked::Login("a@b.example".to_owned())));
        let ext = ExtLogin { name: "CORP\\张 三（外包）".to_owned(), site_id: "76473".to_owned() };
        assert_eq!(account(" ", "CORP\\张 三（外包）", " 76473 "), Ok(Asked::Ext(ext)));
        for name in ["CN=Zhang San,OU=研发", "o'brien", "a+b@corp.example", "AT&T", "13800138000", "user-1"] {
            assert_eq!(account(name, "", ""), Ok(Asked::Login(name.to_owned())));
        }
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
            let why = account(login, ext, site).unwrap_err().text();
            assert!(!why.zh.is_empty() && !why.en.is_empty() && why.zh != why.en);
            assert!(!why.zh.is_ascii() && why.en.is_ascii(), "{why:?}");
        }
        assert!(account(&long[1..], "", "").is_ok());
    }

    #[test]
    fn what_is_more_or_less_than_one_name() {
        let kind = |cell: &str| account(cell, "", "").unwrap_err().kind;
        for (cell, separator) in [
            ("a@b.example，c@b.example", '，'),
            ("a、b", '、'),
            ("a；b", '；'),
            ("a|b", '|'),
            ("a｜b", '｜'),
            ("a@b.example;c@b.example", ';'),
            ("a@b.example,c", ','),
        ] {
            assert_eq!(kind(cell), ReasonKind::Separator { separator });
        }
        for cell in ["a@b.example c@b.example", "a@b.example\u{3000}secret", "ann a@b.example", "a＠b.example x"] {
            assert_eq!(kind(cell), ReasonKind::Blanks, "{cell}");
        }
        for cell in ["a＠b.example", "１３８００", "ａnn", "a．b", "corp＼ann"] {
            assert_eq!(kind(cell), ReasonKind::FullWidth, "{cell}");
        }
        for cell in ["<b>ann</b>", "Ann <a@b.example>", "a&amp;b", "a&#64;b", "mailto:a@b.example", "a&nbsp;"] {
            assert_eq!(kind(cell), ReasonKind::Markup, "{cell}");
        }
        let site = account("", "ann", "7.6E+04").unwrap_err();
        assert_eq!((site.kind, site.cell), (ReasonKind::Scientific, Some(ReasonCell::SiteId)));
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

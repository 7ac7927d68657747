//! Names that people give to profiles, groups, environments and credentials.

use hallpass_providers::Text;

use crate::error::{Error, Result};

/// Names go into commands and files: no slashes, no control characters, not a flag.
pub(crate) fn check_name(field: &'static str, name: &str) -> Result<String> {
    const MOST: usize = 80;
    let name = name.trim();
    let odd =
        |c: char| c.is_control() || matches!(c, '/' | '\\' | '=' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}');
    let why = if name.is_empty() {
        Text::new("不能为空", "must not be empty")
    } else if name.chars().count() > MOST {
        Text::new("过长（最多80个字符）", "is too long (at most 80 characters)")
    } else if name.starts_with('-') || name.chars().any(odd) {
        Text::new(
            "不能以 - 开头，也不能含 / \\ = 或控制字符",
            "must not begin with - or contain / \\ = or control characters",
        )
    } else {
        return Ok(name.to_owned());
    };
    Err(Error::invalid(field, &why))
}

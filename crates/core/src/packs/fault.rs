//! Errors in a pack file.

use hallpass_providers::Text;

use crate::error::{Error, ErrorCode};

/// More profiles are no pack.
pub(super) const MAX_PROFILES: usize = 500;

/// What is wrong with a file; `why` ends the sentence.
pub(super) fn bad_text(why: &Text) -> Error {
    let text = Text::made(format!("这个文件{}", why.zh), format!("This file {}", why.en));
    Error::new(ErrorCode::InvalidField, text).field("file")
}

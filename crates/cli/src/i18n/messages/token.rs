//! Messages about exported tokens.

use std::ffi::OsStr;
use std::io;
use std::path::Path;

use super::t;
use super::why;
use hallpass_core::providers::Text;
use hallpass_core::{Error, ErrorCode, NextStep, shown};

pub(crate) fn token_question() -> Text {
    t("令牌", "Token")
}

pub(crate) fn belongs_to(profile: &str) -> Text {
    Text::made(format!("属于“{profile}”"), format!("It belongs to {profile}"))
}

pub(crate) fn copied(profile: &str, seconds: u64) -> Text {
    Text::made(
        format!("“{profile}”的令牌已复制，{seconds}秒后清除"),
        format!("Copied the token of {profile}; it is cleared after {seconds} seconds"),
    )
}

pub(crate) fn no_clipboard() -> Error {
    Error::new(ErrorCode::Usage, t("剪贴板不可用", "The clipboard is unavailable")).next(NextStep::UseDesktopSession)
}

pub(crate) fn shell_without_need() -> Error {
    Error::new(
        ErrorCode::Usage,
        t("“--shell”只与“--format env”或“--format curl”一起使用", "--shell requires --format env or --format curl"),
    )
    .field("shell")
}

pub(crate) fn qr_wants_file() -> Error {
    Error::new(
        ErrorCode::Usage,
        t("使用“--json”时，二维码需要写到文件", "With --json, the QR code must be written to a file"),
    )
    .field("out")
    .advice(t("加“--out FILE.svg”", "Add --out FILE.svg"))
}

pub(crate) fn qr_too_long() -> Error {
    Error::new(
        ErrorCode::Usage,
        t("令牌太长，放不进二维码（最多2953字节）", "The token is too long for a QR code (2953 bytes at most)"),
    )
}

pub(crate) fn qr_written(profile: &str, file: &Path) -> Text {
    let file = shown(file);
    Text::made(format!("“{profile}”的二维码已写到{file}"), format!("The QR code for {profile} was written to {file}"))
}

pub(crate) fn clear_text(file: &Path) -> Text {
    let file = shown(file);
    Text::made(
        format!("{file}含有明文令牌，用完请删除"),
        format!("{file} contains the unencrypted token: delete it after use"),
    )
}

pub(crate) fn cannot_run(program: &OsStr, error: &io::Error) -> Error {
    let (program, why) = (program.to_string_lossy(), why(error));
    Error::made(
        ErrorCode::Usage,
        format!("无法运行{program}：{}", why.zh),
        format!("Could not run {program}: {}", why.en),
    )
}

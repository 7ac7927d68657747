//! Packs.

use std::path::Path;

use super::t;
use hallpass_core::providers::Text;
use hallpass_core::{Error, ErrorCode, shown};

pub(crate) fn exported(count: usize, file: &Path) -> Text {
    let file = shown(file);
    Text::made(
        format!("{count}个配置已写到{file}（不含密码和令牌）"),
        format!("{count} profiles were written to {file} (without secrets)"),
    )
}

pub(crate) fn replace_file(file: &Path) -> Text {
    let file = shown(file);
    Text::made(format!("{file}已存在，替换它？"), format!("{file} exists. Replace it?"))
}

pub(crate) fn file_is_there(file: &Path) -> Error {
    let file = shown(file);
    Error::made(
        ErrorCode::MissingField,
        format!("{file}已存在，替换需要确认"),
        format!("{file} exists; replacing it requires confirmation"),
    )
    .field("yes")
    .advice(t("确认时加“--yes”", "Confirm with --yes"))
}

pub(crate) fn nothing_exported() -> Error {
    Error::new(ErrorCode::MissingField, t("没有确认，什么也没有写", "Not confirmed: nothing was written")).field("yes")
}

pub(crate) fn import_question(count: usize) -> Text {
    Text::made(format!("导入这{count}个配置？"), format!("Import these {count} profiles?"))
}

pub(crate) fn import_not_confirmed(count: usize) -> Error {
    Error::made(
        ErrorCode::MissingField,
        format!("{count}个配置会改变，需要确认"),
        format!("{count} profiles would change; confirmation required"),
    )
    .field("yes")
    .advice(t("确认时加“--yes”", "Confirm with --yes"))
}

pub(crate) fn nothing_imported() -> Error {
    Error::new(ErrorCode::MissingField, t("未确认，没有导入任何配置", "Not confirmed: nothing was imported"))
}

pub(crate) fn nothing_to_import() -> Text {
    t("没有变化", "No changes")
}

/// Beside a change of address, proxy or trust.
pub(crate) fn another_way() -> Text {
    t("（密码将发往不同的目标）", "(passwords would be sent to a different destination)")
}

pub(crate) fn imported(count: usize) -> Text {
    Text::made(format!("已导入{count}个配置"), format!("{count} profiles were imported"))
}

//! Messages about packs.

use std::path::Path;

use super::t;
use hallpass_core::providers::Text;
use hallpass_core::{Error, ErrorCode, ImportedEnvironment, shown};

pub(crate) fn exported(count: usize, file: &Path) -> Text {
    let file = shown(file);
    Text::made(
        format!("{count}个配置已写到{file}（不含密码和令牌）"),
        format!("{} {} written to {file} (without secrets)", profiles(count), were(count)),
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
    let text = t("未确认，没有写入任何内容", "Not confirmed: nothing was written");
    Error::new(ErrorCode::MissingField, text).field("yes")
}

pub(crate) fn import_question(count: usize) -> Text {
    Text::made(format!("导入这{count}个配置？"), format!("Import {}?", profiles(count)))
}

pub(crate) fn import_not_confirmed(count: usize) -> Error {
    Error::made(
        ErrorCode::MissingField,
        format!("{count}个配置会改变，需要确认"),
        format!("{} would change; confirmation required", profiles(count)),
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

/// An environment that comes with a pack, as far as it is not the same here.
pub(crate) fn environment_of_pack(one: &ImportedEnvironment) -> Text {
    let (id, zh, en) = (&one.id, &one.name.zh, &one.name.en);
    if !one.new {
        return Text::made(
            format!("环境“{zh}”（{id}）保持不变：配置包不会更改已有的环境"),
            format!("Environment {en} ({id}) stays as it is here: a pack does not change environments"),
        );
    }
    let (counts_zh, counts_en) = if one.production {
        ("算作生产环境", "counts as production")
    } else {
        ("不算作生产环境", "does not count as production")
    };
    Text::made(format!("新环境“{zh}”（{id}），{counts_zh}"), format!("New environment {en} ({id}), {counts_en}"))
}

pub(crate) fn leaves_production() -> Text {
    t("（将不再算作生产环境）", "(would no longer count as production)")
}

pub(crate) fn imported(count: usize) -> Text {
    Text::made(format!("已导入{count}个配置"), format!("{} {} imported", profiles(count), were(count)))
}

/// A number of profiles, with the noun in its form.
fn profiles(count: usize) -> String {
    if count == 1 { "1 profile".to_owned() } else { format!("{count} profiles") }
}

/// The verb that goes with a number of profiles.
fn were(count: usize) -> &'static str {
    if count == 1 { "was" } else { "were" }
}

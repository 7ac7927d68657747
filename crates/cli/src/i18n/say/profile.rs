//! Secrets that are read, profiles, credentials and sets.

use std::path::Path;

use super::t;
use hallpass_core::providers::Text;
use hallpass_core::{Code, Error};

pub(crate) fn one_input() -> Error {
    Error::new(Code::Usage, t("标准输入只能给一个字段", "Standard input can give one field only"))
}

pub(crate) fn secret_typed() -> Text {
    t(
        "命令行上的机密会进入 shell 历史和进程列表；请用 --answer-file 或 --secret FIELD=-",
        "A secret on the command line reaches the shell's history and the process list; use --answer-file instead",
    )
}

pub(crate) fn too_big(file: &Path, most: usize) -> Error {
    let (file, most) = (file.display(), most / 1024);
    Error::made(
        Code::Usage,
        format!("{file} 过大（最多 {most} KiB）"),
        format!("{file} is too big ({most} KiB at most)"),
    )
}

pub(crate) fn not_utf8(file: &Path) -> Error {
    let file = file.display();
    Error::made(Code::Usage, format!("{file} 不是 UTF-8 文本"), format!("{file} is not text in UTF-8"))
}

pub(crate) fn profile_saved(name: &str) -> Text {
    Text::made(format!("配置 {name} 已保存"), format!("Profile {name} was saved"))
}

pub(crate) fn removed(name: &str) -> Text {
    Text::made(format!("{name} 已删除"), format!("{name} was removed"))
}

pub(crate) fn no_profiles() -> Text {
    t("还没有配置。用 hallpass profile add 添加一个", "There are no profiles yet. Add one with hallpass profile add")
}

pub(crate) fn credential_saved(name: &str) -> Text {
    Text::made(format!("凭据 {name} 已保存"), format!("Credential {name} was saved"))
}

pub(crate) fn no_credentials() -> Text {
    t("还没有凭据", "There are no credentials yet")
}

pub(crate) fn no_sets() -> Text {
    t("还没有组。用 profile add --in-set 建立", "There are no sets yet. profile add --in-set makes one")
}

pub(crate) fn set_means(set: &str, env: &str, profile: &str) -> Text {
    Text::made(format!("{set} 现在指 {env}：{profile}"), format!("{set} now means {env}: {profile}"))
}

pub(crate) fn binding_line(file: &Path, line: usize) -> Error {
    let file = file.display();
    Error::made(
        Code::Usage,
        format!("{file} 第 {line} 行应为：组名 = dev|test|staging|prod"),
        format!("Line {line} of {file} must be: set = dev|test|staging|prod"),
    )
}

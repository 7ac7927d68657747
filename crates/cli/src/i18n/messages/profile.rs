//! Messages about secrets, profiles, credentials and groups.

use std::path::Path;

use super::t;
use hallpass_core::providers::Text;
use hallpass_core::{Error, ErrorCode, shown};

pub(crate) fn one_input() -> Error {
    Error::new(ErrorCode::Usage, t("标准输入只能给一个字段", "Standard input can provide only one field"))
}

/// How often a session is kept alive.
pub(crate) fn every(minutes: u32) -> Text {
    Text::made(format!("每{minutes}分钟"), format!("every {minutes} min"))
}

pub(crate) fn secret_typed() -> Text {
    t(
        "命令行上的密码会进入shell历史和进程列表；请用“--answer-file”或“--secret FIELD=-”",
        "A secret on the command line ends up in the shell history and the process list; use --answer-file instead",
    )
}

/// Asks for what opens a PKCS#12 file.
pub(crate) fn client_certificate_passphrase() -> Text {
    t("客户端证书文件的口令", "Passphrase of the client certificate file")
}

pub(crate) fn proxy_password_typed() -> Text {
    t(
        "代理密码已加密保存；但命令行上的密码会进入shell历史和进程列表",
        "The proxy's password is saved encrypted, but on the command line it also ends up in the shell history and the \
         process list",
    )
}

pub(crate) fn too_big(file: &Path, most: usize) -> Error {
    let (file, most) = (shown(file), most / 1024);
    Error::made(
        ErrorCode::Usage,
        format!("{file}过大（最多{most} KiB）"),
        format!("{file} is too large ({most} KiB at most)"),
    )
}

/// A file or standard input that is no text; `why` ends the sentence.
pub(crate) fn no_text(file: &Path, why: &Text) -> Error {
    let file = shown(file);
    Error::made(ErrorCode::Usage, format!("{file} {}", why.zh), format!("{file} {}", why.en))
}

pub(crate) fn profile_saved(name: &str) -> Text {
    Text::made(format!("配置“{name}”已保存"), format!("Profile {name} was saved"))
}

pub(crate) fn no_provider(id: &str, known: &str) -> Error {
    Error::made(
        ErrorCode::InvalidField,
        format!("没有名为{id}的平台；可用的有：{known}"),
        format!("There is no provider {id}; available: {known}"),
    )
    .field("provider")
}

pub(crate) fn removal_question(name: &str) -> Text {
    Text::made(format!("删除“{name}”？"), format!("Delete {name}?"))
}

pub(crate) fn nothing_removed() -> Error {
    Error::new(ErrorCode::MissingField, t("未确认，没有删除任何内容", "Not confirmed: nothing was deleted"))
        .field("yes")
}

pub(crate) fn removed(name: &str) -> Text {
    Text::made(format!("“{name}”已删除"), format!("Deleted {name}"))
}

pub(crate) fn no_profiles() -> Text {
    t("还没有配置。用“hallpass profile add”添加一个", "There are no profiles yet. Add one with hallpass profile add")
}

pub(crate) fn credential_saved(name: &str) -> Text {
    Text::made(format!("凭据“{name}”已保存"), format!("Credential {name} was saved"))
}

pub(crate) fn no_credentials() -> Text {
    t("还没有凭据", "There are no credentials yet")
}

pub(crate) fn no_groups() -> Text {
    t("还没有配置组。用“profile add --group”创建", "There are no groups yet. Create one with profile add --group")
}

pub(crate) fn group_means(group: &str, env: &str, profile: &str) -> Text {
    Text::made(format!("“{group}”现在使用{env}：{profile}"), format!("{group} now refers to {env}: {profile}"))
}

/// A `.hallpass` that someone else may have written; `why` ends the sentence.
pub(crate) fn not_believed(file: &Path, why: &Text) -> Error {
    let file = shown(file);
    Error::made(ErrorCode::Usage, format!("{file}{}，未采用", why.zh), format!("{file} {}, so it is not used", why.en))
        .advice(t(
            if cfg!(windows) {
                "删除它，或让它只由您本人改写（属性→安全）"
            } else {
                "删除它，或让它只由您本人改写（chown、chmod go-w）"
            },
            if cfg!(windows) {
                "Delete it, or make it writable only by you (Properties > Security)"
            } else {
                "Delete it, or make it writable only by you (chown, chmod go-w)"
            },
        ))
}

/// Going on could mean another environment than the person thinks.
pub(crate) fn no_current_folder() -> Error {
    Error::new(
        ErrorCode::Usage,
        t(
            "无法确定当前文件夹，因此不知道“.hallpass”为它选择了哪个环境",
            "The current folder cannot be determined, so the environment that a .hallpass file chooses for it is unknown",
        ),
    )
    .advice(t("进入一个存在的文件夹，或写出配置的名称", "Change to a folder that exists, or name the profile itself"))
}

pub(crate) fn binding_line(file: &Path, line: usize) -> Error {
    let file = shown(file);
    Error::made(
        ErrorCode::Usage,
        format!("{file}第{line}行不是绑定；每行写一个配置组名和环境，例如：yunling = test"),
        format!("Line {line} of {file} is not a binding: write GROUP = ENVIRONMENT, for example yunling = test"),
    )
}

//! Messages about pending and batch sign-ins.

use std::path::Path;

use super::t;
use hallpass_core::providers::Text;
use hallpass_core::{Error, ErrorCode, PendingView, shown};

pub(crate) fn waiting(profile: &str, pending: &str, field: &str) -> Text {
    Text::made(
        format!("“{profile}”需要您操作：hallpass answer {pending} {field}=…"),
        format!("{profile} needs your input: hallpass answer {pending} {field}=..."),
    )
}

pub(crate) fn nothing_waits() -> Text {
    t("没有等待中的登录", "There are no pending sign-ins")
}

pub(crate) fn dropped(pending: &str) -> Text {
    Text::made(format!("已放弃登录{pending}"), format!("Discarded sign-in {pending}"))
}

pub(crate) fn picture_written(file: &Path) -> Text {
    let file = shown(file);
    Text::made(format!("图形验证码已写到{file}"), format!("The captcha image was written to {file}"))
}

pub(crate) fn see_picture(pending: &str) -> Text {
    Text::made(
        format!("看图：hallpass answer {pending} --picture FILE"),
        format!("To see the image: hallpass answer {pending} --picture FILE"),
    )
}

pub(crate) fn sent_to(whom: &str) -> Text {
    Text::made(format!("验证码已发送到{whom}"), format!("A code was sent to {whom}"))
}

pub(crate) fn empty_again() -> Text {
    t("直接回车：重新获取", "Press Enter to request another one")
}

pub(crate) fn choose_organisation(profile: &str) -> Error {
    Error::missing("organisation").advice(Text::made(
        format!("“hallpass session {profile}”列出组织"),
        format!("List the organisations with hallpass session {profile}"),
    ))
}

pub(crate) fn one_picture() -> Error {
    let why = t("一次只能用于一个配置", "can be used for only one profile at a time");
    Error::invalid("picture", &why)
}

pub(crate) fn some_not_signed_in(done: usize, all: usize) -> Text {
    Text::made(format!("{all}个中登录了{done}个"), format!("Signed in to {done} of {all}"))
}

pub(crate) fn nobody_there(what: &str) -> Error {
    Error::made(ErrorCode::Usage, format!("{what}里没有配置"), format!("{what} has no profiles"))
}

pub(crate) fn give_field(profile: &str, field: &str, secret: bool) -> Text {
    let save = if secret { format!("--secret {field}=-") } else { format!("--set {field}=...") };
    Text::made(
        format!("用“--answer-file {field}=FILE”给出，或存入配置：hallpass profile edit {profile} {save}"),
        format!("Provide it with --answer-file {field}=FILE, or save it: hallpass profile edit {profile} {save}"),
    )
}

/// How a sign-in that still waits is answered later.
pub(crate) fn answer_later(pending: &PendingView) -> Text {
    let (id, field) = (&pending.pending, pending.kind.field().name);
    Text::made(
        format!("登录还在等待：hallpass answer {id} {field}=…"),
        format!("The sign-in is still pending: hallpass answer {id} {field}=..."),
    )
}

pub(crate) fn new_password(profile: &str) -> Text {
    Text::made(
        format!("保存新密码：hallpass profile edit {profile} --secret password=-；要再发送一次时加“--force”"),
        format!(
            "Save the new password: hallpass profile edit {profile} --secret password=-; or send it again with --force"
        ),
    )
}

/// A sentence about one of several.
pub(crate) fn about(name: &str, text: &Text) -> Text {
    Text::made(format!("{name}：{}", text.zh), format!("{name}: {}", text.en))
}

pub(crate) fn no_such_pending(id: &str) -> Error {
    Error::made(ErrorCode::Usage, format!("没有等待中的登录{id}"), format!("There is no pending sign-in {id}"))
}

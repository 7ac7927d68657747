//! Messages about teams.

use super::t;
use hallpass_core::providers::Text;
use hallpass_core::{Error, ErrorCode, TeamMethod, TeamStatus};

pub(crate) fn team_joined(team: &str, count: usize) -> Text {
    let profiles = if count == 1 { "profile" } else { "profiles" };
    Text::made(format!("已加入团队{team}，共享配置{count}个"), format!("Joined team {team}: {count} shared {profiles}"))
}

/// `code` is entered on the page; without one the address contains it. The address has a line of its own, to be copied.
pub(crate) fn open_page(url: &str, code: Option<&str>) -> Text {
    match code {
        Some(code) => Text::made(
            format!("请在任意设备的浏览器中打开以下页面，输入代码{code}并确认登录：\n  {url}"),
            format!("Open this page in a browser on any device, enter the code {code} and confirm the login:\n  {url}"),
        ),
        None => Text::made(
            format!("请在任意设备的浏览器中打开以下页面并确认登录：\n  {url}"),
            format!("Open this page in a browser on any device and confirm the login:\n  {url}"),
        ),
    }
}

pub(crate) fn waiting_for_confirmation() -> Text {
    t("正在等待确认，最多10分钟；按Ctrl-C停止", "Waiting for the confirmation, 10 min at most; press Ctrl-C to stop")
}

pub(crate) fn needs_a_browser() -> Error {
    Error::new(
        ErrorCode::MissingField,
        t(
            "登录方式oidc需要您在浏览器中确认；没有发送任何内容",
            "The login method oidc needs your confirmation in a browser; nothing was sent",
        ),
    )
    .field("method")
    .advice(t("请去掉“--no-input”", "Run it without --no-input"))
}

pub(crate) fn not_with_method(option: &str, method: TeamMethod) -> Error {
    let method = method.id();
    Error::made(
        ErrorCode::Usage,
        format!("登录方式{method}不使用“{option}”"),
        format!("{option} is not used with the login method {method}"),
    )
    .field("method")
    .advice(Text::made(
        format!("去掉“{option}”，或用“--method”选择另一种登录方式"),
        format!("Leave {option} out, or choose another login method with --method"),
    ))
}

pub(crate) fn synced(team: &str, count: usize) -> Text {
    match count {
        0 => Text::made(format!("团队{team}没有变化"), format!("Nothing has changed in team {team}")),
        1 => Text::made(format!("已从团队{team}同步1项"), format!("Synced 1 change from team {team}")),
        _ => Text::made(format!("已从团队{team}同步{count}项"), format!("Synced {count} changes from team {team}")),
    }
}

pub(crate) fn team_line(status: &TeamStatus) -> Text {
    let (alias, user, nodes) = (&status.settings.alias, &status.who, status.settings.nodes.join(", "));
    Text::made(format!("团队{alias}：{nodes}，用户{user}"), format!("Team {alias} at {nodes}, as {user}"))
}

pub(crate) fn rights(may_edit: bool) -> Text {
    if may_edit {
        t("可以使用和修改共享的配置", "You can use and change shared profiles")
    } else {
        t("可以使用共享的配置，不能修改", "You can use shared profiles but not change them")
    }
}

pub(crate) fn log_in_lasts(left: &str) -> Text {
    Text::made(format!("登录将在{left}后到期"), format!("The login expires in {left}"))
}

pub(crate) fn last_sync(at: Option<&str>) -> Text {
    match at {
        Some(at) => Text::made(format!("上次同步：{at}"), format!("Last sync: {at}")),
        None => t("尚未同步", "Not synced yet"),
    }
}

pub(crate) fn sync_failed(at: &str, why: &Text) -> Text {
    Text::made(format!("{at}的同步失败：{}", why.zh), format!("The sync at {at} failed: {}", why.en))
}

pub(crate) fn held_line(profile: &str, by: &str) -> Text {
    Text::made(
        format!("{by}保存了“{profile}”的新版本，在您确认之前不使用："),
        format!("{by} saved a new version of {profile}; it is not used until you accept it:"),
    )
}

pub(crate) fn how_to_accept(profile: &str) -> Text {
    Text::made(
        format!("查看差异：hallpass team status；确认：hallpass team sync --accept {profile}"),
        format!("See what it changes with hallpass team status; accept it with hallpass team sync --accept {profile}"),
    )
}

pub(crate) fn accepted(profile: &str) -> Text {
    Text::made(format!("“{profile}”已使用新版本"), format!("{profile} now uses the new version"))
}

pub(crate) fn draft_line(profile: &str, why: &Text) -> Text {
    Text::made(
        format!("“{profile}”有未发送的草稿：{}", why.zh),
        format!("{profile} has a draft that was not sent: {}", why.en),
    )
}

pub(crate) fn shared(name: &str, with_secret: bool) -> Text {
    let (zh, en) = if with_secret { ("和它的密码", " and its secret") } else { ("", "") };
    Text::made(format!("已共享“{name}”{zh}"), format!("Shared {name}{en}"))
}

pub(crate) fn unshared(name: &str) -> Text {
    Text::made(
        format!("“{name}”不再共享，在本机保留为您自己的配置"),
        format!("{name} is no longer shared; it stays on this machine as your own profile"),
    )
}

pub(crate) fn edit_written(name: &str) -> Text {
    Text::made(format!("已为所有成员修改“{name}”"), format!("Changed {name} for everyone"))
}

pub(crate) fn edit_conflict(name: &str, by: &str) -> Text {
    Text::made(
        format!(
            "{by}刚刚修改了“{name}”；您的修改已存为草稿。左边是现在的值，右边是您的。写入：--send-draft --over；放弃：--discard-draft"
        ),
        format!(
            "{by} has just changed {name}; your edit is kept as a draft. The current value is on the left, yours on the right. Write it with --send-draft --over, or drop it with --discard-draft"
        ),
    )
}

pub(crate) fn draft_discarded(name: &str) -> Text {
    Text::made(format!("已放弃“{name}”的草稿"), format!("Discarded the draft of {name}"))
}

pub(crate) fn secrets_are_rotated(name: &str) -> Error {
    Error::new(ErrorCode::Usage, t("共享密码不能这样修改", "A shared secret cannot be changed with edit"))
        .field("secret")
        .advice(Text::made(format!("用hallpass team rotate {name}"), format!("Use hallpass team rotate {name}")))
}

pub(crate) fn change_it_now(name: &str) -> Text {
    Text::made(
        format!("用“{name}”的共享密码登录已暂停。请先在平台上更改密码，再输入新密码"),
        format!(
            "Sign-ins with the shared secret of {name} are blocked until this is finished. Change it at the \
            provider, then enter the new one"
        ),
    )
}

pub(crate) fn rotation_called_off() -> Error {
    Error::new(
        ErrorCode::MissingField,
        t("没有输入新密码，仍使用原来的密码", "No new secret was entered; the current one stays in use"),
    )
    .field("secret")
}

pub(crate) fn rotated(name: &str) -> Text {
    Text::made(
        format!("已更换“{name}”的共享密码，成员下次登录即使用新密码"),
        format!("Changed the shared secret of {name}; members use the new one from their next sign-in"),
    )
}

pub(crate) fn leave_question(team: &str) -> Text {
    Text::made(
        format!("离开团队{team}，并从本机删除它共享的配置和会话？"),
        format!("Leave team {team} and delete its profiles and their sessions from this machine?"),
    )
}

pub(crate) fn not_left() -> Error {
    Error::new(ErrorCode::MissingField, t("未确认，没有更改任何内容", "Not confirmed: nothing was changed"))
        .field("yes")
}

pub(crate) fn not_revoked() -> Text {
    t(
        "无法确认服务器已撤销您的令牌；它到期前仍然有效",
        "The server did not confirm that your token was revoked; it is valid until it expires",
    )
}

pub(crate) fn left(team: &str) -> Text {
    Text::made(
        format!("已离开团队{team}，共享的配置已从本机删除"),
        format!("Left team {team}; its shared profiles were deleted from this machine"),
    )
}

pub(crate) fn set_up_question(server: &str) -> Text {
    Text::made(format!("把以上设置发送到{server}？"), format!("Send this to {server}?"))
}

pub(crate) fn set_up_not_confirmed() -> Error {
    Error::new(
        ErrorCode::MissingField,
        t("设置服务器需要确认；没有发送任何内容", "Setting up the server requires confirmation; nothing was sent"),
    )
    .field("yes")
    .advice(t("确认时加“--yes”；只查看时用“--dry-run”", "Confirm with --yes, or look at it with --dry-run"))
}

pub(crate) fn set_up(team: &str) -> Text {
    Text::made(
        format!("服务器已为团队{team}准备好；请给成员分配策略{team}-reader或{team}-editor"),
        format!("The server is ready for team {team}; assign its members the policy {team}-reader or {team}-editor"),
    )
}

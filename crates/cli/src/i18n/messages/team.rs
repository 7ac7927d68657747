//! Teams.

use super::t;
use hallpass_core::providers::Text;
use hallpass_core::{Error, ErrorCode, TeamSettings};

pub(crate) fn team_joined(team: &str, count: usize) -> Text {
    let profiles = if count == 1 { "profile" } else { "profiles" };
    Text::made(
        format!("已加入团队{team}，共享配置{count}个"),
        format!("Joined the team {team}: {count} shared {profiles}"),
    )
}

pub(crate) fn synced(team: &str, count: usize) -> Text {
    match count {
        0 => Text::made(format!("团队{team}没有变化"), format!("Nothing has changed in the team {team}")),
        1 => Text::made(format!("已从团队{team}同步1项"), format!("1 change came from the team {team}")),
        _ => Text::made(format!("已从团队{team}同步{count}项"), format!("{count} changes came from the team {team}")),
    }
}

pub(crate) fn team_line(settings: &TeamSettings) -> Text {
    let (alias, user, nodes) = (&settings.alias, &settings.user, settings.nodes.join(", "));
    Text::made(format!("团队{alias}：{nodes}，用户{user}"), format!("Team {alias} at {nodes}, as {user}"))
}

pub(crate) fn rights(may_edit: bool) -> Text {
    if may_edit {
        t("可以使用和修改共享内容", "You may use and change what is shared")
    } else {
        t("可以使用共享内容，不能修改", "You may use what is shared, not change it")
    }
}

pub(crate) fn log_in_lasts(left: &str) -> Text {
    Text::made(format!("登录将在{left}后到期"), format!("The log-in expires in {left}"))
}

pub(crate) fn last_sync(at: Option<&str>) -> Text {
    match at {
        Some(at) => Text::made(format!("上次同步：{at}"), format!("Last sync: {at}")),
        None => t("尚未同步", "Not synced yet"),
    }
}

pub(crate) fn held_line(profile: &str, by: &str) -> Text {
    Text::made(
        format!("“{profile}”有{by}写入的新版本，您确认之前不使用："),
        format!("{profile} has a new version by {by} that is not used until you accept it:"),
    )
}

pub(crate) fn how_to_accept(profile: &str) -> Text {
    Text::made(
        format!("查看差异：hallpass team status；确认：hallpass team sync --accept {profile}"),
        format!("See what it changes with hallpass team status; accept it with hallpass team sync --accept {profile}"),
    )
}

pub(crate) fn accepted(profile: &str) -> Text {
    Text::made(format!("“{profile}”已使用新版本"), format!("The new version of {profile} is used now"))
}

pub(crate) fn draft_line(profile: &str, why: &Text) -> Text {
    Text::made(
        format!("“{profile}”有未写入的草稿：{}", why.zh),
        format!("{profile} has a draft that was not written: {}", why.en),
    )
}

pub(crate) fn shared(name: &str, with_secret: bool) -> Text {
    let (zh, en) = if with_secret { ("和它的密码", " and its secret") } else { ("", "") };
    Text::made(format!("已共享“{name}”{zh}"), format!("Shared {name}{en}"))
}

pub(crate) fn unshared(name: &str) -> Text {
    Text::made(
        format!("“{name}”不再共享，在本机保留为您自己的配置"),
        format!("{name} is no longer shared; it stays here as a profile of yours"),
    )
}

pub(crate) fn edit_written(name: &str) -> Text {
    Text::made(format!("已为所有成员修改“{name}”"), format!("Changed {name} for everybody"))
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
    Error::new(ErrorCode::Usage, t("共享密码不能这样修改", "A shared secret is not changed by edit"))
        .field("secret")
        .advice(Text::made(format!("用hallpass team rotate {name}"), format!("Use hallpass team rotate {name}")))
}

pub(crate) fn change_it_now(name: &str) -> Text {
    Text::made(
        format!("“{name}”的共享密码现在没有人在使用，也不会再有人用它登录。请先在平台上更改密码，再输入新密码"),
        format!(
            "Nobody is signing in with the secret of {name}, and nobody can until this is done. Change it at the provider, then enter the new one"
        ),
    )
}

pub(crate) fn rotation_called_off() -> Error {
    Error::new(
        ErrorCode::MissingField,
        t("没有输入新密码，仍使用原来的密码", "No new secret was entered; the present one is used again"),
    )
    .field("secret")
}

pub(crate) fn rotated(name: &str) -> Text {
    Text::made(
        format!("已更换“{name}”的共享密码，成员下次登录即使用新密码"),
        format!("The shared secret of {name} is changed; everybody's next sign-in uses it"),
    )
}

pub(crate) fn leave_question(team: &str) -> Text {
    Text::made(
        format!("离开团队{team}，并从本机删除它共享的配置和会话？"),
        format!("Leave the team {team} and remove its profiles and their sessions from here?"),
    )
}

pub(crate) fn not_left() -> Error {
    Error::new(ErrorCode::MissingField, t("没有确认，什么也没有改变", "Not confirmed: nothing was changed"))
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
        format!("Left the team {team}; what it shared is removed from here"),
    )
}

pub(crate) fn set_up_question(server: &str) -> Text {
    Text::made(format!("把以上设置发送到{server}？"), format!("Send this to {server}?"))
}

pub(crate) fn set_up_not_confirmed() -> Error {
    Error::new(
        ErrorCode::MissingField,
        t("设置服务器需要确认；什么也没有发送", "Setting up the server requires confirmation; nothing was sent"),
    )
    .field("yes")
    .advice(t("确认时加“--yes”；只查看时用“--dry-run”", "Confirm with --yes, or look at it with --dry-run"))
}

pub(crate) fn set_up(team: &str) -> Text {
    Text::made(
        format!("服务器已为团队{team}准备好；请给成员分配策略{team}-reader或{team}-editor"),
        format!("The server is ready for the team {team}; give its members the policy {team}-reader or {team}-editor"),
    )
}

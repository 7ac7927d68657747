//! Labels: headings, kinds and states.

use hallpass_core::providers::{Capability, ChallengeKind, ExpirySource, FieldKind, Lang, Text};
use hallpass_core::vault::KeySource;
use hallpass_core::{AUTOMATIC, Client, Environment, EventKind, JobState, SessionState};

const fn t(zh: &'static str, en: &'static str) -> Text {
    Text::new(zh, en)
}

macro_rules! labels {
    ($($name:ident: $zh:literal / $en:literal;)*) => {
        $(pub(crate) const $name: Text = t($zh, $en);)*
    };
}

labels! {
    NAME: "名称" / "NAME";
    VERSION: "版本" / "VERSION";
    SHARED_SECRET: "共享密码" / "SECRET";
    CHANGED_BY: "修改者" / "CHANGED BY";
    YES: "有" / "yes";
    TEAM: "团队" / "TEAM";
    SHARED_BY: "共享自团队" / "Shared by team";
    ADDED: "新增" / "Added";
    CHANGED: "更改" / "Changed";
    REMOVED: "移除" / "Removed";
    TEAM_PASSWORD: "团队服务器的密码（或角色密钥、令牌）" / "Password for the team server (or role secret, or token)";
    NEW_PASSWORD: "新密码（留空则取消）" / "New secret (empty to cancel)";
    ADMIN_TOKEN: "管理员令牌（只用这一次，不保存）" / "Administrator's token (used once, not stored)";
    PROFILE: "配置" / "PROFILE";
    PROFILE_NAME: "配置" / "Profile";
    TOKEN_HEAD: "令牌" / "TOKEN";
    LIFE: "剩余时间" / "Time left";
    SIGNED_IN_AT: "登录于" / "Signed in";
    PROVIDER: "平台" / "PROVIDER";
    SERVER: "服务器" / "SERVER";
    ENVIRONMENT: "环境" / "ENV";
    GROUP: "配置组" / "GROUP";
    ACCOUNT: "账号" / "ACCOUNT";
    STATE: "状态" / "STATE";
    LEFT: "剩余" / "LEFT";
    UNTIL: "到期" / "EXPIRES";
    SUBJECT: "身份" / "SIGNED IN AS";
    WHEN: "时间" / "WHEN";
    WHAT: "事件" / "EVENT";
    DETAIL: "详情" / "DETAIL";
    CLIENT: "程序" / "VIA";
    SET_AT: "保存于" / "SAVED";
    USED_BY: "使用者" / "USED BY";
    PENDING: "编号" / "ID";
    ASKED: "需要" / "NEEDS";
    ASKED_AT: "提出于" / "SINCE";
    METHODS: "登录方式" / "Methods";
    FIELDS: "字段（* 为登录必需）" / "Fields (* required to sign in)";
    SECRET: "机密" / "Secret";
    FOLDER: "文件夹" / "Folder";
    VAULT: "保险库" / "Vault";
    KEY: "密钥" / "Key";
    KEYRING_ITEM: "钥匙串条目" / "Keyring item";
    UNLOCKED_UNTIL: "解锁至" / "Unlocked until";
    CREDENTIAL: "凭据" / "Credential";
    PROXY: "代理" / "Proxy";
    CA: "额外CA" / "Extra CA";
    AUTO_RENEW: "续期" / "Renewal";
    KEEP_ALIVE: "保持会话" / "Keep-alive";
    PLAIN_HTTP: "明文HTTP" / "Plain HTTP";
    SYSTEM: "平台" / "Provider";
    ADDRESS: "服务器" / "Server";
    COLOUR: "颜色" / "COLOUR";
    PRODUCTION: "生产环境" / "PRODUCTION";
    PLACE: "环境" / "Environment";
    IN_GROUP: "配置组" / "Group";
    LABELS: "标签" / "Tags";
    WAY: "登录方式" / "Method";
    WHO: "身份" / "Signed in as";
    ORGANISATION: "组织" / "Organisation";
    ORGANISATIONS: "可选组织" / "Organisations";
    STANDS: "状态" / "State";
    LIMITS: "受限" / "Limited";
    ISSUED: "签发" / "Issued";
    ENDS: "到期" / "Expires";
    SAID_BY: "到期时间来源" / "Expiry source";
    CLOCK: "时钟" / "Clock";
    CAN: "可用操作" / "Actions";
    // Between things that are counted up.
    COMMA: "、" / ", ";
    TOKEN: "令牌" / "Token";
    LOGIN_NAME: "登录名" / "Login name";
    MAIL: "邮箱" / "Email";
    PHONE: "电话" / "Phone";
    ACCOUNT_KIND: "账号类型" / "Account type";
    MFA: "二次验证" / "MFA";
    PASSWORD_ENDS: "密码到期" / "Password expires";
    VERIFIED: "上次核验" / "Last verified";
    NOTES: "提示" / "Notes";
    JOB: "任务" / "JOB";
    JOB_ID: "任务" / "Job";
    ACCOUNTS: "账号" / "ACCOUNTS";
    ACCOUNT_COUNT: "账号" / "Accounts";
    OK_COUNT: "有密钥" / "OK";
    MADE: "创建于" / "CREATED";
    MADE_AT: "创建于" / "Created";
    TABLE: "密钥表" / "TABLE";
    TABLE_FILE: "密钥表" / "Key table";
    RESULT: "结果" / "Result";
    DOES: "内容" / "Action";
    NOTE: "原因" / "Reason";
    KEYS_END: "密钥到期" / "KEY EXPIRES";
    KEYS_END_AT: "密钥到期" / "Keys expire";
    LOGIN_AS: "登录名" / "LOGIN NAME";
    NEVER_ENDS: "永不过期" / "never";
}

/// Whether there is a vault.
pub(crate) fn there(exists: bool) -> Text {
    if exists { t("已创建", "created") } else { t("没有", "none") }
}

/// Where a vault's key comes from.
pub(crate) fn key_source(source: KeySource) -> Text {
    match source {
        KeySource::Keyring => t("系统钥匙串", "the system keyring"),
        KeySource::Passphrase => t("口令", "a passphrase"),
    }
}

/// The same for programs.
pub(crate) fn key_source_id(source: KeySource) -> &'static str {
    match source {
        KeySource::Keyring => "keyring",
        KeySource::Passphrase => "passphrase",
    }
}

/// An environment's name.
pub(crate) fn environment(environment: &Environment) -> Text {
    match environment {
        Environment::Dev => t("开发", "dev"),
        Environment::Test => t("测试", "test"),
        Environment::Staging => t("预发", "staging"),
        Environment::Prod => t("生产", "PRODUCTION"),
        Environment::Own(_) => environment.name(),
    }
}

/// What a field accepts.
pub(crate) fn field_kind(kind: &FieldKind, lang: Lang) -> String {
    match kind {
        FieldKind::Text => t("文本", "text").get(lang).to_owned(),
        FieldKind::Lines => t("多行文本", "lines").get(lang).to_owned(),
        FieldKind::Secret => t("机密", "secret").get(lang).to_owned(),
        FieldKind::Number { min, max, .. } => format!("{min}..{max}"),
        FieldKind::Choice { options } => options.iter().map(|option| option.value).collect::<Vec<_>>().join("|"),
        FieldKind::Switch => "true|false".to_owned(),
    }
}

/// A job's state.
pub(crate) fn job_state(state: JobState) -> Text {
    match state {
        JobState::Reading => t("列表未读完", "list not read"),
        JobState::Ready => t("尚未开始", "not started"),
        JobState::Running => t("进行中", "running"),
        JobState::Paused => t("已暂停", "paused"),
        JobState::Done => t("已完成", "done"),
    }
}

/// What happened.
pub(crate) fn event(kind: EventKind) -> Text {
    match kind {
        EventKind::SignedIn => t("登录", "signed in"),
        EventKind::Refused => t("服务器拒绝", "refused"),
        EventKind::Unreachable => t("连接失败", "unreachable"),
        EventKind::HeldBack => t("已拦截", "blocked"),
        EventKind::Challenge => t("需要您操作", "input required"),
        EventKind::Renewed => t("续期", "renewed"),
        EventKind::Verified => t("核验", "verified"),
        EventKind::Chosen => t("切换组织", "organisation switched"),
        EventKind::SignedOut => t("退出登录", "signed out"),
        EventKind::TokenHandedOut => t("取用令牌", "token exported"),
        EventKind::Copied => t("复制令牌", "token copied"),
        EventKind::Revealed => t("显示令牌", "token shown"),
        EventKind::Exported => t("导出", "exported"),
        EventKind::ProfileChanged => t("配置变更", "profile changed"),
        EventKind::EnvironmentChanged => t("环境变更", "environment changed"),
        EventKind::SessionDropped => t("会话已删除", "session deleted"),
    }
}

/// Which program did it.
pub(crate) fn client(client: Client) -> Text {
    match client {
        Client::Window => t("窗口", "window"),
        Client::Command => t("命令行", "command line"),
    }
}

/// More about what happened: the core's few phrases and codes in the reader's language, a server's codes and names as they
/// are.
pub(crate) fn detail(detail: &str, lang: Lang) -> String {
    if let Some(rest) = detail.strip_prefix(AUTOMATIC) {
        return self::detail(rest, lang) + t("（自动）", " (automatic)").get(lang);
    }
    let words = match detail {
        "added" => t("新建", "added"),
        "edited" => t("修改", "edited"),
        "removed" => t("删除", "deleted"),
        "ended at the server" => t("服务器已结束", "ended at the server"),
        "removed here only" => t("只在本机删除", "deleted from this machine only"),
        "valid" => t("仍然有效", "valid"),
        "no longer valid" => t("已失效", "no longer valid"),
        "no longer renewable" => t("不能再续期", "can no longer be renewed"),
        "profile changed" => t("配置变更", "profile changed"),
        "counts as production" => t("算作生产环境", "counts as production"),
        "no longer counts as production" => t("不再算作生产环境", "no longer counts as production"),
        "cooling_down" => t("冷却中", "cooling down"),
        "budget_spent" => t("失败次数过多", "too many failures"),
        "password_known_refused" => t("密码已被服务器拒绝过", "password already rejected"),
        "unreachable" => t("无法连接", "could not connect"),
        "tls" => t("证书不受信任", "certificate not trusted"),
        "timeout" => t("超时", "timed out"),
        "not_the_api" => t("响应不是来自登录接口", "not the login API"),
        "unexpected_redirect" => t("服务器要求跳转", "redirected"),
        "answer_too_big" => t("响应过大", "response too large"),
        "unknown_outcome" => t("结果未知", "outcome unknown"),
        "internal" | "usage" => t("内部错误", "internal error"),
        "captcha" => t("图形验证码", "captcha"),
        "sms" => t("短信验证码", "SMS code"),
        "mfa" => t("二次验证码", "MFA code"),
        "organisation" => t("选择组织", "organisation"),
        other => return of_environment(other, lang).unwrap_or_else(|| other.to_owned()),
    };
    words.get(lang).to_owned()
}

/// What happened to an environment: its id, and then what.
fn of_environment(text: &str, lang: Lang) -> Option<String> {
    let (id, what) = text.split_once(' ')?;
    let known = ["added", "edited", "removed", "counts as production", "no longer counts as production"];
    known.contains(&what).then(|| format!("{id} {}", detail(what, lang)))
}

/// What is asked half way through a sign-in.
pub(crate) fn challenge(kind: ChallengeKind) -> Text {
    kind.field().label.clone()
}

/// A state as a sign, which says the same without colour.
pub(crate) fn sign(state: SessionState) -> &'static str {
    match state {
        SessionState::Active => "●",
        SessionState::Expiring => "◔",
        SessionState::Limited => "◐",
        SessionState::Expired => "○",
        SessionState::Unknown => "◌",
        SessionState::Never => "∞",
    }
}

/// Who states the end of a session.
pub(crate) fn expiry_source(source: ExpirySource) -> Text {
    match source {
        ExpirySource::Server => t("服务器", "the server"),
        ExpirySource::Jwt => t("令牌自身（未验证签名）", "the token itself (signature not checked)"),
        ExpirySource::Both => t("服务器和令牌", "the server and the token"),
        ExpirySource::None => t("服务器未说明", "not stated"),
    }
}

/// What can be done with a session.
pub(crate) fn can(can: Capability) -> Text {
    match can {
        Capability::Renew => t("续期", "renew"),
        Capability::Verify => t("核验", "verify"),
        Capability::Choose => t("切换组织", "switch-org"),
        Capability::SignOut => t("退出登录", "logout"),
        Capability::Authkeys => t("导出authKey", "authkeys"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nobody_asked_for_is_said_to_be_automatic() {
        for (stored, zh, en) in [
            ("automatic 1a2b", "1a2b（自动）", "1a2b (automatic)"),
            ("automatic no longer valid", "已失效（自动）", "no longer valid (automatic)"),
            ("no longer renewable", "不能再续期", "can no longer be renewed"),
            ("1a2b", "1a2b", "1a2b"),
            ("password_known_refused", "密码已被服务器拒绝过", "password already rejected"),
            ("organisation", "选择组织", "organisation"),
        ] {
            assert_eq!((&*detail(stored, Lang::Zh), &*detail(stored, Lang::En)), (zh, en));
        }
    }
}

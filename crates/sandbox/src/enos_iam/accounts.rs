//! The invented people of EnOS IAM and what happens when they sign in.

use serde_json::{Value, json};

use crate::apim;
use crate::system::{Demo, Words};

use super::Refused;

/// What an account refuses with, whatever its state of tries.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    Good,
    Expired,
    Banned,
    AccountLocked,
    SourceLocked,
}

/// How the answer for an account is shaped.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    Object,
    /// Organizations as lists.
    List,
    /// The members that may be null are null.
    Nulls,
}

/// One account.
#[derive(Clone, Copy)]
pub(super) struct Account {
    pub(super) name: &'static str,
    pub(super) password: &'static str,
    pub(super) person: Words,
    pub(super) happens: Words,
    pub(super) standing: Standing,
    pub(super) shape: Shape,
    /// 0: only limited use.
    pub(super) session_status: i64,
    /// 1: the password must be changed.
    pub(super) password_state: i64,
    pub(super) mfa: Mfa,
    /// Dead sessions answer 401/404 in place of 30401/30404.
    pub(super) short_codes: bool,
}

/// The spellings of mfaType.
#[derive(Clone, Copy)]
pub(super) enum Mfa {
    Null,
    Number(i64),
    Text(&'static str),
}

impl Mfa {
    pub(super) fn json(self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Number(number) => json!(number),
            Self::Text(text) => json!(text),
        }
    }
}

const PLAIN: Account = Account {
    name: "li.wen",
    password: "Not-Real-iam-01",
    person: Words::new("李文，云岭新能源（虚构）", "Li Wen, Yunling Renewables (invented)"),
    happens: Words::new("登录成功", "signs in"),
    standing: Standing::Good,
    shape: Shape::Object,
    session_status: 1,
    password_state: 0,
    mfa: Mfa::Null,
    short_codes: false,
};

/// EnOS accounts (authType 0).
pub(super) const ACCOUNTS: [Account; 11] = [
    PLAIN,
    Account {
        name: "grace.hall@harbourwind.example",
        password: "Not-Real-iam-02",
        person: Words::new("格蕾丝·霍尔，海港风电（虚构）", "Grace Hall, Harbour Wind (invented)"),
        happens: Words::new(
            "登录成功；组织以列表返回；mfaType 为 0",
            "signs in; organizations come as lists; mfaType 0",
        ),
        shape: Shape::List,
        mfa: Mfa::Number(0),
        ..PLAIN
    },
    Account {
        name: "王芳",
        password: "密码-不是真的-03",
        person: Words::new("王芳，云岭新能源（虚构）", "Wang Fang, Yunling Renewables (invented)"),
        happens: Words::new("登录成功；可空成员均为 null", "signs in; every member that may be null is null"),
        shape: Shape::Nulls,
        ..PLAIN
    },
    Account {
        name: "new.joiner",
        password: "Not-Real-iam-04",
        person: Words::new("新同事，云岭新能源（虚构）", "New Joiner, Yunling Renewables (invented)"),
        happens: Words::new(
            "需强制更新密码，会话受限（status 0）",
            "the password must be changed: a limited session (status 0)",
        ),
        session_status: 0,
        password_state: 1,
        ..PLAIN
    },
    Account {
        name: "mfa.both",
        password: "Not-Real-iam-05",
        person: Words::new("双因素用户，海港风电（虚构）", "Second Factor, Harbour Wind (invented)"),
        happens: Words::new(
            "需要多因子验证（mfaType 3），会话受限",
            "needs a second factor (mfaType 3): a limited session",
        ),
        session_status: 0,
        mfa: Mfa::Number(3),
        ..PLAIN
    },
    Account {
        name: "mfa.text",
        password: "Not-Real-iam-06",
        person: Words::new("邮箱验证用户，海港风电（虚构）", "Mail Factor, Harbour Wind (invented)"),
        happens: Words::new(
            "mfaType 以文本 \"2\" 返回，会话受限",
            "mfaType comes as the text \"2\": a limited session",
        ),
        session_status: 0,
        mfa: Mfa::Text("2"),
        ..PLAIN
    },
    Account {
        name: "old.password",
        password: "Not-Real-iam-07",
        person: Words::new("旧密码用户，云岭新能源（虚构）", "Old Password, Yunling Renewables (invented)"),
        happens: Words::new("30410 密码已过期", "30410 the password has expired"),
        standing: Standing::Expired,
        ..PLAIN
    },
    Account {
        name: "banned.user",
        password: "Not-Real-iam-08",
        person: Words::new("停用用户，云岭新能源（虚构）", "Banned User, Yunling Renewables (invented)"),
        happens: Words::new("30511 用户被禁用", "30511 the user is banned"),
        standing: Standing::Banned,
        ..PLAIN
    },
    Account {
        name: "locked.account",
        password: "Not-Real-iam-09",
        person: Words::new("锁定用户，云岭新能源（虚构）", "Locked Account, Yunling Renewables (invented)"),
        happens: Words::new("30429 账号已锁定", "30429 the account is locked"),
        standing: Standing::AccountLocked,
        ..PLAIN
    },
    Account {
        name: "locked.address",
        password: "Not-Real-iam-10",
        person: Words::new("受限网点用户，海港风电（虚构）", "Locked Address, Harbour Wind (invented)"),
        happens: Words::new("30429 IP 已锁定", "30429 the IP address is locked"),
        standing: Standing::SourceLocked,
        ..PLAIN
    },
    Account {
        name: "short.codes",
        password: "Not-Real-iam-11",
        person: Words::new("新版接口用户，海港风电（虚构）", "Short Codes, Harbour Wind (invented)"),
        happens: Words::new("登录成功；会话失效后返回 401/404", "signs in; a dead session answers 401/404"),
        short_codes: true,
        ..PLAIN
    },
];

/// The account behind an LDAP link; its name carries the domain of the link.
pub(super) const LDAP_ACCOUNT: Account = Account {
    name: "zhao.min",
    password: "Not-Real-ldap-01",
    person: Words::new("赵敏，海棠制造（虚构）", "Zhao Min, Haitang Works (invented)"),
    ..PLAIN
};

/// LDAP links: name, what it refuses with, and in Chinese and English what happens.
pub(super) const LINKS: [(&str, Option<Refused>, Words); 5] = [
    ("haitang-ldap", None, Words::new("LDAP 登录成功", "signs in over LDAP")),
    (
        "mapping-broken",
        Some((30400, "LDAP mapping is invalid")),
        Words::new("30400 LDAP 映射无效", "30400 LDAP mapping is invalid"),
    ),
    (
        "attributes-broken",
        Some((30400, "Mapping of the LDAP attributes is invalid. Contact the administrator for support.")),
        Words::new("30400 LDAP 属性映射错误", "30400 the mapping of LDAP attributes is invalid"),
    ),
    (
        "server-down",
        Some((30400, "Failed to connect to LDAP server.")),
        Words::new("30400 LDAP 连接失败", "30400 the LDAP server cannot be reached"),
    ),
    (
        "switched-off",
        Some((30511, "LDAP login is disabled")),
        Words::new("30511 LDAP 登录已关闭", "30511 LDAP login is off"),
    ),
];

/// The account with this name.
pub(super) fn find(name: &str) -> Option<Account> {
    ACCOUNTS.into_iter().find(|account| account.name == name)
}

fn demo(account: &Account, method: &'static str, endpoint: &'static str, happens: Words) -> Demo {
    let fields = vec![("account", account.name.to_owned()), ("password", account.password.to_owned())];
    Demo { name: account.person, method, endpoint, fields, happens }
}

/// Every account as it is shown to people.
pub(super) fn demos() -> Vec<Demo> {
    let mut demos: Vec<Demo> =
        ACCOUNTS.iter().map(|account| demo(account, "password", "enos-iam", account.happens)).collect();
    for (link, _, happens) in LINKS {
        demos.push(ldap(link, happens));
    }
    demos.push(ldap("no-such-link", Words::new("30404 LDAP 连接不存在", "30404 the LDAP link does not exist")));
    demos.push(ldap("", Words::new("30400 未填 LDAP 域名", "30400 no LDAP link given")));
    for (key, secret) in [apim::APP, apim::MISSPELT_APP] {
        let happens = Words::new("签名调用后登录成功", "signs in with signed calls");
        let mut signed = demo(&PLAIN, "password", "enos-iam-signed", happens);
        signed.fields.extend([("app_key", key.to_owned()), ("app_secret", secret.to_owned())]);
        demos.push(signed);
    }
    demos
}

fn ldap(link: &str, happens: Words) -> Demo {
    let mut demo = demo(&LDAP_ACCOUNT, "ldap", "enos-iam", happens);
    demo.fields.push(("link_name", link.to_owned()));
    demo
}

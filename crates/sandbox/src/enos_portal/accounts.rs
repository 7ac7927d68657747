//! The invented people of the Application Portal.

use crate::apim;
use crate::system::{Demo, Words};

/// An organization: id and name.
pub(super) type Organization = (&'static str, &'static str);

const MAPLE: Organization = ("o100", "枫桥能源 Maple Energy");
const HARBOUR: Organization = ("o200", "海港风电 Harbour Wind");
const TEST: Organization = ("o300", "测试组织 Test OU");

/// How refreshTokenExpire is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Expiry {
    Number,
    Digits,
    Iso,
}

/// One account.
#[derive(Clone, Copy)]
pub(super) struct Account {
    pub(super) name: &'static str,
    pub(super) password: &'static str,
    pub(super) person: Words,
    pub(super) happens: Words,
    pub(super) organizations: &'static [Organization],
    /// 0 with "OK", or 200 with an empty message.
    pub(super) success: i64,
    /// `data` and `user` come as lists.
    pub(super) lists: bool,
    pub(super) expiry: Expiry,
    /// The refresh answer says currentOrgId, not workingOrganizationId.
    pub(super) english_names: bool,
    /// NONE, EMAIL or PHONE.
    pub(super) mfa: &'static str,
    pub(super) always_locked: bool,
}

const PLAIN: Account = Account {
    name: "portal.demo",
    password: "Not-Real-portal-01",
    person: Words::new("陈静，枫桥能源（虚构）", "Chen Jing, Maple Energy (invented)"),
    happens: Words::new("登录成功；三个组织，须选择", "signs in; three organizations to choose from"),
    organizations: &[MAPLE, HARBOUR, TEST],
    success: 0,
    lists: false,
    expiry: Expiry::Number,
    english_names: false,
    mfa: "NONE",
    always_locked: false,
};

/// Everyone.
pub(super) const ACCOUNTS: [Account; 9] = [
    PLAIN,
    Account {
        name: "one.org",
        password: "Not-Real-portal-02",
        person: Words::new("何俊，枫桥能源（虚构）", "He Jun, Maple Energy (invented)"),
        happens: Words::new("只有一个组织；成功码为 200", "one organization; the success code is 200"),
        organizations: &[MAPLE],
        success: 200,
        ..PLAIN
    },
    Account {
        name: "no.org",
        password: "Not-Real-portal-03",
        person: Words::new("无组织用户（虚构）", "Nobody's Member (invented)"),
        happens: Words::new("没有任何组织", "no organization at all"),
        organizations: &[],
        ..PLAIN
    },
    Account {
        name: "olivia.park@harbourwind.example",
        password: "Not-Real-portal-04",
        person: Words::new("奥莉薇娅·帕克，海港风电（虚构）", "Olivia Park, Harbour Wind (invented)"),
        happens: Words::new("data 与 user 以列表返回", "data and user come as lists"),
        organizations: &[HARBOUR, TEST],
        lists: true,
        ..PLAIN
    },
    Account {
        name: "digits.expiry",
        password: "Not-Real-portal-05",
        happens: Words::new(
            "refreshTokenExpire 为数字文本；刷新应答用 currentOrgId",
            "refreshTokenExpire as digits in text; the refresh answer says currentOrgId",
        ),
        expiry: Expiry::Digits,
        english_names: true,
        ..PLAIN
    },
    Account {
        name: "iso.expiry",
        password: "Not-Real-portal-06",
        happens: Words::new("refreshTokenExpire 为 ISO 8601 文本", "refreshTokenExpire as ISO 8601 text"),
        expiry: Expiry::Iso,
        ..PLAIN
    },
    Account {
        name: "mfa.mail",
        password: "Not-Real-portal-07",
        happens: Words::new("需要邮箱验证码，然后选择组织", "needs a code by mail, then an organization"),
        mfa: "EMAIL",
        ..PLAIN
    },
    Account {
        name: "mfa.phone",
        password: "Not-Real-portal-08",
        happens: Words::new("需要手机验证码；只有一个组织", "needs a code by phone; one organization"),
        organizations: &[HARBOUR],
        mfa: "PHONE",
        ..PLAIN
    },
    Account {
        name: "locked.portal",
        password: "Not-Real-portal-09",
        happens: Words::new("31429 密码或 IP 错误次数过多", "31429 too many wrong tries of password or IP"),
        always_locked: true,
        ..PLAIN
    },
];

/// The account with this name.
pub(super) fn find(name: &str) -> Option<Account> {
    ACCOUNTS.into_iter().find(|account| account.name == name)
}

/// Every account as it is shown to people.
pub(super) fn demos() -> Vec<Demo> {
    let demo = |account: &Account, endpoint, happens| {
        let fields = vec![("account", account.name.to_owned()), ("password", account.password.to_owned())];
        Demo { name: account.person, method: "password", endpoint, fields, happens }
    };
    let mut demos: Vec<Demo> = ACCOUNTS.iter().map(|account| demo(account, "enos-portal", account.happens)).collect();
    let mut signed = demo(&PLAIN, "enos-portal-signed", Words::new("签名调用后登录成功", "signs in with signed calls"));
    signed.fields.extend([("app_key", apim::APP.0.to_owned()), ("app_secret", apim::APP.1.to_owned())]);
    demos.push(signed);
    demos
}

//! The invented people and clients of the Keycloak realm.

use crate::system::{Demo, Words};

/// The realm's name.
pub(super) const REALM: &str = "birch";
/// A client without a secret, which may use the direct access grant.
pub(super) const PUBLIC: &str = "support-desk";
/// A client with a secret and a service account.
pub(super) const ROBOT: &str = "nightly-report";
/// The secret of [`ROBOT`].
pub(super) const ROBOT_SECRET: &str = "Not-Real-keycloak-robot";
/// A client that may not use the direct access grant.
pub(super) const BROWSER_ONLY: &str = "web-only";
/// What the authenticators of all invented people show.
pub(super) const CODE: &str = "246810";

/// What a right password leads to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Signed,
    /// `invalid_grant` with this description, under HTTP 400.
    Refused(&'static str),
}

/// One account.
#[derive(Clone, Copy)]
pub(super) struct Account {
    pub(super) name: &'static str,
    pub(super) password: &'static str,
    pub(super) person: Words,
    pub(super) happens: Words,
    pub(super) outcome: Outcome,
    pub(super) asks_code: bool,
}

const PLAIN: Account = Account {
    name: "mei.lin",
    password: "Not-Real-keycloak-01",
    person: Words::new("林梅，白桦能源（虚构）", "Lin Mei, Birch Energy (invented)"),
    happens: Words::new(
        "登录成功，令牌 5 分钟有效，可续期 30 分钟",
        "signs in, a token of 5 minutes that can be renewed for 30",
    ),
    outcome: Outcome::Signed,
    asks_code: false,
};

const fn refused(name: &'static str, description: &'static str, happens: Words) -> Account {
    Account { name, outcome: Outcome::Refused(description), happens, ..PLAIN }
}

/// Everyone.
#[rustfmt::skip]
pub(super) const ACCOUNTS: [Account; 5] = [
    PLAIN,
    Account { name: "omar.haddad", password: "Not-Real-keycloak-02", person: Words::new("奥马尔·哈达德，白桦能源（虚构）", "Omar Haddad, Birch Energy (invented)"),
        happens: Words::new("登录成功，需要一次性验证码 246810", "signs in with the one-time code 246810"), asks_code: true, ..PLAIN },
    refused("new.user", "Account is not fully set up", Words::new("账号有必做的步骤", "has required actions")),
    refused("left.user", "Account disabled", Words::new("账号已停用", "is disabled")),
    refused("locked.user", "Account temporarily disabled, contact your administrator or try again later", Words::new("账号被暂时锁定", "is locked for a while")),
];

/// The account with this name; case does not matter.
pub(super) fn find(name: &str) -> Option<Account> {
    ACCOUNTS.into_iter().find(|account| account.name.eq_ignore_ascii_case(name))
}

/// Everyone as they are shown to people.
pub(super) fn demos() -> Vec<Demo> {
    let demo = |account: &Account| Demo {
        name: account.person,
        method: "password",
        endpoint: "keycloak",
        fields: [("account", account.name), ("password", account.password), ("realm", REALM), ("client_id", PUBLIC)]
            .into_iter()
            .chain(account.asks_code.then_some(("totp", CODE)))
            .map(|(name, value)| (name, value.to_owned()))
            .collect(),
        happens: account.happens,
    };
    ACCOUNTS.iter().map(demo).chain([robot()]).collect()
}

fn robot() -> Demo {
    Demo {
        name: Words::new("夜间报表（虚构的客户端）", "Nightly report (an invented client)"),
        method: "client",
        endpoint: "keycloak",
        fields: [("realm", REALM), ("client_id", ROBOT), ("client_secret", ROBOT_SECRET)]
            .map(|(name, value)| (name, value.to_owned()))
            .to_vec(),
        happens: Words::new("登录成功，令牌没有刷新令牌", "signs in without a refresh token"),
    }
}

//! The invented people of the Authing user pool.

use crate::system::{Demo, Words};

/// The application's id.
pub(super) const APP: &str = "5a11d0c0ffee000000000a01";
/// The user pool's id.
pub(super) const POOL: &str = "5a11d0c0ffee000000000b01";

/// How the token looks and what is said of its end.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Token {
    /// HS256, `exp` and `tokenExpiredAt` alike.
    Plain,
    /// `tokenExpiredAt` is a day after `exp`.
    Differs,
    /// No JWT at all, and no end.
    Opaque,
    /// A JWT whose `exp` is text.
    TextExp,
    /// Two parts, `alg` none.
    Unsigned,
}

/// What a right password leads to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    Signed,
    /// `{code, message}` under HTTP 200.
    Code(i64, &'static str),
    /// `{statusCode, apiCode, message, data}` under HTTP 200.
    Api(i64, i64, &'static str),
}

/// One account.
#[derive(Clone, Copy)]
pub(super) struct Account {
    pub(super) name: &'static str,
    pub(super) password: &'static str,
    pub(super) person: Words,
    pub(super) happens: Words,
    pub(super) token: Token,
    pub(super) outcome: Outcome,
    pub(super) status: &'static str,
    pub(super) blocked: bool,
    pub(super) deleted: bool,
    pub(super) reset_first: bool,
    /// Five wrong tries answer 2057 from then on, not 2000.
    pub(super) locks: bool,
}

const PLAIN: Account = Account {
    name: "sun.li",
    password: "Not-Real-authing-01",
    person: Words::new("孙丽，青松软件（虚构）", "Sun Li, Pinewood Software (invented)"),
    happens: Words::new("登录成功，令牌 14 天有效", "signs in, a token of 14 days"),
    token: Token::Plain,
    outcome: Outcome::Signed,
    status: "Activated",
    blocked: false,
    deleted: false,
    reset_first: false,
    locks: false,
};

const fn odd(name: &'static str, token: Token, happens: Words) -> Account {
    Account { name, token, happens, ..PLAIN }
}

const fn code(name: &'static str, code: i64, message: &'static str, happens: Words) -> Account {
    Account { name, outcome: Outcome::Code(code, message), happens, ..PLAIN }
}

const fn api(name: &'static str, status: i64, code: i64, message: &'static str, happens: Words) -> Account {
    Account { name, outcome: Outcome::Api(status, code, message), happens, ..PLAIN }
}

/// Everyone.
#[rustfmt::skip]
pub(super) const ACCOUNTS: [Account; 20] = [
    PLAIN,
    Account { name: "james.cole", password: "Not-Real-authing-02", person: Words::new("詹姆斯·科尔，银杏航运（虚构）", "James Cole, Ginkgo Shipping (invented)"), ..PLAIN },
    Account { name: "locks.hard", happens: Words::new("错 5 次后返回 2057", "answers 2057 after 5 wrong tries"), locks: true, ..PLAIN },
    odd("odd.token", Token::Opaque, Words::new("令牌不是 JWT，且不说明有效期", "the token is no JWT and no end is stated")),
    odd("odd.exp", Token::TextExp, Words::new("JWT 的 exp 是文本", "the JWT's exp is text")),
    odd("odd.unsigned", Token::Unsigned, Words::new("JWT 只有两段，alg 为 none", "a JWT of two parts, alg none")),
    odd("odd.differs", Token::Differs, Words::new("tokenExpiredAt 比 exp 晚一天", "tokenExpiredAt is a day after exp")),
    Account { name: "blocked.user", blocked: true, happens: Words::new("登录成功但 blocked 为 true", "signs in, but blocked is true"), ..PLAIN },
    Account { name: "deleted.user", deleted: true, happens: Words::new("登录成功但 isDeleted 为 true", "signs in, but isDeleted is true"), ..PLAIN },
    Account { name: "first.reset", reset_first: true, happens: Words::new("resetPasswordOnFirstLogin 为 true", "resetPasswordOnFirstLogin is true"), ..PLAIN },
    Account { name: "archived.user", status: "Archived", happens: Words::new("status 为 Archived", "status is Archived"), ..PLAIN },
    code("no.user", 2004, "用户不存在", Words::new("2004 用户不存在", "2004 no such user")),
    code("locked.user", 2005, "用户已被锁定", Words::new("2005 用户已锁定", "2005 the user is locked")),
    code("often.wrong", 2057, "多次登录失败，账号已锁定", Words::new("2057 多次失败后锁定", "2057 locked after several errors")),
    code("must.reset", 2058, "请重置密码", Words::new("2058 强制重置密码", "2058 the password must be reset")),
    code("wants.captcha", 2000, "请输入图形验证码", Words::new("2000 需要图形验证码（该接口无法提交）", "2000 a captcha is wanted, which this call cannot carry")),
    code("busy.server", 1000, "服务器繁忙", Words::new("1000 服务器繁忙", "1000 the server is busy")),
    code("no.access", 1576, "没有权限登录此应用", Words::new("1576 无权使用该应用", "1576 may not use this application")),
    api("reset.new", 499, 1639, "首次登录，请重置密码", Words::new("新格式 statusCode 499 / apiCode 1639", "newer form, statusCode 499, apiCode 1639")),
    api("mfa.new", 399, 1636, "请完成多因素认证", Words::new("新格式 statusCode 399 / apiCode 1636 需要 MFA", "newer form, statusCode 399, apiCode 1636: MFA")),
];

/// The account with this name. `code.N` and `api.S.N` answer with any code.
pub(super) fn find(name: &str) -> Option<Account> {
    let number = |text: &str| text.parse::<i64>().ok();
    if let Some(wanted) = name.strip_prefix("code.").and_then(number) {
        return Some(Account { outcome: Outcome::Code(wanted, "code on demand"), ..PLAIN });
    }
    if let Some((status, wanted)) = name.strip_prefix("api.").and_then(|rest| rest.split_once('.')) {
        return Some(Account { outcome: Outcome::Api(number(status)?, number(wanted)?, "code on demand"), ..PLAIN });
    }
    ACCOUNTS.into_iter().find(|account| account.name == name)
}

/// Every account as it is shown to people.
pub(super) fn demos() -> Vec<Demo> {
    let demo = |account: &Account| Demo {
        name: account.person,
        method: "ldap",
        endpoint: "authing-ldap",
        fields: vec![
            ("account", account.name.to_owned()),
            ("password", account.password.to_owned()),
            ("app_id", APP.to_owned()),
            ("userpool_id", POOL.to_owned()),
        ],
        happens: account.happens,
    };
    ACCOUNTS.iter().map(demo).collect()
}

//! The invented tenants and people of HZERO.

use crate::system::Words;

/// A tenant: id, number, name.
pub(super) type Tenant = (i64, &'static str, &'static str);

const HAITANG: Tenant = (1001, "HAITANG", "海棠制造 Haitang Works");
const LINDEN: Tenant = (1002, "LINDEN", "椴木物流 Linden Freight");
/// Beyond 2^53, as a snowflake id is.
const WIDE: Tenant = (9_007_199_254_740_993, "WIDE", "宽号租户 Wide Id");

/// A person.
pub(super) struct User {
    pub(super) id: i64,
    pub(super) login: &'static str,
    pub(super) password: &'static str,
    pub(super) phone: &'static str,
    pub(super) email: &'static str,
    pub(super) person: Words,
    pub(super) happens: Words,
    /// Refused with this code before the password is checked.
    pub(super) barred: Option<&'static str>,
    /// Refused with this code after the right password.
    pub(super) unfit: Option<&'static str>,
    pub(super) always_captcha: bool,
    pub(super) checked: bool,
    pub(super) tenants: &'static [Tenant],
    pub(super) after: After,
}

/// What is odd once a person has signed in.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    Nothing,
    /// Ids come as opaque strings.
    OpaqueIds,
    /// The gateway refuses with 403.
    Denied,
    /// The service refuses under HTTP 200.
    Failed,
}

pub(super) const PLAIN: User = User {
    id: 70_001,
    login: "liu.yang",
    password: "Not-Real-hz-01",
    phone: "13800000001",
    email: "liu.yang@haitang.example",
    person: Words::new("刘洋，海棠制造（虚构）", "Liu Yang, Haitang Works (invented)"),
    happens: Words::new(
        "登录成功；三个租户；错两次后需要验证码",
        "signs in; three tenants; a captcha after two wrong tries",
    ),
    barred: None,
    unfit: None,
    always_captcha: false,
    checked: true,
    tenants: &[HAITANG, LINDEN, WIDE],
    after: After::Nothing,
};

const fn barred(id: i64, login: &'static str, phone: &'static str, code: &'static str, happens: Words) -> User {
    User {
        id,
        login,
        phone,
        barred: Some(code),
        happens,
        person: Words::new("受限用户（虚构）", "Barred user (invented)"),
        ..PLAIN
    }
}

const fn unfit(id: i64, login: &'static str, phone: &'static str, code: &'static str, happens: Words) -> User {
    User {
        id,
        login,
        phone,
        unfit: Some(code),
        happens,
        person: Words::new("受限用户（虚构）", "Barred user (invented)"),
        ..PLAIN
    }
}

/// Everyone.
pub(super) static USERS: [User; 15] = [
    PLAIN,
    User {
        id: 70_002,
        login: "captcha.always",
        password: "Not-Real-hz-02",
        phone: "13800000002",
        email: "zhou.min@haitang.example",
        person: Words::new("周敏，海棠制造（虚构）", "Zhou Min, Haitang Works (invented)"),
        happens: Words::new("每次登录都需要图形验证码", "needs a captcha every time"),
        always_captcha: true,
        tenants: &[HAITANG],
        ..PLAIN
    },
    User {
        id: 70_003,
        login: "emma.stone",
        password: "Not-Real-hz-03",
        phone: "13800000003",
        email: "emma.stone@linden.example",
        person: Words::new("艾玛·斯通，椴木物流（虚构）", "Emma Stone, Linden Freight (invented)"),
        happens: Words::new("登录成功；id 以加密字符串返回", "signs in; ids come as opaque strings"),
        after: After::OpaqueIds,
        ..PLAIN
    },
    User {
        id: 70_004,
        login: "unchecked.phone",
        phone: "13800000004",
        email: "unchecked@linden.example",
        person: Words::new("未验证用户，椴木物流（虚构）", "Unchecked, Linden Freight (invented)"),
        happens: Words::new(
            "手机与邮箱未验证：只能用账号登录",
            "phone and mail are not verified: only the account signs in",
        ),
        checked: false,
        ..PLAIN
    },
    User {
        id: 70_005,
        login: "denied.gateway",
        phone: "13800000005",
        email: "denied@linden.example",
        person: Words::new("无权限用户，椴木物流（虚构）", "No Rights, Linden Freight (invented)"),
        happens: Words::new("登录成功；查询自身信息时网关 403", "signs in; the gateway refuses self with 403"),
        after: After::Denied,
        ..PLAIN
    },
    User {
        id: 70_006,
        login: "failed.self",
        phone: "13800000006",
        email: "failed@linden.example",
        person: Words::new("业务失败用户，椴木物流（虚构）", "Failed Self, Linden Freight (invented)"),
        happens: Words::new(
            "登录成功；查询自身信息返回 failed:true（HTTP 200）",
            "signs in; self answers failed:true under HTTP 200",
        ),
        after: After::Failed,
        ..PLAIN
    },
    barred(
        70_007,
        "locked.user",
        "13800000007",
        "hoth.warn.accountLocked",
        Words::new("账户已锁定", "the account is locked"),
    ),
    barred(
        70_008,
        "expired.user",
        "13800000008",
        "hoth.warn.accountExpire",
        Words::new("账户已过期", "the account has expired"),
    ),
    barred(
        70_009,
        "inactive.user",
        "13800000009",
        "hoth.warn.userNotActive",
        Words::new("账号未激活", "the account is not activated"),
    ),
    barred(
        70_010,
        "tenant.disabled",
        "13800000010",
        "hoth.warn.tenantDisabled",
        Words::new("组织被禁用", "the organization is disabled"),
    ),
    barred(
        70_011,
        "ldap.user",
        "13800000011",
        "hoth.warn.ldapIsDisable",
        Words::new("LDAP 已被禁用", "LDAP is disabled"),
    ),
    unfit(
        70_012,
        "password.expired",
        "13800000012",
        "hoth.warn.passwordExpired",
        Words::new("密码已过期", "the password has expired"),
    ),
    unfit(
        70_013,
        "first.password",
        "13800000013",
        "hoth.warn.passwordForceModify",
        Words::new("须修改初始密码", "the first password must be changed"),
    ),
    unfit(70_014, "no.role", "13800000014", "hoth.warn.roleNone", Words::new("没有任何角色", "has no role")),
    unfit(
        70_015,
        "other.client",
        "13800000015",
        "hoth.warn.userNotAccessClient",
        Words::new("无权使用该客户端", "may not use this client"),
    ),
];

/// By which of a person's names a login found them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Login,
    Phone,
    Email,
}

/// The person with this login name, phone or mail address; `field` limits the search to one of them.
pub(super) fn find(name: &str, field: Option<&str>) -> Option<(&'static User, Found)> {
    let by = |wanted: &str| field.is_none_or(|field| field == wanted);
    USERS.iter().find_map(|user| match () {
        () if by("username") && user.login == name => Some((user, Found::Login)),
        () if by("phone") && user.phone == name => Some((user, Found::Phone)),
        () if by("email") && user.email == name => Some((user, Found::Email)),
        () => None,
    })
}

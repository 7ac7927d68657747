//! Known header names of account columns.

/// What a head says about its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    /// Login names.
    Login(Rank),
    /// Names in a directory.
    Ext,
    /// The directory of such a name.
    Site,
    /// What lists of people have beside the account.
    Other,
}

/// How surely a column holds login names, the surest first: where several might, that one is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    /// `loginname`, as this program asks for it.
    Exact,
    /// The same with something between its words or around them.
    Spelt,
    /// A login name by another word.
    Login,
    /// An account of some kind.
    Account,
    /// A mail address, by which people sign in too.
    Mail,
}

#[rustfmt::skip]
const LOGIN: &[&str] = &[
    "login", "loginid", "loginaccount", "loginuser", "username", "signinname", "userprincipalname", "upn",
    "samaccountname", "登录名", "登陆名", "登录名称", "登录账号", "登录帐号", "登录账户", "登录帐户", "登陆账号",
    "登陆帐号", "登录用户名", "登录用户", "登录id", "用户登录名", "用户名",
];
#[rustfmt::skip]
const ACCOUNT: &[&str] = &[
    "account", "accounts", "accountname", "accountid", "useraccount", "user", "users", "账号", "帐号", "账户", "帐户",
    "账号名", "帐号名", "账号名称", "帐号名称", "用户账号", "用户帐号", "用户账户", "员工账号", "员工帐号", "账号列表",
    "帐号列表", "域账号", "域帐号",
];
#[rustfmt::skip]
const MAIL: &[&str] = &[
    "email", "emails", "mail", "emailaddress", "mailaddress", "useremail", "workemail", "邮箱", "电子邮箱", "邮箱地址",
    "电子邮箱地址", "邮件", "电子邮件", "邮件地址", "电子邮件地址", "邮箱账号", "邮箱帐号", "企业邮箱", "公司邮箱",
    "工作邮箱",
];
/// Heads that may as well be a value, such as a role, or someone's name: alone among unknown ones they prove nothing.
#[rustfmt::skip]
const VALUES: &[&str] =
    &["user", "users", "login", "username", "mail", "email", "emails", "account", "accounts", "upn", "账号", "邮箱", "邮件"];
const EXT: &[&str] = &["extloginname", "外部登录名"];
const SITE: &[&str] = &["siteid", "站点id"];
#[rustfmt::skip]
const OTHER: &[&str] = &[
    "name", "fullname", "displayname", "firstname", "lastname", "dept", "department", "team", "group", "title", "role",
    "no", "id", "index", "number", "phone", "mobile", "tel", "telephone", "remark", "remarks", "note", "notes", "comment",
    "status", "password", "passwd", "company", "city", "country", "region", "office", "location", "position", "job",
    "jobtitle", "manager", "gender", "age", "type", "level", "grade", "org", "organization", "organisation", "unit",
    "division", "date", "created", "employeeid", "employeeno", "staffid", "姓名", "名字", "名称", "中文名", "英文名",
    "用户姓名", "员工姓名", "部门", "所属部门", "部门名称", "团队", "小组", "职位", "岗位", "角色", "序号", "编号", "工号",
    "员工号", "员工编号", "手机", "手机号", "手机号码", "电话", "联系电话", "备注", "说明", "状态", "密码", "口令",
    "初始密码", "公司", "城市", "国家", "地区", "区域", "职务", "职级", "上级", "性别", "年龄", "类型", "级别", "组织",
    "单位", "日期", "入职日期",
];

/// What a head says, if it is one that lists have.
pub(super) fn head(cell: &str) -> Option<Head> {
    let word = word(cell)?;
    let is = |words: &[&str]| words.contains(&word.as_str());
    match () {
        () if cell.trim().eq_ignore_ascii_case("loginname") => Some(Head::Login(Rank::Exact)),
        () if word == "loginname" => Some(Head::Login(Rank::Spelt)),
        () if is(EXT) => Some(Head::Ext),
        () if is(SITE) => Some(Head::Site),
        () if is(LOGIN) => Some(Head::Login(Rank::Login)),
        () if is(ACCOUNT) => Some(Head::Login(Rank::Account)),
        () if is(MAIL) => Some(Head::Login(Rank::Mail)),
        () if is(OTHER) => Some(Head::Other),
        () => None,
    }
}

/// Whether a head is that of passwords or keys: no cell of its column is shown or sent.
pub(super) fn is_secret(cell: &str) -> bool {
    const SECRET: &[&str] =
        &["authkey", "password", "passwd", "pwd", "secret", "token", "key", "密码", "口令", "初始密码", "密钥", "令牌"];
    word(cell).is_some_and(|word| SECRET.contains(&word.as_str()))
}

/// Whether a cell is a head that names accounts.
pub(super) fn names_accounts(cell: &str) -> bool {
    matches!(head(cell), Some(Head::Login(_) | Head::Ext))
}

/// Whether a head may as well be a cell of a list.
pub(super) fn may_be_a_value(cell: &str) -> bool {
    word(cell).is_none_or(|word| VALUES.contains(&word.as_str()))
}

/// A head without what people put around its words: `* Login_Name (required):` is `loginname`. None where no head is so
/// long, and where there is an address.
pub(super) fn word(cell: &str) -> Option<String> {
    const MAX_BYTES: usize = 120;
    if cell.len() > MAX_BYTES || cell.contains('@') {
        return None;
    }
    let plain: String = cell.chars().map(half_width).collect();
    let bare = match plain.find('(') {
        Some(at) if at > 0 && plain.trim_end_matches([':', ' ', '*']).ends_with(')') => &plain[..at],
        _ => &plain,
    };
    let dropped = |c: &char| {
        c.is_whitespace() || crate::words::hidden(*c) || matches!(c, '_' | '-' | '.' | ':' | '*' | '"' | '\'')
    };
    Some(bare.chars().filter(|c| !dropped(c)).flat_map(char::to_lowercase).collect())
}

/// The ordinary form of a full-width character.
pub(super) fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{Head, Rank, head, names_accounts};

    #[test]
    fn heads_as_people_write_them() {
        for (rank, heads) in [
            (Rank::Exact, &["loginname", "LoginName", " LOGINNAME "][..]),
            (Rank::Spelt, &["login_name", "Login Name", "* login-name:", "loginName（必填）"]),
            (
                Rank::Login,
                &["登录名", "登录名：", "用户名*", "User Name", "user_name", "ＬＯＧＩＮ", "登录\n账号", "UPN"],
            ),
            (Rank::Account, &["账号", "帐号", "Account", "account name", "账户 (必填)"]),
            (Rank::Mail, &["Email", "E-mail", "e mail", "Mail", "邮箱", "电子邮箱", "Email Address", "\u{feff}邮箱"]),
        ] {
            for cell in heads {
                assert_eq!(head(cell), Some(Head::Login(rank)), "{cell}");
            }
        }
        for cell in ["姓名", "Name", "部门", "密码", "工号"] {
            assert_eq!(head(cell), Some(Head::Other), "{cell}");
            assert!(!names_accounts(cell));
        }
        for cell in ["", "()", "(loginname)", "zhang.san", "张三", "loginname@corp.example", "loginname2", "a(login)"]
        {
            assert_eq!(head(cell), None, "{cell}");
        }
    }
}

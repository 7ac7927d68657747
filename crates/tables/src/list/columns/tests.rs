//! Which cell of a row is the account.

use super::{Columns, Line, ReasonKind, Record};

fn header(heads: &str) -> Columns {
    let heads: Vec<String> = heads.split(',').map(str::to_owned).collect();
    Columns::of_header(&heads).unwrap().unwrap()
}

fn line(columns: &Columns, cells: &str) -> Line {
    columns.line(Record { line: 7, cells: cells.split(',').map(str::to_owned).collect(), ..Record::default() })
}

#[test]
fn known_columns_in_any_case_and_place() {
    let columns = header("部门, LoginName ,,note,,");
    assert_eq!(columns.names, ["部门", "column 3", "note"]);
    let Line::Account(entry) = line(&columns, "研发,a,x,y") else { panic!("no account") };
    assert_eq!((entry.account.name(), entry.line), ("a", 7));
    assert_eq!(entry.carried, ["研发", "x", "y"]);
    let Line::Account(short) = line(&columns, "研发,a") else { panic!("no account") };
    assert_eq!(short.carried, ["研发", "", ""]);
}

#[test]
fn the_surest_column_holds_the_accounts() {
    for (heads, at) in [
        ("Email,loginname,账号", 1),
        ("姓名,邮箱,登录名", 2),
        ("邮箱,账号,部门", 1),
        ("姓名,E-mail", 1),
        ("用户名（必填）,邮箱", 0),
        ("extloginname,siteid,email", 0),
    ] {
        assert_eq!(header(heads).accounts(), Some(at), "{heads}");
    }
}

#[test]
fn a_header_among_the_rows_is_nobody() {
    let reason = |columns: &Columns, cells: &str| match line(columns, cells) {
        Line::Bad(bad) => bad.reason.kind,
        Line::Account(entry) => panic!("{entry:?}"),
    };
    assert_eq!(reason(&header("登录名,部门"), "登录名,部门"), ReasonKind::Header);
    assert_eq!(reason(&header("dept,Login Name"), "dept,LOGIN_NAME"), ReasonKind::Header);
    assert_eq!(reason(&Columns::without_header(), "Email"), ReasonKind::Header);
    assert!(matches!(line(&header("loginname,dept"), "user,dept"), Line::Account(_)));
}

#[test]
fn the_site_is_carried_too() {
    assert_eq!(header("extloginname,siteid,loginname").names, ["siteid"]);
    assert_eq!(header("loginname,siteid").names, ["siteid"]);
}

#[test]
fn a_table_of_ours_is_a_list_and_its_keys_are_not_carried() {
    let columns = header("account,kind,user_id,login_name,auth_key,expires_at,status,message,siteid,dept");
    assert_eq!(columns.names, ["siteid", "dept"]);
    let Line::Account(entry) = line(&columns, "a,extloginname,1,a@x,KEY,never,ok,,76473,red") else { panic!("none") };
    assert_eq!((entry.account.name(), entry.carried.join("|").as_str()), ("a", "76473|red"));
    assert!(matches!(entry.account, hallpass_providers::authkey::Asked::Ext(_)));
    let Line::Account(entry) = line(&columns, "a,loginname,,,,,missing,,,") else { panic!("none") };
    assert!(matches!(entry.account, hallpass_providers::authkey::Asked::Login(_)));
    assert!(matches!(line(&columns, "a,other,,,,,ok,,,"), Line::Bad(_)));
    assert!(!header("account,dept").is_our_table());
}

#[test]
fn headers_that_cannot_be_meant() {
    let bad =
        ["loginname,LOGINNAME", "extloginname,name", "extloginname,siteid,SiteId", "登录名,用户名", "Email,邮箱,dept"];
    for bad in bad {
        let heads: Vec<String> = bad.split(',').map(str::to_owned).collect();
        assert!(Columns::of_header(&heads).is_err(), "{bad}");
    }
    let none = ["name".to_owned(), "siteid".to_owned()];
    assert_eq!(Columns::of_header(&none), Ok(None));
}

#[test]
fn a_row_that_is_too_wide_is_bad_unless_the_rest_is_empty() {
    let columns = header("name,loginname");
    assert!(matches!(line(&columns, "Zhang, San,a"), Line::Bad(_)));
    assert!(matches!(line(&columns, "Zhang San,a,, "), Line::Account(_)));
    let Line::Bad(bad) = line(&columns, "Zhang San, ") else { panic!("an account") };
    assert_eq!((bad.line, bad.shown.as_str(), bad.carried), (7, "", vec!["Zhang San".to_owned()]));
}

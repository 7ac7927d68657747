//! Lines that name an account, and lines that name nobody.

use hallpass_providers::ExtLogin;
use hallpass_providers::authkey::Asked;

use super::{coded, codes, names, read};

#[test]
fn text_behind_a_closing_quotation_mark_swallows_nobody() {
    let found = read("l.csv", b"loginname,dept\na1,\"open\nu1,x\nu2,\"y\"\nu3,\"a\"b\nlast,z\n");
    assert_eq!(names(&found), [(3, "u1"), (4, "u2"), (6, "last")]);
    assert_eq!(codes(&found), coded(&[(2, "text_after_quote"), (5, "text_after_quote")]));
}

#[test]
fn directory_names_with_their_site() {
    let found = read(
        "l.csv",
        "extLoginName,SITEID,loginname,dept\n张三,76473,,研发\n,,a@x.example,\nb,,,\nc,1,d,\n,1,,\n".as_bytes(),
    );
    let ext = Asked::Ext(ExtLogin { name: "张三".to_owned(), site_id: "76473".to_owned() });
    assert_eq!(found.entries[0].account, ext);
    assert_eq!(found.entries[0].carried, ["76473", "研发"]);
    assert_eq!(found.entries[1].account, Asked::Login("a@x.example".to_owned()));
    assert_eq!(codes(&found), coded(&[(4, "no_site"), (5, "two_names"), (6, "no_account")]));
}

#[test]
fn a_bad_line_is_named_and_stops_nothing() {
    let long = "x".repeat(257);
    let endless = "y".repeat(2 << 20);
    let text = format!("a\n{long}\nb\u{1b}[31m\nc,d\n{endless}\ne\u{200b}\nlast\n");
    let found = read("list.txt", text.as_bytes());
    assert_eq!(names(&found), [(1, "a"), (7, "last")]);
    assert_eq!(found.bad.iter().map(|bad| bad.line).collect::<Vec<_>>(), [2, 3, 4, 5, 6]);
    assert!(found.bad.iter().all(|bad| bad.shown.chars().count() <= 3));
    assert!(found.bad.iter().all(|bad| !bad.shown.contains(char::is_control)));
    assert!(found.bad.iter().map(|bad| bad.reason.text()).all(|text| text.zh != text.en && !text.zh.is_empty()));
}

#[test]
fn an_open_quotation_mark_loses_no_account() {
    let found = read("l.csv", b"loginname,dept\n\"a,x\nb,y\n\"c\",z\n\"d\nd2\"\ne,\"two\nlines\"\nf,\"open\ng,y\n");
    let bad: Vec<u64> = found.bad.iter().map(|bad| bad.line).collect();
    assert_eq!(names(&found), [(3, "b"), (4, "c"), (6, "d2\""), (7, "e"), (10, "g")]);
    assert_eq!(bad, [2, 5, 9]);
}

#[test]
fn a_row_with_a_cell_too_many_is_nobody() {
    let found = read("l.csv", b"name,loginname\nZhang, San,a@x.example\nLi Si,b@x.example,,\n");
    assert_eq!((found.bad[0].line, names(&found)), (2, vec![(3, "b@x.example")]));
}

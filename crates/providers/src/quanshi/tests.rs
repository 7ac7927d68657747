#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;

use super::{Quanshi, form};
use crate::authkey::{AuthkeyAsk, AuthkeyPage, AuthkeyRow, ExtLogin, KeyEnd};
use crate::call::Effect;
use crate::fault::Fault;
use crate::protocol::{Op, Outcome};
use crate::refusal::RefusalKind as Kind;
use crate::reply::Reply;
use crate::session::{Capability, ExpirySource, Session};
use crate::state::State;
use crate::testing::{Bench, body, check_words, header, json, outcome, refused, sent, session};

const TOKEN: &str = "interface-token-CANARY-wxyz";
/// The document's example, with invented values of the same shape.
const ANSWER: &str = r#"{"status":0,"result":[
    {"userId":64050819,"loginname":"ad_wy03@corp.example","authKey":"11111111-2222-4333-8444-555555555555","expireTime":1619861074000},
    {"userId":81586150,"loginname":"20190918test5@corp.example","authKey":"66666666-2222-4333-8444-555555555555","expireTime":1619861074000},
    {"userId":63675723,"loginname":"wu_923_b_055@qs.example","authKey":"77777777-2222-4333-8444-555555555555","expireTime":1619861074000}],
    "request_id":"confopenapiserver-192.0.2.183-1619592136.557235000.81","timestamp":1619592136557,
    "content_type":"application/json","request_duration":"200.956369ms"}"#;

fn bench() -> Bench {
    Bench::new(&Quanshi, &[], &[("token", TOKEN)])
}

fn kept(bench: &Bench) -> Session {
    session(bench.begin(Op::SignIn { method: "token" }))
}

fn ask() -> AuthkeyAsk {
    AuthkeyAsk {
        login_names: vec!["20190918test5@corp.example".to_owned(), "wu_923_b_055@qs.example".to_owned()],
        ext_logins: vec![ExtLogin { name: "ad_wy03".to_owned(), site_id: "76473".to_owned() }],
        create: true,
        rotate: false,
        expires_ms: 1_619_861_074_000,
    }
}

fn asking(bench: &Bench) -> State {
    sent(bench.begin(Op::Authkeys(&kept(bench), &ask()))).1
}

fn page(body: &str) -> AuthkeyPage {
    let bench = bench();
    match outcome(bench.on(asking(&bench), body)) {
        Outcome::Authkeys(page) => page,
        other => panic!("{other:?}"),
    }
}

fn rows(rows: &str) -> Vec<AuthkeyRow> {
    page(&format!(r#"{{"status":0,"result":[{rows}]}}"#)).rows
}

#[test]
fn signing_in_keeps_the_token_and_sends_nothing() {
    let session = kept(&bench());
    assert_eq!((session.facts.subject.name.as_str(), &session.facts.can[..]), ("…wxyz", &[Capability::Authkeys][..]));
    assert_eq!(session.facts.expiry.source, ExpirySource::None);
    assert!(session.facts.notes[0].en.contains("no read-only call"));
    assert!(!format!("{session:?}").contains("CANARY"));
    let long = "x".repeat(64 * 1024 + 1);
    for (bad, why) in [
        ("line\nbreak", "visible ASCII"),
        ("\u{202e}turned", "visible ASCII"),
        ("with space", "visible ASCII"),
        (" ", "visible ASCII"),
        ("令牌", "visible ASCII"),
        (&long, "too long"),
    ] {
        let bench = Bench::new(&Quanshi, &[], &[("token", bad)]);
        let Err(Fault::Invalid { field: "token", text }) = bench.begin(Op::SignIn { method: "token" }) else {
            panic!()
        };
        assert!(text.en.contains(why), "{text:?}");
    }
    let none = Bench::new(&Quanshi, &[], &[]);
    assert_eq!(none.begin(Op::SignIn { method: "token" }).unwrap_err(), Fault::Missing { field: "token" });
    assert_eq!(bench().begin(Op::Verify(&session)).unwrap_err(), Fault::Unsupported);
}

#[test]
fn the_call_is_the_documents_with_the_token_in_the_header_alone() {
    let bench = bench();
    let (call, _) = sent(bench.begin(Op::Authkeys(&kept(&bench), &ask())));
    assert_eq!(call.request.path, "/confopenapi/account/authkey/get");
    assert_eq!(header(&call, "token"), Some((TOKEN.to_owned(), true)));
    assert_eq!(
        body(&call),
        concat!(
            r#"{"loginnames":["20190918test5@corp.example","wu_923_b_055@qs.example"],"#,
            r#""extLogins":[{"extloginname":"ad_wy03","siteid":"76473"}],"create":true,"expireTime":1619861074000}"#
        )
    );
    assert!(!format!("{call:?}").contains("CANARY"));
    for (create, rotate, effect) in
        [(false, false, Effect::Change), (true, false, Effect::Mint), (true, true, Effect::Rotate)]
    {
        let ask = AuthkeyAsk { create, rotate, ..ask() };
        assert_eq!(sent(bench.begin(Op::Authkeys(&kept(&bench), &ask))).0.effect, effect);
    }
    let never = AuthkeyAsk { expires_ms: -1, ext_logins: Vec::new(), ..ask() };
    let (call, _) = sent(bench.begin(Op::Authkeys(&kept(&bench), &never)));
    assert!(body(&call).ends_with(r#""create":true,"expireTime":-1}"#) && !body(&call).contains("extLogins"));
    let empty = AuthkeyAsk { login_names: Vec::new(), ext_logins: Vec::new(), ..ask() };
    assert!(matches!(bench.begin(Op::Authkeys(&kept(&bench), &empty)), Err(Fault::Invalid { .. })));
}

#[test]
fn the_documents_answer() {
    let page = page(ANSWER);
    assert_eq!(page.rows.len(), 3);
    assert_eq!(page.rows[0].user_id.as_deref(), Some("64050819"));
    assert_eq!(page.rows[0].login_name.as_deref(), Some("ad_wy03@corp.example"));
    assert_eq!(page.rows[0].auth_key.as_ref().unwrap().expose(), "11111111-2222-4333-8444-555555555555");
    let Some(KeyEnd::At(end)) = page.rows[0].expires else { panic!() };
    assert_eq!(end.as_millisecond(), 1_619_861_074_000);
    assert_eq!(page.server_time.unwrap().as_millisecond(), 1_619_592_136_557);
    assert!(page.request_id.as_ref().unwrap().starts_with("confopenapiserver-192.0.2.183"));
    assert!(!format!("{page:?}").contains("11111111-2222"));
}

#[test]
fn no_key_in_every_spelling_and_ids_digit_for_digit() {
    let read = rows(concat!(
        r#"{"userId":18446744073709551615,"loginname":"a","authKey":"","expireTime":null},"#,
        r#"{"userId":"9007199254740993","loginname":"b","authKey":null,"expireTime":""},"#,
        r#"{"userId":7.0,"loginname":123},{"userId":null,"loginname":"d","authKey":"k","expireTime":"-1"},"#,
        r#"{"userId":8,"loginname":"e","authKey":"k","expireTime":-1,"more":{"x":[1]}}"#
    ));
    let ids: Vec<_> = read.iter().map(|row| row.user_id.as_deref().unwrap_or("-")).collect();
    assert_eq!(ids, ["18446744073709551615", "9007199254740993", "7", "-", "8"]);
    assert_eq!(read[2].login_name.as_deref(), Some("123"));
    assert!(read[..3].iter().all(|row| row.auth_key.is_none() && row.problem.is_none()));
    assert!(read[3..].iter().all(|row| row.expires == Some(KeyEnd::Never) && row.auth_key.is_some()));
}

#[test]
fn ends_in_every_spelling() {
    for end in [
        "1619861074000",
        "1619861074",
        r#""1619861074000.0""#,
        r#"" 1619861074000 ""#,
        r#""2021-05-01 09:24:34""#,
        "1619861074000.5",
    ] {
        let read = rows(&format!(r#"{{"userId":1,"loginname":"a","authKey":"k","expireTime":{end}}}"#));
        let Some(KeyEnd::At(at)) = read[0].expires else { panic!("{end}") };
        assert_eq!(at.as_second(), 1_619_861_074, "{end}");
    }
    let never = rows(r#"{"userId":1,"loginname":"a","authKey":"k","expireTime":"-1.0"}"#);
    assert_eq!(never[0].expires, Some(KeyEnd::Never));
}

#[test]
fn one_bad_row_loses_no_other() {
    const GOOD: &str = r#"{"userId":1,"loginname":"good","authKey":"good-key","expireTime":-1}"#;
    for bad in [
        r#"{"userId":18446744073709551616,"loginname":"x","authKey":"k"}"#,
        r#"{"userId":-1,"loginname":"x","authKey":"k"}"#,
        r#"{"userId":1.5,"loginname":"x","authKey":"k"}"#,
        r#"{"userId":2,"loginname":["x"],"authKey":"k"}"#,
        r#"{"userId":2,"loginname":"x","authKey":{"a":1}}"#,
        r#"{"userId":2,"loginname":"x","authKey":12345}"#,
        r#"{"userId":2,"loginname":"x","authKey":"a\nb"}"#,
        r#"{"userId":2,"loginname":"x","authKey":" "}"#,
        r#"{"userId":2,"loginname":"x","authKey":"CANARY-1","authKey":"CANARY-2"}"#,
        r#"{"userId":2,"loginname":"x","authKey":"k","expireTime":"soon"}"#,
        r#"{"userId":2,"loginname":"x","authKey":"k","expireTime":-2}"#,
        r#"{"userId":2,"loginname":"x","authKey":"k","expireTime":999999999999999999}"#,
        "null",
        "7",
        r#""row""#,
        "[]",
        "true",
    ] {
        let read = rows(&format!("{GOOD},{bad},{GOOD}"));
        assert_eq!(read.len(), 3, "{bad}");
        for good in [&read[0], &read[2]] {
            assert_eq!(good.auth_key.as_ref().unwrap().expose(), "good-key", "{bad}");
            assert!(good.problem.is_none());
        }
        let nothing_there = bad == "[]";
        assert!(read[1].problem.is_some() || nothing_there, "{bad}");
        assert!(!format!("{:?}", read[1]).contains("CANARY"));
    }
}

#[test]
fn shapes_of_the_whole_answer() {
    assert!(page(r#"{"status":0,"result":null}"#).rows.is_empty());
    assert!(page(r#"{"status":"0"}"#).rows.is_empty());
    assert_eq!(page(r#"{"status":0,"result":{"userId":1,"loginname":"a","authKey":"k"}}"#).rows.len(), 1);
    let bench = bench();
    assert_eq!(bench.on(asking(&bench), r#"{"result":[]}"#).unwrap_err(), Fault::NotTheApi);
    assert!(bench.on(asking(&bench), r#"{"status":0,"result":[],"result":[]}"#).is_err());
    assert!(bench.on(asking(&bench), r#"{"status":0,"result":[{"userId":1"#).is_err());
}

#[test]
fn refusals() {
    let bench = bench();
    let gone = r#"{"timestamp":"t","status":404,"error":"Not Found","path":"/x/confopenapi/account/authkey/get"}"#;
    assert_eq!(bench.reply(asking(&bench), &Reply { status: 404, ..json(gone) }).unwrap_err(), Fault::NoSuchPath);
    let refusal = |status: u16, text: &str| refused(bench.reply(asking(&bench), &Reply { status, ..json(text) }));
    let busy = refusal(200, r#"{"status":51210,"result":null,"request_id":"req-81","timestamp":1619592136557}"#);
    assert_eq!((busy.kind, busy.code.as_str()), (Kind::Busy, "51210"));
    assert!(busy.said.unwrap().contains("req-81"));
    for (http, text) in [
        (401, r#"{"status":10001,"msg":"no"}"#),
        (403, r#"{"status":"10002"}"#),
        (200, r#"{"status":401}"#),
        (200, r#"{"status":20003,"msg":"Invalid TOKEN"}"#),
        (200, r#"{"status":20004,"message":"令牌已失效","request_id":"req-82"}"#),
    ] {
        let refusal = refusal(http, text);
        assert_eq!((refusal.kind, refusal.field.as_deref()), (Kind::TokenInvalid, Some("token")), "{text}");
    }
    let unknown = refusal(200, r#"{"status":20005,"msg":"quota","request_id":"req-83"}"#);
    assert!(unknown.kind == Kind::Other && unknown.text.zh.contains("quota"));
    assert_eq!(unknown.said.as_deref(), Some("quota (request_id req-83)"));
    assert_eq!(refusal(429, r#"{"status":1,"msg":"slow"}"#).kind, Kind::Throttled);
    assert_eq!(refusal(503, r#"{"status":1,"msg":"down"}"#).kind, Kind::Busy);
    assert_eq!(bench.on(State::at("nowhere"), ANSWER).unwrap_err(), Fault::Unsupported);
}

#[test]
fn words_for_every_code() {
    check_words(form::DESCRIPTOR.codes);
    assert!(form::DESCRIPTOR.codes[0].iter().any(|entry| entry.code == "51210"));
}

proptest! {
    #[test]
    fn no_bytes_bring_it_down(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let bench = bench();
        let _ = bench.reply(asking(&bench), &Reply { status: 200, body: bytes.into(), ..Reply::default() });
    }

    #[test]
    fn no_row_brings_it_down(member in "userId|loginname|authKey|expireTime|x", value in "\\PC{0,20}", n in any::<f64>()) {
        let bench = bench();
        let text = serde_json::to_string(&value).unwrap();
        for cell in [value, text, n.to_string()] {
            let _ = bench.on(asking(&bench), &format!(r#"{{"status":0,"result":[{{"{member}":{cell}}}]}}"#));
        }
    }
}

#![allow(clippy::unwrap_used, clippy::panic)]

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as B64;
use proptest::prelude::*;

use super::{AuthingLdap, form};
use crate::call::Effect;
use crate::fault::Fault;
use crate::protocol::{Op, Outcome};
use crate::refusal::RefusalKind as Kind;
use crate::reply::Reply;
use crate::session::{Capability, Expiry, ExpirySource, RestrictionKind, Session};
use crate::state::State;
use crate::testing::{Bench, body, check_words, header, json, outcome, refused, sent, session};

const END: i64 = 1_643_706_000;

fn jwt(claims: &str) -> String {
    format!("{}.{}.c2ln", B64.encode(r#"{"alg":"HS256","typ":"JWT"}"#), B64.encode(claims))
}

/// The document's example, with invented values of the same shape and canaries where secrets stand.
fn answer(token: &str, expired_at: &str, more: &str) -> String {
    format!(
        r#"{{"code":200,"message":"登录成功","data":{{
        "thirdPartyIdentity":{{"provider":null,"refreshToken":"CANARY-7","accessToken":"CANARY-8","expiresIn":null}},
        "id":"61b200000000000000000001","createdAt":"2021-12-09T17:18:16.734Z","userPoolId":"61b200000000000000000002",
        "isRoot":false,"oauth":null,"email":null,"phone":null,"username":"demo","nickname":"Demo",
        "password":"CANARY-1","salt":"CANARY-2","loginsCount":4,"lastIp":"CANARY-3","name":"Demo User",
        "registerSource":["unknown"],"emailVerified":false,"sendSmsCount":0,"encryptedPassword":"CANARY-4",
        "externalId":"CN=demo,DC=authing,DC=test","passwordSecurityLevel":2,"lastIP":"CANARY-5",
        "token":"{token}","tokenExpiredAt":{expired_at},"_id":"61b200000000000000000001","secretInfo":"CANARY-6",
        "decryptedToken":{{"type":"user","appId":"61b200000000000000000003"}},
        "identities":[{{"provider":"ad","userInfoInIdp":{{"email":"demo@authing.test"}},"accessToken":"CANARY-9"}}]{more}
        }}}}"#
    )
}

const NORMAL: &str = r#","status":"Activated","blocked":false,"isDeleted":false,"resetPasswordOnFirstLogin":false"#;
const STATED: &str = r#""2022-02-01T09:00:00.546Z""#;

fn bench() -> Bench {
    let plain = [("account", "demo"), ("app_id", "61b2app"), ("userpool_id", "61b2pool")];
    Bench::new(&AuthingLdap, &plain, &[("password", "HUNTER2-CANARY")])
}

fn start(bench: &Bench) -> State {
    sent(bench.begin(Op::SignIn { method: "ldap" })).1
}

fn signed_in(body: &str) -> Session {
    let bench = bench();
    session(bench.on(start(&bench), body))
}

fn ordinary() -> Session {
    signed_in(&answer(&jwt(&format!(r#"{{"iat":1642496400,"exp":{END}}}"#)), STATED, NORMAL))
}

fn expiry(claims: &str, stated: &str) -> Expiry {
    signed_in(&answer(&jwt(claims), stated, NORMAL)).facts.expiry
}

#[test]
fn the_request_is_the_documents() {
    let mut bench = bench();
    let (call, _) = sent(bench.begin(Op::SignIn { method: "ldap" }));
    assert_eq!((call.request.path.as_str(), call.effect), ("/api/v2/ldap/verify-user", Effect::Attempt));
    assert_eq!(body(&call), r#"{"username":"demo","password":"HUNTER2-CANARY"}"#);
    assert_eq!(header(&call, "x-authing-app-id").unwrap().0, "61b2app");
    assert_eq!(header(&call, "x-authing-userpool-id").unwrap().0, "61b2pool");
    assert!(!format!("{call:?}").contains("HUNTER2"));
    bench.values.set("with_custom_data", "true");
    let (call, _) = sent(bench.begin(Op::SignIn { method: "ldap" }));
    assert!(body(&call).ends_with(r#","withCustomData":true}"#));
    for field in ["app_id", "userpool_id", "account", "password"] {
        let mut bench = self::bench();
        bench.values.remove(field);
        assert_eq!(bench.begin(Op::SignIn { method: "ldap" }).unwrap_err(), Fault::Missing { field });
    }
    bench.values.set("app_id", "应用");
    assert!(matches!(bench.begin(Op::SignIn { method: "ldap" }), Err(Fault::Invalid { field: "app_id", .. })));
}

#[test]
fn what_the_answer_should_not_hold_is_gone() {
    let session = ordinary();
    let facts = serde_json::to_string(&session.facts).unwrap();
    let shown = format!("{session:?} {} {facts}", session.tokens.token.expose());
    assert!(!shown.contains("CANARY") && !shown.contains("authing.test"));
    assert_eq!(session.facts.subject.name, "Demo User");
    assert_eq!(session.facts.account.login_name.as_deref(), Some("demo"));
    assert_eq!(session.facts.can, [Capability::Renew, Capability::Verify, Capability::SignOut]);
    assert!(session.facts.limits.is_empty() && session.facts.notes.is_empty());
}

#[test]
fn the_earlier_of_two_ends_counts_and_their_difference_is_told() {
    let at = |expiry: &Expiry| expiry.at.map(|at| at.to_string());
    let both = expiry(&format!(r#"{{"exp":{END}}}"#), STATED);
    assert_eq!((both.source, both.difference_seconds), (ExpirySource::Both, None));
    assert_eq!(at(&both).as_deref(), Some("2022-02-01T09:00:00Z"));
    for (exp, first) in [(END - 3600, "2022-02-01T08:00:00Z"), (END + 3600, "2022-02-01T09:00:00.546Z")] {
        let apart = expiry(&format!(r#"{{"exp":{exp}}}"#), STATED);
        assert_eq!((apart.source, apart.difference_seconds), (ExpirySource::Both, Some(3600)));
        assert_eq!(at(&apart).as_deref(), Some(first));
    }
    let jwt_only = expiry(&format!(r#"{{"exp":{END}}}"#), "null");
    assert_eq!((jwt_only.source, at(&jwt_only).as_deref()), (ExpirySource::Jwt, Some("2022-02-01T09:00:00Z")));
    let server_only = expiry("{}", STATED);
    assert_eq!((server_only.source, server_only.difference_seconds), (ExpirySource::Server, None));
    for exp in [format!("\"{END}\""), format!("{END}000"), "\"2022-02-01T09:00:00Z\"".to_owned()] {
        assert_eq!(expiry(&format!(r#"{{"exp":{exp}}}"#), "null"), jwt_only, "{exp}");
    }
    for odd in [r#"{"exp":-1}"#, r#"{"exp":1e30}"#, "{}", "no json"] {
        for stated in ["null", r#""""#, r#""soon""#] {
            assert_eq!(expiry(odd, stated), Expiry::default(), "{odd} {stated}");
        }
    }
    for stated in
        ["2022-02-01T09:00:00", "2022-02-01 09:00:00", "Tue, 01 Feb 2022 09:00:00 GMT", "1643706000", "1643706000000.0"]
    {
        let server_only = expiry("{}", &format!("\"{stated}\""));
        assert_eq!(at(&server_only).as_deref(), Some("2022-02-01T09:00:00Z"), "{stated}");
    }
    let opaque = signed_in(&answer("an-opaque-token", "null", NORMAL));
    assert_eq!(opaque.facts.expiry, Expiry::default());
    let far = signed_in(&answer(&jwt(&format!(r#"{{"exp":{}}}"#, END - 60)), STATED, NORMAL));
    assert!(far.facts.notes[0].en.contains("60 s apart"));
}

#[test]
fn limits_of_an_account_that_is_not_as_it_should_be() {
    for (more, kind) in [
        (r#","status":"Activated","blocked":true"#, RestrictionKind::Blocked),
        (r#","status":"Activated","isDeleted":true"#, RestrictionKind::Deleted),
        (r#","status":"Suspended""#, RestrictionKind::Inactive),
        (r#","resetPasswordOnFirstLogin":true"#, RestrictionKind::PasswordChange),
    ] {
        let limits = signed_in(&answer("opaque", "null", more)).facts.limits;
        let kinds: Vec<_> = limits.iter().map(|limit| limit.kind).collect();
        assert_eq!(kinds, [kind], "{more}");
        assert!(!limits[0].advice.is_empty());
    }
}

#[test]
fn verify_renew_and_sign_out() {
    let (bench, first) = (bench(), ordinary());
    let (call, state) = sent(bench.begin(Op::Verify(&first)));
    assert_eq!((call.request.path.as_str(), call.effect), ("/api/v2/users/login/check-status", Effect::Read));
    assert!(
        body(&call).contains(first.tokens.token.expose()) && !format!("{call:?}").contains(first.tokens.token.expose())
    );
    let good = r#"{"code":200,"message":"已登录","status":true,"exp":1643706000,"iat":1642496400,"data":{"id":"6","arn":"a"}}"#;
    let Outcome::Verified(Some(facts)) = outcome(bench.on(state.clone(), good)) else { panic!() };
    assert_eq!(facts.subject, first.facts.subject);
    assert_eq!(facts.expiry.source, ExpirySource::Both);
    for dead in [
        r#"{"code":200,"status":false}"#,
        r#"{"code":200,"data":{"status":false}}"#,
        r#"{"code":2020,"message":"未登录"}"#,
        r#"{"code":2206}"#,
        r#"{"statusCode":401,"message":"Unauthorized"}"#,
    ] {
        assert_eq!(refused(bench.on(state.clone(), dead)).kind, Kind::TokenInvalid, "{dead}");
    }
    let silent = r#"{"code":200,"data":null}"#;
    assert_eq!(bench.on(state.clone(), silent).unwrap_err(), Fault::NotTheApi, "it does not say");
    let (call, state) = sent(bench.begin(Op::Renew(&first)));
    assert_eq!((call.request.path.as_str(), call.effect), ("/api/v2/users/refresh-token", Effect::Change));
    assert!(header(&call, "authorization").unwrap().1);
    let new = jwt(r#"{"exp":1643792400}"#);
    let renewal = format!(r#"{{"code":200,"message":"操作成功","data":{{"token":"{new}","iat":1,"exp":1643792400}}}}"#);
    let renewed = session(bench.on(state.clone(), &renewal));
    assert_eq!(renewed.tokens.token.expose(), new);
    assert_eq!(renewed.facts.expiry.at.unwrap().as_second(), 1_643_792_400);
    assert_eq!(bench.on(state, r#"{"code":200,"data":{}}"#).unwrap_err(), Fault::NoToken);
    let (call, state) = sent(bench.begin(Op::SignOut(&first)));
    assert_eq!(
        call.request.wire(&crate::address::Address::parse("https://a.example").unwrap()).url.as_str(),
        "https://a.example/api/v2/logout?app_id=61b2app"
    );
    for gone in ["", r#"{"code":200,"message":"ok"}"#] {
        assert!(matches!(outcome(bench.on(state.clone(), gone)), Outcome::SignedOut));
    }
    assert_eq!(bench.begin(Op::Choose(&first, "x")).unwrap_err(), Fault::Unsupported);
}

#[test]
fn refusals_of_both_envelopes() {
    let bench = bench();
    let refusal = |body: &str| refused(bench.on(start(&bench), body));
    for (code, kind) in [
        ("2333", Kind::Credentials),
        ("2006", Kind::Credentials),
        ("2004", Kind::Credentials),
        ("2005", Kind::AccountLocked),
        ("2057", Kind::AccountLocked),
        ("2000", Kind::Captcha),
        ("2058", Kind::PasswordExpired),
        ("2011", Kind::Setup),
        ("1000", Kind::Busy),
    ] {
        for body in [
            format!(r#"{{"code":{code},"message":"m"}}"#),
            format!(r#"{{"code":"{code}","message":"m","data":null}}"#),
            format!(r#"{{"statusCode":499,"apiCode":{code},"message":"m","data":{{"token":"CANARY"}}}}"#),
        ] {
            let refusal = refusal(&body);
            assert_eq!((refusal.kind, refusal.code.as_str()), (kind, code), "{body}");
            assert!(!format!("{refusal:?}").contains("CANARY"));
        }
    }
    assert!(!refusal(r#"{"code":2000}"#).kind.counts());
    let step = refusal(r#"{"statusCode":302,"apiCode":1777,"message":"go on"}"#);
    assert!(step.text.en.contains("another step") && step.code == "1777" && !step.kind.counts());
    let shown = refusal(r#"{"statusCode":632,"apiCode":1777,"message":"words of the server"}"#);
    assert!(shown.text.zh.contains("words of the server") && shown.kind == Kind::Other);
    let finished = format!(r#"{{"statusCode":300,"apiCode":1600,"data":{{"token":"{}"}}}}"#, jwt("{}"));
    assert!(!signed_in(&finished).tokens.token.is_empty());
    assert_eq!(bench.on(start(&bench), r#"{"message":"?"}"#).unwrap_err(), Fault::NotTheApi);
    assert_eq!(bench.on(start(&bench), r#"{"code":200,"data":{"token":null}}"#).unwrap_err(), Fault::NoToken);
    let waits = Reply { retry_after: Some(9), ..json(r#"{"code":1000}"#) };
    assert_eq!(refused(bench.reply(start(&bench), &waits)).retry_after, Some(9));
}

#[test]
fn words_for_every_code() {
    check_words(form::DESCRIPTOR.codes);
    let known = "1000 1001 1576 1600 1699 1635 1636 1639 1640 1641 1666 1642 1645 1643 1644 2061 2071 1108 4032 4033 \
                 2000 2001 2004 2005 2006 2011 2020 2021 2026 2057 2058 2206 2207 2224 2300 2333 2921 2930 2120008 \
                 2130010 2820002";
    let bench = bench();
    for code in known.split_whitespace() {
        let refusal = refused(bench.on(start(&bench), &format!(r#"{{"code":{code},"message":"m"}}"#)));
        assert!(!refusal.text.en.contains(code) && !refusal.advice.is_empty(), "{code} is unknown");
    }
}

proptest! {
    #[test]
    fn no_bytes_bring_it_down(bytes in proptest::collection::vec(any::<u8>(), 0..300), step in 0usize..5) {
        let bench = bench();
        let held = sent(bench.begin(Op::Verify(&ordinary()))).1;
        let state = held.to(["login", "renew", "verify", "sign-out", "nowhere"][step]);
        let _ = bench.reply(state, &Reply { status: 200, body: bytes.into(), ..Reply::default() });
    }

    #[test]
    fn no_token_brings_it_down(token in "[ -~]{0,80}", claims in "\\PC{0,60}", exp in any::<f64>()) {
        let bench = bench();
        for token in [token.replace(['"', '\\'], ""), jwt(&claims), jwt(&format!(r#"{{"exp":{exp}}}"#))] {
            let _ = bench.on(start(&bench), &answer(&token, STATED, NORMAL));
        }
    }
}

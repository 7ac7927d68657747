#![allow(clippy::unwrap_used, clippy::panic)]

mod organisations;
mod session;

use proptest::prelude::*;

use super::{EnosPortal, codes, form};
use crate::call::Effect;
use crate::challenge::ChallengeKind;
use crate::fault::Fault;
use crate::protocol::{Next, Op, Outcome};
use crate::refusal::RefusalKind as Kind;
use crate::reply::Reply;
use crate::session::{Capability, ExpirySource, RestrictionKind, Session};
use crate::state::State;
use crate::testing::{Bench, asked, body, check_words, header, json, outcome, refused, sent, session, settled};
use crate::values::Value;

const ONE: &str = r#"{"code":0,"message":"OK","data":{"accessToken":"APP_PORTAL_S_FIRST","organizations":
    [{"id":"o100","name":"Portal Demo"}],"user":{"id":"u100","name":"portal_demo","email":"demo@example.com"}}}"#;
/// The document's example with invented values.
const TWO: &str = r#"{"code":0,"data":{"accessToken":"APP_PORTAL_S_FIRST","organizations":[
    {"id":"o100","name":"Portal Demo"},{"id":"o200","name":"rm_0726_001"}],
    "user":{"id":"u100","name":"portal_demo"}},"message":"OK"}"#;
const NONE: &str = r#"{"code":200,"message":"","data":[{"accessToken":"APP_PORTAL_S_FIRST","organizations":[],
    "user":[{"id":"u100","name":"portal_demo"}]}]}"#;
const MFA: &str = r#"{"code":0,"message":"OK","data":{"accessToken":"APP_PORTAL_S_FIRST","mfaType":"EMAIL",
    "organizations":[{"id":"o100","name":"Portal Demo"}],"user":{"id":"u100","name":"portal_demo"}}}"#;
const SET: &str = r#"{"code":0,"message":"OK","data":{"userId":"u100","userName":"portal_demo","currentOrgId":"o100",
    "currentOrgName":"Portal Demo","accessToken":"APP_PORTAL_S_SET","refreshToken":"eyJ.refresh.one",
    "refreshTokenExpire":1570018958000}}"#;
const RENEWED: &str = r#"{"code":0,"message":"OK","data":{"userId":"u100","userName":"portal_demo",
    "workingOrganizationId":"o100","workingOrganizationName":"Portal Demo","accessToken":"APP_PORTAL_S_NEW",
    "refreshToken":"eyJ.refresh.two","refreshTokenExpire":"1572610958000"}}"#;

fn bench() -> Bench {
    Bench::new(&EnosPortal, &[("account", "portal_demo")], &[("password", "HUNTER2-CANARY")])
}

fn sign_in(bench: &Bench) -> State {
    sent(bench.begin(Op::SignIn { method: "password" })).1
}

fn finished(bench: &Bench) -> Session {
    let (_, state) = sent(bench.on(sign_in(bench), ONE));
    session(bench.on(state, SET))
}

fn refusal_body(code: &str) -> String {
    format!(r#"{{"code":{code},"message":"said <b>so</b>","data":null}}"#)
}

#[test]
fn a_second_factor_is_sent_asked_checked_and_then_it_goes_on() {
    let mut bench = bench();
    let (call, state) = sent(bench.on(sign_in(&bench), MFA));
    assert_eq!(call.request.path, "/app-portal-service/v2.3/verificationCode/send");
    assert_eq!(call.effect, Effect::Sms);
    for name in ["authorization", "accesstoken"] {
        assert_eq!(header(&call, name), Some(("Bearer APP_PORTAL_S_FIRST".to_owned(), true)));
    }
    assert_eq!(header(&call, "locale"), Some(("zh-CN".to_owned(), false)));
    let (challenge, state) = asked(bench.on(state, r#"{"code":0,"message":"OK","data":{"success":true}}"#));
    assert_eq!((challenge.kind, challenge.again_after), (ChallengeKind::Mfa, Some(60)));
    assert_eq!(bench.begin(Op::Answer(state.clone())).unwrap_err(), Fault::Missing { field: "mfa_code" });
    let Next::Send(again, sending) = bench.begin(Op::Again(state.clone())).unwrap() else { panic!() };
    assert_eq!(again.effect, Effect::Sms);
    for (answer, kind) in [("31429", Kind::Throttled), ("31999", Kind::Other)] {
        let (challenge, _) = asked(bench.on(sending.clone(), &refusal_body(answer)));
        assert_eq!(challenge.note.unwrap().kind, kind);
    }
    assert_eq!(refused(bench.on(sending.clone(), &refusal_body("31401"))).kind, Kind::TokenInvalid);
    assert_eq!(bench.on(sending.clone(), "<html>").unwrap_err(), Fault::NotTheApi);
    assert!(asked(bench.on(sending, r#"{"code":0}"#)).0.note.is_none());
    bench.values.set("mfa_code", "123456");
    let (call, checking) = sent(bench.begin(Op::Answer(state)));
    assert_eq!((body(&call).as_str(), call.effect), (r#"{"code":"123456"}"#, Effect::Attempt));
    for (wrong, kind) in [
        (refusal_body("31410"), Kind::Code),
        (refusal_body("31430"), Kind::Code),
        (refusal_body("31400"), Kind::Code),
        (refusal_body("31429"), Kind::Throttled),
        (refusal_body("31999"), Kind::Other),
        (r#"{"code":0,"data":{"success":false}}"#.to_owned(), Kind::Code),
        (r#"{"code":0,"data":false}"#.to_owned(), Kind::Code),
    ] {
        let (challenge, state) = asked(bench.on(checking.clone(), &wrong));
        assert_eq!((challenge.kind, challenge.note.unwrap().kind), (ChallengeKind::Mfa, kind), "{wrong}");
        assert_eq!(state.secret("token").unwrap().expose(), "APP_PORTAL_S_FIRST");
    }
    for done in [r#"{"code":0,"data":{"success":true}}"#, r#"{"code":200,"data":true}"#, r#"{"code":0}"#] {
        let (call, state) = sent(bench.on(checking.clone(), done));
        assert_eq!(call.request.path, "/app-portal-service/v2.2/session/set");
        assert!(session(bench.on(state, SET)).facts.limits.is_empty());
    }
}

#[test]
fn a_code_that_cannot_be_sent_leaves_a_limited_session_or_a_wait() {
    let bench = bench();
    let start = || sent(bench.on(sign_in(&bench), MFA)).1;
    let kept = session(Ok(settled(bench.on(sign_in(&bench), MFA))));
    assert_eq!(kept.facts.limits[0].kind, RestrictionKind::Mfa);
    let kept = session(bench.on(start(), &refusal_body("31999")));
    assert_eq!(kept.facts.limits[0].kind, RestrictionKind::Mfa);
    let (challenge, _) = asked(bench.on(start(), &refusal_body("31429")));
    assert_eq!(challenge.note.unwrap().kind, Kind::Throttled);
}

#[test]
fn every_call_is_signed_where_the_profile_has_a_key() {
    let mut bench = bench();
    bench.values.set("app_key", "demoKey").keep("app_secret", crate::secret::Secret::new("demoSecret"));
    let gateway = r#"{"status":0,"msg":"SUCCESS","data":{"accessToken":"GATEWAY","expire":7200}}"#;
    let (call, state) = sent(bench.begin(Op::SignIn { method: "password" }));
    assert_eq!(call.request.path, "/apim-token-service/v2.0/token/get");
    let (call, state) = sent(bench.on(state, gateway));
    assert_eq!(call.request.path, "/app-portal-service/v2.2/login");
    assert_eq!(header(&call, "apim-accesstoken"), Some(("GATEWAY".to_owned(), true)));
    let (call, waiting) = sent(bench.on(state, ONE));
    assert_eq!(call.request.path, "/apim-token-service/v2.0/token/get");
    let kept = session(bench.on(waiting.clone(), r#"{"status":1005,"msg":"down"}"#));
    assert_eq!(kept.tokens.token.expose(), "APP_PORTAL_S_FIRST");
    let (call, state) = sent(bench.on(waiting, gateway));
    assert_eq!(call.request.path, "/app-portal-service/v2.2/session/set");
    assert!(header(&call, "apim-signature").is_some());
    assert_eq!(session(bench.on(state, SET)).tokens.token.expose(), "APP_PORTAL_S_SET");
}

#[test]
fn codes_by_step() {
    let bench = bench();
    let state = sign_in(&bench);
    for (code, kind, counts) in [
        ("31400", Kind::Credentials, true),
        ("31429", Kind::LockUnclear, false),
        (r#""31400""#, Kind::Credentials, true),
        ("1003", Kind::Setup, false),
    ] {
        let refusal = refused(bench.on(state.clone(), &refusal_body(code)));
        assert_eq!((refusal.kind, refusal.kind.counts()), (kind, counts), "{code}");
    }
    let gateway = refused(bench.on(state.clone(), r#"{"status":1002,"msg":"no app","business":"apim"}"#));
    assert_eq!(gateway.kind, Kind::Setup);
    let unknown = refused(bench.on(state.clone(), &refusal_body("39999")));
    assert!(unknown.text.zh.contains("said <b>so</b>") && unknown.text.en.contains("39999"));
    assert_eq!(bench.on(state.clone(), r#"{"hello":1}"#).unwrap_err(), Fault::NotTheApi);
    assert_eq!(bench.on(state.clone(), r#"{"code":0,"data":{"user":{}}}"#).unwrap_err(), Fault::NoToken);
    let waits = Reply { retry_after: Some(7), ..json(&refusal_body("31429")) };
    assert_eq!(refused(bench.reply(state, &waits)).retry_after, Some(7));
}

#[test]
fn words_for_every_code() {
    check_words(form::DESCRIPTOR.codes);
    for code in ["31400", "31401", "31404", "31410", "31429", "31430", "31512"] {
        assert!(form::DESCRIPTOR.codes.iter().any(|table| table.iter().any(|entry| entry.code == code)), "{code}");
    }
    assert_eq!(codes::wrong_code().code, "31430");
}

#[test]
fn a_token_with_control_characters_is_no_session() {
    let bench = bench();
    let bad = ONE.replace("APP_PORTAL_S_FIRST", "LEAK\\r\\nX: y");
    let fault = bench.on(sign_in(&bench), &bad).unwrap_err();
    assert!(!format!("{fault:?}").contains("LEAK"));
    let doubled = ONE.replace("\"accessToken\"", "\"accessToken\":\"LEAK\",\"accessToken\"");
    assert!(!format!("{:?}", bench.on(sign_in(&bench), &doubled).unwrap_err()).contains("LEAK"));
}

/// A state as it stands at each step, token and all.
fn states(bench: &Bench) -> Vec<State> {
    let session = finished(bench);
    let held = sent(bench.begin(Op::Verify(&session))).1;
    ["login", "mfa-send", "mfa-check", "mfa-again", "enter", "choose", "renew", "verify", "sign-out", "nowhere"]
        .iter()
        .map(|step| held.clone().to(*step))
        .collect()
}

proptest! {
    #[test]
    fn no_bytes_bring_it_down(bytes in proptest::collection::vec(any::<u8>(), 0..300), step in 0usize..10) {
        let bench = bench();
        let state = states(&bench).swap_remove(step);
        let _ = bench.reply(state, &Reply { status: 200, body: bytes.into(), ..Reply::default() });
    }

    #[test]
    fn no_shape_brings_it_down_or_shows_a_secret(
        code in prop_oneof![Just("0"), Just("200"), Just("null"), Just("31400"), Just("[]"), Just("\"x\"")],
        member in prop_oneof![Just("accessToken"), Just("organizations"), Just("user"), Just("refreshTokenExpire")],
        value in prop_oneof![Just("null"), Just("1e308"), Just("[[]]"), Just("{\"id\":\"CANARY\"}"), Just("\"CANARY\"")],
        step in 0usize..10,
    ) {
        let bench = bench();
        let state = states(&bench).swap_remove(step);
        let body = format!(r#"{{"code":{code},"data":{{"{member}":{value},"refreshToken":"CANARY"}}}}"#);
        if let Err(fault) = bench.on(state, &body) {
            let shown = format!("{fault:?}");
            prop_assert!(!shown.contains("CANARY"));
        }
    }
}

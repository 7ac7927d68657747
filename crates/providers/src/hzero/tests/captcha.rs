//! Captchas before a login and in the middle of one.

use super::{CAPTCHA_NULL, NO_CAPTCHA, TOKEN, bench, form, sign_in};
use crate::call::{Effect, Expect};
use crate::challenge::ChallengeKind;
use crate::fault::{BadAnswer, Fault};
use crate::protocol::{Next, Op};
use crate::refusal::RefusalKind;
use crate::reply::Reply;
use crate::state::State;
use crate::testing::{asked, json, refused, sent, settled};

const CAPTCHA_WRONG: &str = r#"{"error":"unauthorized","success":false,"code":"hoth.warn.captchaWrong",
    "message":"您输入的验证码有误"}"#;

fn picture(bytes: &[u8]) -> Reply {
    Reply { status: 200, content_type: "image/jpeg".to_owned(), body: bytes.to_vec().into(), ..Reply::default() }
}

fn captcha_key(key: &str) -> String {
    format!(r#"{{"captchaKey":"{key}","success":true,"interval":0,"errorTimes":0,"surplusTimes":0}}"#)
}

/// From the state of a call for a captcha's key to the question.
fn to_question(state: State, key: &str) -> (crate::challenge::Challenge, State) {
    let bench = bench();
    let (call, state) = sent(bench.on(state, &captcha_key(key)));
    assert_eq!((call.effect, call.expect), (Effect::Read, Expect::Picture));
    assert_eq!(call.request.path, format!("/oauth/public/captcha/{key}"));
    asked(bench.reply(state, &picture(b"\xff\xd8\xff\xe0 jpeg")))
}

#[test]
fn a_tenant_that_wants_a_captcha_gets_one_before_the_login() {
    let bench = bench();
    let (_, state) = sent(bench.begin(sign_in("password")));
    let (call, state) = sent(bench.on(state, r#"{"isNeedCaptcha":true}"#));
    assert_eq!((call.request.path.as_str(), call.effect), ("/oauth/public/captcha-code", Effect::Read));
    let (challenge, state) = to_question(state, "0f8b2c6d4e1a47b3");
    assert_eq!(challenge.kind, ChallengeKind::Captcha);
    assert_eq!(challenge.picture.unwrap().0, b"\xff\xd8\xff\xe0 jpeg");
    assert!(challenge.note.is_none());
    assert_eq!(bench.begin(Op::Answer(state.clone())).unwrap_err(), Fault::Missing { field: "captcha" });

    let mut answered = super::bench();
    answered.values.set("captcha", "aB3d");
    let (call, state) = sent(answered.begin(Op::Answer(state)));
    assert_eq!(call.effect, Effect::Attempt);
    let form = form(&call);
    assert_eq!((form["captcha"].as_str(), form["captchaKey"].as_str()), ("aB3d", "0f8b2c6d4e1a47b3"));
    assert!(form.contains_key("password"));
    assert!(matches!(*Box::new(settled(answered.on(state, TOKEN))), Next::Done(_)));
}

#[test]
fn a_refused_captcha_leads_to_another_and_nothing_is_sent_again() {
    for (answer, code) in [(CAPTCHA_NULL, "hoth.warn.captchaNull"), (CAPTCHA_WRONG, "hoth.warn.captchaWrong")] {
        let bench = bench();
        let (_, state) = sent(bench.begin(sign_in("password")));
        let (_, state) = sent(bench.on(state, NO_CAPTCHA));
        let refusal = refused(Ok(settled(bench.on(state.clone(), answer))));
        assert_eq!(refusal.kind, RefusalKind::Captcha);
        assert!(!refusal.kind.counts());
        let (call, state) = sent(bench.on(state, answer));
        assert_eq!((call.request.path.as_str(), call.effect), ("/oauth/public/captcha-code", Effect::Read));
        let (challenge, state) = to_question(state, "first");
        let note = challenge.note.unwrap();
        assert_eq!((note.code.as_str(), note.kind), (code, RefusalKind::Captcha));

        let (call, state) = sent(bench.begin(Op::Again(state)));
        assert_eq!((call.request.path.as_str(), call.effect), ("/oauth/public/captcha-code", Effect::Read));
        let (challenge, state) = to_question(state, "second");
        assert!(challenge.note.is_none(), "another picture was asked for, nothing was refused");

        let mut answered = super::bench();
        answered.values.set("captcha", "x1y2");
        let (call, state) = sent(answered.begin(Op::Answer(state)));
        assert_eq!(form(&call)["captchaKey"], "second");
        let (_, state) = sent(answered.on(state, CAPTCHA_WRONG));
        assert_eq!(state.fact("captcha_key"), "", "a key is used up by one check");
    }
}

#[test]
fn odd_captcha_keys_stay_in_their_segment_or_are_refused() {
    let bench = bench();
    let state = || State::at("captcha-code").with("method", "password");
    let (call, _) = sent(bench.on(state(), r#"{"captchaKey":"../x?y#\r\n","success":true}"#));
    assert_eq!(call.request.path, "/oauth/public/captcha/..%2Fx%3Fy%23%5Cu%7Bd%7D%5Cu%7Ba%7D");
    let bad = Fault::BadAnswer { what: BadAnswer::Shape, offset: None };
    assert_eq!(bench.on(state(), &captcha_key(&"k".repeat(201))).unwrap_err(), bad);
    sent(bench.on(state(), &captcha_key(&"k".repeat(200))));
    for step in [".", ".."] {
        assert_eq!(bench.on(state(), &captcha_key(step)).unwrap_err(), bad, "{step} would be another path");
    }
    for (answer, want) in [("{}", Fault::NotTheApi), (r#"{"captchaKey":""}"#, Fault::NotTheApi)] {
        assert_eq!(bench.on(state(), answer).unwrap_err(), want, "{answer}");
    }
}

#[test]
fn words_in_place_of_a_picture() {
    let bench = bench();
    let state = || State::at("picture").with("method", "password").with("captcha_key", "k");
    let refusal = refused(bench.on(state(), r#"{"failed":true,"code":"error.visit.frequent","message":"慢一点"}"#));
    assert_eq!(refusal.kind, RefusalKind::Throttled);
    for body in ["<html>", r#"{"x":1}"#, "<svg/>"] {
        assert_eq!(bench.on(state(), body).unwrap_err(), Fault::NotTheApi, "{body}");
    }
    let gone = Reply { status: 404, ..picture(b"\xff\xd8") };
    assert!(bench.reply(state(), &gone).is_err());
}

#[test]
fn failing_init_params_are_no_gate_unless_they_want_a_captcha() {
    let bench = bench();
    let state = || sent(bench.begin(sign_in("password"))).1;
    let gone = r#"{"timestamp":1,"status":500,"error":"Internal Server Error","path":"/oauth/login/init-params"}"#;
    let unknown = r#"{"failed":true,"code":"hoth.warn.clientNotFound","message":"未找到客户端!"}"#;
    for (status, answer) in [
        (200, "{}"),
        (200, "<html>"),
        (404, "<html>"),
        (200, "[]"),
        (200, ""),
        (200, r#"{"hello":"world"}"#),
        (200, r#"{"openLoginWays":7}"#),
        (500, gone),
        (200, unknown),
        (404, r#"{"status":404,"error":"Not Found","path":"/oauth/login/init-params"}"#),
    ] {
        let (call, state) = sent(bench.reply(state(), &Reply { status, ..json(answer) }));
        assert_eq!((call.request.path.as_str(), state.step.as_str()), ("/oauth/oauth/token", "token"), "{answer}");
    }
    let wanted = r#"{"success":false,"code":"hoth.warn.captchaNull","message":"请输入验证码"}"#;
    for answer in [wanted, r#"{"isNeedCaptcha":"true","openLoginWays":{"appName":"x"}}"#] {
        assert_eq!(sent(bench.on(state(), answer)).1.step, "captcha-code", "{answer}");
    }
    let too_many = Reply { status: 429, ..json("<html>") };
    assert_eq!(bench.reply(state(), &too_many).unwrap_err(), Fault::NotTheApi);
}

use super::{bench, form, query};
use crate::call::{Effect, Verb};
use crate::challenge::ChallengeKind;
use crate::fault::Fault;
use crate::protocol::{Next, Op};
use crate::refusal::RefusalKind;
use crate::state::State;
use crate::testing::{asked, refused, sent, session, settled};

const SENT: &str = r#"{"captchaKey":"7c9d0011","code":"captcha.send.phone",
    "message":"短信验证码已发送至手机:138****0000,请在5分钟内完成验证","success":true,"interval":60}"#;
const TOO_SOON: &str =
    r#"{"success":false,"code":"captcha.send.interval","message":"请37秒后再发送验证码","interval":37}"#;
const SIGNED_IN: &str = r#"{"success":true,"code":"success","message":"success","accessToken":"TOKEN-sms-canary",
    "refreshToken":"REFRESH-sms-canary","expiresIn":43199,"scope":"default","errorTimes":0,"surplusTimes":0}"#;
const WRONG_CODE: &str = r#"{"success":false,"code":"hoth.warn.captchaWrong","message":"您输入的验证码有误",
    "errorTimes":0,"surplusTimes":0}"#;

fn waiting() -> State {
    let bench = bench();
    let (_, state) = sent(bench.begin(Op::SignIn { method: "sms" }));
    asked(bench.on(state, SENT)).1
}

#[test]
fn a_code_is_sent_once_and_asked_for() {
    let bench = bench();
    let (call, state) = sent(bench.begin(Op::SignIn { method: "sms" }));
    assert_eq!((call.request.verb, call.request.path.as_str()), (Verb::Get, "/oauth/public/send-phone-captcha"));
    assert_eq!(call.effect, Effect::Sms);
    let query = query(&call);
    assert_eq!((query["phone"].as_str(), query["internationalTelCode"].as_str()), ("13800000000", "+86"));
    let (challenge, state) = asked(bench.on(state, SENT));
    assert_eq!(challenge.kind, ChallengeKind::Sms);
    assert_eq!(challenge.sent_to.as_deref(), Some("138****0000"));
    assert_eq!((challenge.again_after, challenge.lives), (Some(60), Some(300)));
    assert_eq!(bench.begin(Op::Answer(state)).unwrap_err(), Fault::Missing { field: "sms_code" });
}

#[test]
fn the_code_brings_the_token_in_camel_case() {
    let mut bench = bench();
    bench.values.set("sms_code", "135790");
    let (call, state) = sent(bench.begin(Op::Answer(waiting())));
    assert_eq!((call.request.path.as_str(), call.effect), ("/oauth/token/mobile", Effect::Attempt));
    assert!(call.request.query.is_empty());
    let form = form(&call);
    for (name, value) in [
        ("grant_type", "implicit"),
        ("client_id", "demo-client"),
        ("client_secret", "SECRET-canary"),
        ("phone", "13800000000"),
        ("source_type", "web"),
        ("user_type", "P"),
        ("captcha", "135790"),
        ("captchaKey", "7c9d0011"),
        ("lang", "zh_CN"),
    ] {
        assert_eq!(form[name], value, "{name}");
    }
    assert!(!form.contains_key("password"));
    let known = session(Ok(settled(bench.on(state.clone(), SIGNED_IN))));
    assert_eq!(known.tokens.token.expose(), "TOKEN-sms-canary");
    assert_eq!(known.facts.subject.name, "13800000000");
    assert!(known.facts.notes.is_empty(), "no password was encrypted");
    let (call, _) = sent(bench.on(state, SIGNED_IN));
    assert_eq!(call.request.path, "/iam/hzero/v1/users/self");
}

#[test]
fn a_wrong_code_is_asked_again_with_its_key_and_sent_to_nobody() {
    let mut bench = bench();
    bench.values.set("sms_code", "000000");
    let (_, state) = sent(bench.begin(Op::Answer(waiting())));
    let (challenge, state) = asked(bench.on(state, WRONG_CODE));
    let note = challenge.note.unwrap();
    assert_eq!((note.kind, note.field.as_deref()), (RefusalKind::Code, Some("sms_code")));
    assert_eq!((note.code.as_str(), note.text.en.as_ref()), ("hoth.warn.captchaWrong", "The code is wrong"));
    assert_eq!(note.attempts_left, None, "two zeros say nothing");
    assert_eq!(challenge.sent_to.as_deref(), Some("138****0000"));
    let (call, state) = sent(bench.begin(Op::Answer(state)));
    assert_eq!(form(&call)["captchaKey"], "7c9d0011");
    let counted = r#"{"success":false,"code":"captcha.validate.incorrect","errorTimes":2,"surplusTimes":3}"#;
    assert_eq!(asked(bench.on(state.clone(), counted)).0.note.unwrap().attempts_left, Some(3));
    let locked = r#"{"success":false,"code":"hoth.warn.accountLocked","message":"您的账号已锁定"}"#;
    assert_eq!(refused(bench.on(state, locked)).kind, RefusalKind::AccountLocked);
}

#[test]
fn too_soon_says_how_long() {
    let bench = bench();
    let (_, state) = sent(bench.begin(Op::SignIn { method: "sms" }));
    let refusal = refused(bench.on(state, TOO_SOON));
    assert_eq!((refusal.kind, refusal.retry_after), (RefusalKind::Throttled, Some(37)));
}

#[test]
fn once_more_sends_another_and_an_earlier_code_outlives_a_refusal() {
    let bench = bench();
    let (call, state) = sent(bench.begin(Op::Again(waiting())));
    assert_eq!((call.request.path.as_str(), call.effect), ("/oauth/public/send-phone-captcha", Effect::Sms));
    let (challenge, waits) = asked(bench.on(state.clone(), TOO_SOON));
    assert_eq!(challenge.note.unwrap().kind, RefusalKind::Throttled);
    assert_eq!((challenge.again_after, waits.fact("captcha_key")), (Some(37), "7c9d0011"));
    let (challenge, fresh) = asked(bench.on(state, r#"{"captchaKey":"second","success":true,"interval":0}"#));
    assert_eq!((challenge.again_after, fresh.fact("captcha_key")), (Some(60), "second"));
    assert_eq!(challenge.sent_to.as_deref(), Some("138****0000"), "masked here where the server does not");
}

#[test]
fn nothing_is_sent_for_a_login_that_could_not_follow() {
    for field in ["phone", "client_id", "client_secret", "device_id"] {
        let mut bench = bench();
        bench.values.remove(field);
        assert_eq!(bench.begin(Op::SignIn { method: "sms" }).unwrap_err(), Fault::Missing { field });
    }
}

#[test]
fn a_number_that_is_unknown_is_said_of_the_number() {
    let bench = bench();
    let (_, state) = sent(bench.begin(Op::SignIn { method: "sms" }));
    let unknown = r#"{"success":false,"code":"hoth.warn.phoneNotFound","message":"您输入的手机号未注册"}"#;
    let refusal = refused(bench.on(state, unknown));
    assert_eq!((refusal.kind, refusal.field.as_deref()), (RefusalKind::Setup, Some("phone")));
}

#[test]
fn short_numbers_are_masked_too() {
    for (phone, want) in [("13912345678", "139****5678"), ("12345", "***45"), ("1", "1")] {
        let mut bench = bench();
        bench.values.set("phone", phone);
        let (_, state) = sent(bench.begin(Op::SignIn { method: "sms" }));
        let next = bench.on(state, r#"{"captchaKey":"k","success":true}"#);
        let Ok(Next::Ask(challenge, _)) = next else { panic!("{next:?}") };
        assert_eq!(challenge.sent_to.as_deref(), Some(want));
    }
}

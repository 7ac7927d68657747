use std::fmt::Debug;

use proptest::prelude::*;

use super::{EXPIRED, SELF, TENANTS, TOKEN, WRONG, bench};
use crate::protocol::{Next, Op};
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::secret::Secret;
use crate::state::State;
use crate::testing::json;

const STEPS: [&str; 16] = [
    "init-params",
    "token",
    "captcha-code",
    "picture",
    "captcha",
    "ways",
    "sms-sent",
    "sms",
    "mobile",
    "own",
    "tenants",
    "renew",
    "verify",
    "choose",
    "sign-out",
    "no such step",
];

/// A state as far along as any step can find it.
fn full(step: &str, method: &str) -> State {
    let bench = bench();
    let refusal = bench.on(State::at("token").with("method", "oauth-password"), WRONG);
    let Ok(Next::Refused(refusal)) = refusal else { panic!("{refusal:?}") };
    let refusal: Refusal = refusal;
    State::at(step)
        .with("method", method)
        .with("captcha_key", "k")
        .with("note", serde_json::to_string(&refusal).unwrap())
        .with("facts", "{}")
        .with("changed", "12")
        .keep("token", Secret::new("TOKEN-canary"))
        .keep("refresh", Secret::new("REFRESH-canary"))
}

fn shows_no_secret(shown: &impl Debug) {
    let shown = format!("{shown:?}");
    assert!(!shown.contains("canary"), "{shown}");
}

fn json_like() -> impl Strategy<Value = String> {
    let names = prop::sample::select(vec![
        "access_token",
        "accessToken",
        "refresh_token",
        "expires_in",
        "success",
        "failed",
        "code",
        "message",
        "error",
        "error_description",
        "errorTimes",
        "surplusTimes",
        "interval",
        "captchaKey",
        "isNeedCaptcha",
        "openLoginWays",
        "appName",
        "id",
        "loginName",
        "tenantId",
        "tenantName",
    ]);
    let leaf = prop_oneof![
        Just("null".to_owned()),
        any::<bool>().prop_map(|yes| yes.to_string()),
        any::<i64>().prop_map(|number| number.to_string()),
        any::<f64>().prop_map(|number| format!("{number:?}")),
        "[a-zA-Z.*0-9密 ]{0,20}".prop_map(|text| format!("{text:?}")),
        Just("\"hoth.warn.captchaWrong\"".to_owned()),
        Just("\"hoth.warn.passwordError\"".to_owned()),
        Just("\"invalid_grant\"".to_owned()),
    ];
    let value = leaf.prop_recursive(3, 24, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(|all| format!("[{}]", all.join(","))),
            prop::collection::vec((names.clone(), inner), 0..6).prop_map(|pairs| {
                let pairs: Vec<_> = pairs.iter().map(|(name, value)| format!("{name:?}:{value}")).collect();
                format!("{{{}}}", pairs.join(","))
            }),
        ]
    });
    value.boxed()
}

fn try_all(reply: &Reply) {
    let bench = bench();
    for step in STEPS {
        for state in [State::at(step), full(step, "password"), full(step, "client-credentials"), full(step, "sms")] {
            shows_no_secret(&bench.reply(state, reply));
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_step_panics_on_bytes(body in prop::collection::vec(any::<u8>(), 0..300), status in 100u16..600) {
        try_all(&Reply { status, body: body.into(), ..Reply::default() });
    }

    #[test]
    fn no_step_panics_on_json(body in json_like(), status in prop::sample::select(vec![200u16, 302, 400, 401, 500])) {
        try_all(&Reply { status, ..json(&body) });
    }

    #[test]
    fn no_step_panics_on_markup(body in "<oauth>(<(/)?(code|status|message)>|[a-z.密]{0,9}){0,9}(</oauth>)?") {
        try_all(&Reply { status: 403, ..json(&body) });
    }

    #[test]
    fn no_step_panics_on_what_is_cut(at in 0usize..400) {
        for whole in [SELF, TENANTS, TOKEN, WRONG, EXPIRED] {
            let bytes = &whole.as_bytes()[..at.min(whole.len())];
            try_all(&Reply { status: 200, body: bytes.to_vec().into(), ..Reply::default() });
        }
    }

    #[test]
    fn no_state_panics(facts in prop::collection::btree_map(
        prop::sample::select(vec!["method", "captcha_key", "note", "facts", "again_at", "until", "ways", "changed"]),
        "\\PC{0,20}", 0..8,
    )) {
        let bench = bench();
        for step in STEPS {
            let state = facts.iter().fold(State::at(step), |state, (name, value)| state.with(name, value.as_str()));
            for body in ["{}", TOKEN, WRONG, SELF, r#"{"captchaKey":"k","success":true}"#] {
                let _ = bench.on(state.clone(), body);
            }
            let _ = bench.begin(Op::Answer(state.clone()));
            let _ = bench.begin(Op::Again(state));
        }
    }
}

/// What a person or a log may see of every step of every way in.
#[test]
fn nothing_that_is_shown_holds_a_secret() {
    let bench = bench();
    for method in ["password", "oauth-password", "client-credentials", "sms"] {
        shows_no_secret(&bench.begin(Op::SignIn { method }));
    }
    for body in [SELF, TENANTS, TOKEN, WRONG, EXPIRED, "{", "<html>", r#"{"access_token":{"x":"TOKEN-canary"}}"#] {
        try_all(&json(body));
    }
}

//! Organisations after the password: set, asked about, or none.

use super::*;

#[test]
fn one_organisation_is_set_at_once() {
    let bench = bench();
    let (call, state) = sent(bench.begin(Op::SignIn { method: "password" }));
    assert_eq!((call.request.path.as_str(), call.effect), ("/app-portal-service/v2.2/login", Effect::Attempt));
    assert_eq!(body(&call), r#"{"account":"portal_demo","password":"HUNTER2-CANARY"}"#);
    let (call, state) = sent(bench.on(state, ONE));
    assert_eq!((call.request.path.as_str(), call.effect), ("/app-portal-service/v2.2/session/set", Effect::Change));
    assert_eq!(body(&call), r#"{"orgId":"o100"}"#);
    assert_eq!(header(&call, "authorization"), Some(("Bearer APP_PORTAL_S_FIRST".to_owned(), true)));
    let session = session(bench.on(state, SET));
    assert_eq!(session.tokens.token.expose(), "APP_PORTAL_S_SET");
    assert_eq!(session.tokens.refresh.unwrap().expose(), "eyJ.refresh.one");
    assert_eq!(session.facts.organisation.unwrap().name, "Portal Demo");
    assert_eq!((session.facts.expiry.source, session.facts.expiry.at), (ExpirySource::None, None));
    assert_eq!(session.facts.can, [Capability::Renew, Capability::Verify, Capability::Choose, Capability::SignOut]);
    assert!(session.facts.limits.is_empty());
    assert_eq!(session.facts.renewable_until.unwrap().to_string(), "2019-10-02T12:22:38Z");
    assert_eq!(session.facts.account.email.as_deref(), Some("demo@example.com"));
}

#[test]
fn several_organisations_are_asked_about_and_the_token_is_kept() {
    let mut bench = bench();
    let (challenge, state) = asked(bench.on(sign_in(&bench), TWO));
    assert_eq!(challenge.kind, ChallengeKind::Organisation);
    let ids: Vec<_> = challenge.options.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["o100", "o200"]);
    assert!(!format!("{state:?}").contains("APP_PORTAL_S"));
    bench.values.set("organisation", "o999");
    let (challenge, state) = asked(bench.begin(Op::Answer(state)));
    assert_eq!(challenge.note.unwrap().field.as_deref(), Some("organisation"));
    bench.values.set("organisation", "rm_0726_001");
    let (call, state) = sent(bench.begin(Op::Answer(state)));
    assert_eq!(body(&call), r#"{"orgId":"o200"}"#);
    let answer = r#"{"code":0,"data":{"accessToken":"APP_PORTAL_S_SET","refreshToken":"r"}}"#;
    let session = session(bench.on(state, answer));
    assert_eq!(session.facts.organisation.unwrap().id, "o200");
}

#[test]
fn the_profiles_organisation_answers_the_question() {
    let mut bench = bench();
    bench.values.set("organisation", "o200");
    let (call, _) = sent(bench.on(sign_in(&bench), TWO));
    assert_eq!(body(&call), r#"{"orgId":"o200"}"#);
}

#[test]
fn no_organisation_is_a_session_that_says_so() {
    let bench = bench();
    let session = session(bench.on(sign_in(&bench), NONE));
    assert_eq!(session.tokens.token.expose(), "APP_PORTAL_S_FIRST");
    assert_eq!(session.facts.limits[0].kind, RestrictionKind::Organisation);
    assert_eq!(session.facts.can, [Capability::Verify, Capability::SignOut]);
    assert_eq!(session.facts.subject.id, "u100");
}

/// Whatever goes wrong after the password was taken, the session is there: limited, with its token.
#[test]
fn a_failed_organisation_step_loses_nothing() {
    let bench = bench();
    let start = || sent(bench.on(sign_in(&bench), ONE)).1;
    let keeps = |next: Result<Next, Fault>| {
        let kept = session(next);
        assert_eq!(kept.tokens.token.expose(), "APP_PORTAL_S_FIRST");
        assert_eq!(kept.facts.limits[0].kind, RestrictionKind::Organisation);
        assert_eq!(kept.facts.can, [Capability::Verify, Capability::Choose, Capability::SignOut]);
        kept
    };
    keeps(Ok(settled(bench.on(sign_in(&bench), ONE))));
    keeps(bench.on(start(), "<html>gateway</html>"));
    keeps(bench.on(start(), r#"{"code":0,"da"#));
    let kept = keeps(bench.on(start(), &refusal_body("31404")));
    assert!(kept.facts.limits[0].text.en.contains("was not found"));
    let kept = keeps(bench.on(start(), &refusal_body("31400")));
    assert!(kept.facts.limits[0].text.en.to_lowercase().contains("id is missing"));
    keeps(bench.on(start(), &refusal_body("39999")));
    assert_eq!(refused(bench.on(start(), &refusal_body("31401"))).kind, Kind::TokenInvalid);
    let (call, _) = sent(bench.begin(Op::Choose(&kept, "Portal Demo")));
    assert_eq!(body(&call), r#"{"orgId":"o100"}"#);
}

#[test]
fn an_unknown_organisation_is_asked_again_where_there_are_several() {
    let mut bench = bench();
    bench.values.set("organisation", "o200");
    let (_, state) = sent(bench.on(sign_in(&bench), TWO));
    let (challenge, _) = asked(bench.on(state, &refusal_body("31404")));
    assert_eq!(challenge.note.unwrap().code, "31404");
    assert_eq!(challenge.options.len(), 2);
}

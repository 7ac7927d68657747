//! What is done with a session.

use super::*;

#[test]
fn renewing_needs_a_refresh_token_and_takes_the_new_one() {
    let bench = bench();
    let limited = session(bench.on(sign_in(&bench), NONE));
    assert_eq!(bench.begin(Op::Renew(&limited)).unwrap_err(), Fault::Unsupported);
    let (call, state) = sent(bench.begin(Op::Renew(&finished(&bench))));
    assert_eq!(call.request.path, "/app-portal-service/v2.2/token/refresh");
    assert!(
        matches!(&call.request.query[..], [("refreshToken", Value::Secret(token))] if token.expose() == "eyJ.refresh.one")
    );
    let renewed = session(bench.on(state.clone(), RENEWED));
    assert_eq!(renewed.tokens.token.expose(), "APP_PORTAL_S_NEW");
    assert_eq!(renewed.tokens.refresh.unwrap().expose(), "eyJ.refresh.two");
    assert!(renewed.facts.renewable_until.unwrap().to_string().starts_with("2019-11-01"));
    let kept = session(bench.on(state.clone(), r#"{"code":200,"data":{"accessToken":"APP_PORTAL_S_NEW"}}"#));
    assert_eq!(kept.tokens.refresh.unwrap().expose(), "eyJ.refresh.one");
    assert_eq!(bench.on(state.clone(), r#"{"code":0,"data":{"accessToken":""}}"#).unwrap_err(), Fault::NoToken);
    for code in ["31400", "31401"] {
        assert_eq!(refused(bench.on(state.clone(), &refusal_body(code))).kind, Kind::TokenInvalid);
    }
}

#[test]
fn the_refresh_tokens_end_in_its_three_spellings() {
    let bench = bench();
    for stated in
        ["1570018958000", r#""1570018958000""#, r#""2019-10-02T12:22:38Z""#, r#""2019-10-02T12:22:38.000+0000""#]
    {
        let (_, state) = sent(bench.on(sign_in(&bench), ONE));
        let session = session(bench.on(state, &SET.replace("1570018958000", stated)));
        assert_eq!(session.facts.renewable_until.unwrap().to_string(), "2019-10-02T12:22:38Z", "{stated}");
        assert_eq!(session.facts.expiry.at, None);
    }
    let (_, state) = sent(bench.on(sign_in(&bench), ONE));
    assert!(session(bench.on(state, &SET.replace("1570018958000", r#""soon""#))).facts.renewable_until.is_none());
}

#[test]
fn verifying_tells_good_unchosen_and_dead_apart() {
    let bench = bench();
    let (call, state) = sent(bench.begin(Op::Verify(&finished(&bench))));
    assert_eq!((call.request.path.as_str(), call.effect), ("/app-portal-service/v2.2/session/info", Effect::Read));
    let info = r#"{"code":0,"data":{"userId":"u100","userName":"renamed","workingOrganizationId":"o200",
        "workingOrganizationName":"rm"}}"#;
    let Outcome::Verified(Some(facts)) = outcome(bench.on(state.clone(), info)) else { panic!() };
    assert_eq!((facts.subject.name.as_str(), facts.organisation.unwrap().id.as_str()), ("renamed", "o200"));
    let Outcome::Verified(Some(facts)) = outcome(bench.on(state.clone(), &refusal_body("31512"))) else { panic!() };
    assert_eq!((facts.limits[0].kind, facts.organisation), (RestrictionKind::Organisation, None));
    assert_eq!(refused(bench.on(state, &refusal_body("31401"))).kind, Kind::TokenInvalid);
}

#[test]
fn choosing_and_signing_out() {
    let bench = bench();
    let first = finished(&bench);
    let (call, state) = sent(bench.begin(Op::Choose(&first, "o200")));
    assert_eq!(body(&call), r#"{"orgId":"o200"}"#);
    assert_eq!(refused(bench.on(state.clone(), &refusal_body("31400"))).kind, Kind::Setup);
    let chosen = session(bench.on(state, r#"{"code":0,"data":{"currentOrgId":"o200","currentOrgName":"Two"}}"#));
    assert_eq!(chosen.facts.organisation.unwrap().name, "Two");
    assert_eq!(chosen.tokens.token.expose(), "APP_PORTAL_S_SET");
    let (call, state) = sent(bench.begin(Op::SignOut(&first)));
    assert_eq!(call.request.path, "/app-portal-service/v2.2/logout");
    assert!(matches!(outcome(bench.on(state, r#"{"code":0,"message":"OK","data":true}"#)), Outcome::SignedOut));
}

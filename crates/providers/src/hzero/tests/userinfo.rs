use super::{EXPIRED, SELF, TENANTS, TOKEN, bench, form, query};
use crate::call::{Effect, Expect, Verb};
use crate::fault::Fault;
use crate::protocol::{Next, Op, Outcome};
use crate::refusal::RefusalKind;
use crate::reply::Reply;
use crate::session::{Capability, Session};
use crate::state::State;
use crate::testing::{header, json, outcome, refused, sent, session, settled};

fn signed_in() -> Session {
    let bench = bench();
    let state = State::at("token").with("method", "oauth-password");
    let (_, state) = sent(bench.on(state, TOKEN));
    let (_, state) = sent(bench.on(state, SELF));
    session(bench.on(state, TENANTS))
}

fn gateway() -> Reply {
    Reply { status: 401, content_type: "text/html".to_owned(), ..json(EXPIRED) }
}

#[test]
fn a_session_outlives_answers_about_its_owner_that_cannot_be_used() {
    let bench = bench();
    let state = State::at("token").with("method", "oauth-password");
    let (_, own) = sent(bench.on(state, TOKEN));
    for body in ["", "<html>", "{", "{}", "[]", r#"{"failed":true,"code":"x","message":"y"}"#, EXPIRED] {
        let kept = session(bench.on(own.clone(), body));
        assert_eq!(kept.tokens.token.expose(), "TOKEN-5f0c1d1e-canary", "{body}");
        assert_eq!(kept.facts.subject.name, "li.na", "{body}");
    }
    let (_, tenants) = sent(bench.on(own, SELF));
    for body in ["", "<html>", "{}", "[7]", EXPIRED] {
        let kept = session(bench.on(tenants.clone(), body));
        assert_eq!((kept.facts.subject.name.as_str(), kept.facts.organisations.len()), ("李娜", 1), "{body}");
    }
}

#[test]
fn renewing_keeps_the_refresh_token_that_does_not_come_back() {
    let bench = bench();
    let old = signed_in();
    let (call, state) = sent(bench.begin(Op::Renew(&old)));
    assert_eq!((call.request.path.as_str(), call.effect), ("/oauth/oauth/token", Effect::Change));
    assert!(call.request.query.is_empty());
    let form = form(&call);
    assert_eq!(form["grant_type"], "refresh_token");
    assert_eq!(form["refresh_token"], "REFRESH-c1a2b3-canary");
    let new = session(bench.on(state.clone(), r#"{"access_token":"NEW","expires_in":"100"}"#));
    assert_eq!(new.tokens.token.expose(), "NEW");
    assert_eq!(new.tokens.refresh.unwrap().expose(), "REFRESH-c1a2b3-canary");
    assert_eq!((new.facts.subject, new.facts.organisations), (old.facts.subject, old.facts.organisations));
    assert!(new.facts.expiry.at < old.facts.expiry.at);
    let other = session(bench.on(state, r#"{"access_token":"NEW","refresh_token":"NEXT"}"#));
    assert_eq!(other.tokens.refresh.unwrap().expose(), "NEXT");
}

#[test]
fn a_refused_renewal_does_not_quote_the_token() {
    let bench = bench();
    let (_, state) = sent(bench.begin(Op::Renew(&signed_in())));
    for words in ["Invalid refresh token: ", "Invalid refresh token (expired): "] {
        let body = format!(
            r#"{{"error":"invalid_grant","error_description":"{words}REFRESH-c1a2b3-canary",
                "code":"{words}REFRESH-c1a2b3-canary","success":false}}"#
        );
        let refusal = refused(bench.reply(state.clone(), &Reply { status: 400, ..json(&body) }));
        assert_eq!((refusal.kind, refusal.code.as_str()), (RefusalKind::TokenInvalid, "invalid_grant"));
        assert_eq!(refusal.said, Some(format!("{words}****")));
        assert!(!format!("{refusal:?}").contains("canary"));
    }
}

#[test]
fn without_a_refresh_token_there_is_no_renewal() {
    let mut session = signed_in();
    session.tokens.refresh = None;
    assert_eq!(bench().begin(Op::Renew(&session)).unwrap_err(), Fault::Unsupported);
}

#[test]
fn verifying_asks_whose_token_it_is() {
    let bench = bench();
    let session = signed_in();
    let (call, state) = sent(bench.begin(Op::Verify(&session)));
    assert_eq!((call.request.path.as_str(), call.effect), ("/iam/hzero/v1/users/self", Effect::Read));
    assert_eq!(header(&call, "authorization"), Some(("Bearer TOKEN-5f0c1d1e-canary".to_owned(), true)));
    let Outcome::Verified(Some(facts)) = outcome(bench.on(state.clone(), SELF)) else { panic!() };
    assert_eq!(facts.organisations.len(), 2, "what was known stays");
    assert_eq!(facts.can, [Capability::Verify, Capability::Choose, Capability::Renew, Capability::SignOut]);
    let refusal = refused(bench.reply(state.clone(), &gateway()));
    assert_eq!((refusal.kind, refusal.said.as_deref()), (RefusalKind::TokenInvalid, Some("Token expired")));
    let spring = r#"{"error":"invalid_token","error_description":"Invalid access token: TOKEN-5f0c1d1e-canary"}"#;
    let refusal = refused(bench.reply(state.clone(), &Reply { status: 401, ..json(spring) }));
    assert_eq!((refusal.kind, refusal.code.as_str()), (RefusalKind::TokenInvalid, "invalid_token"));
    assert!(!format!("{refusal:?}").contains("canary"));
    for body in ["{}", "[]", "<html>", r#"{"tenantId":1}"#] {
        assert_eq!(bench.on(state.clone(), body).unwrap_err(), Fault::NotTheApi, "{body}");
    }
}

#[test]
fn another_tenant_is_chosen_and_read_back() {
    let bench = bench();
    let session_now = signed_in();
    let (call, state) = sent(bench.begin(Op::Choose(&session_now, "=opaque==")));
    assert_eq!((call.request.verb, call.request.path.as_str()), (Verb::Put, "/iam/v1/users/tenant-id"));
    assert_eq!((call.effect, query(&call)["tenantId"].as_str()), (Effect::Change, "=opaque=="));
    let empty = Reply { status: 204, ..Reply::default() };
    let known = session(Ok(settled(bench.reply(state.clone(), &empty))));
    assert_eq!(known.facts.organisation.unwrap().name, "LAB");
    let (call, own) = sent(bench.reply(state.clone(), &empty));
    assert_eq!(call.request.path, "/iam/hzero/v1/users/self");
    let there = SELF.replace("\"tenantId\":12", "\"tenantId\":\"=opaque==\"").replace("示例集团", "实验室");
    let (_, tenants) = sent(bench.on(own.clone(), &there));
    let next = bench.on(tenants, TENANTS);
    assert!(matches!(&next, Ok(Next::Done(outcome)) if matches!(**outcome, Outcome::Changed(_))), "{next:?}");
    assert_eq!(session(next).facts.organisation.unwrap().id, "=opaque==");
    assert!(matches!(outcome(bench.on(own, "<html>")), Outcome::Changed(_)));

    let refusal =
        refused(bench.on(state.clone(), r#"{"failed":true,"code":"error.tenant.none","message":"无权访问"}"#));
    assert_eq!((refusal.kind, refusal.said.as_deref()), (RefusalKind::Other, Some("无权访问")));
    assert!(refusal.text.zh.contains("无权访问"), "an unknown code shows the server's words");
    assert_eq!(bench.on(state, "<html>").unwrap_err(), Fault::NotTheApi);
    let none = Fault::Missing { field: "organisation" };
    assert_eq!(bench.begin(Op::Choose(&session_now, "")).unwrap_err(), none);
}

#[test]
fn signing_out_is_answered_with_a_redirect() {
    let bench = bench();
    let (call, state) = sent(bench.begin(Op::SignOut(&signed_in())));
    assert_eq!((call.request.path.as_str(), call.effect), ("/oauth/logout", Effect::Change));
    assert_eq!(call.expect, Expect::Redirect);
    assert!(call.request.query.is_empty(), "the token is in the header only");
    assert_eq!(header(&call, "authorization"), Some(("Bearer TOKEN-5f0c1d1e-canary".to_owned(), true)));
    let redirect = Reply { status: 302, ..Reply::default() };
    let (look, after) = sent(bench.reply(state.clone(), &redirect));
    assert_eq!(
        (look.effect, look.request.path.ends_with("/users/self")),
        (Effect::Read, true),
        "a redirect says nothing"
    );
    assert!(matches!(outcome(bench.reply(after.clone(), &gateway())), Outcome::SignedOut));
    assert!(refused(bench.on(after.clone(), r#"{"id":1}"#)).text.en.contains("still accepts"));
    assert_eq!(bench.on(after, "<html>").unwrap_err(), Fault::NotTheApi);
    assert_eq!(refused(bench.reply(state.clone(), &gateway())).kind, RefusalKind::TokenInvalid);
    assert_eq!(bench.on(state, "<html>").unwrap_err(), Fault::NotTheApi);
}

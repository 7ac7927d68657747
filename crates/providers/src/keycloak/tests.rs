#![allow(clippy::unwrap_used, clippy::panic)]

use super::{Keycloak, form};
use crate::call::Effect;
use crate::fault::Fault;
use crate::protocol::{Next, Op, Outcome};
use crate::refusal::RefusalKind as Kind;
use crate::reply::Reply;
use crate::secret::Secret;
use crate::session::{Capability, Session};
use crate::testing::{Bench, body, check_words, header, json, outcome, refused, sent, session, settled};

const TOKENS: &str = r#"{"access_token":"CANARY-access","expires_in":300,"refresh_expires_in":1800,
    "refresh_token":"CANARY-refresh","token_type":"Bearer","id_token":"CANARY-id","not-before-policy":0,
    "session_state":"CANARY-state","scope":"openid profile email"}"#;
const OWNER: &str = r#"{"sub":"f0e1","email_verified":true,"name":"Demo User","preferred_username":"demo",
    "given_name":"Demo","family_name":"User","email":"demo@keycloak.test"}"#;

fn bench() -> Bench {
    let plain = [("account", "demo"), ("realm", "acme/北"), ("client_id", "desk"), ("requested_scope", "openid")];
    Bench::new(&Keycloak, &plain, &[("password", "HUNTER2-CANARY")])
}

fn signed_in(bench: &Bench) -> Session {
    let (_, state) = sent(bench.begin(Op::SignIn { method: "password" }));
    let (_, state) = sent(bench.on(state, TOKENS));
    session(bench.on(state, OWNER))
}

fn said(bench: &Bench, method: &str, status: u16, body: &str) -> crate::refusal::Refusal {
    let (_, state) = sent(bench.begin(Op::SignIn { method }));
    refused(bench.reply(state, &Reply { status, ..json(body) }))
}

#[test]
fn a_login_is_one_form_below_the_realm() {
    let (call, _) = sent(bench().begin(Op::SignIn { method: "password" }));
    assert_eq!(call.request.path, "/realms/acme%2F%E5%8C%97/protocol/openid-connect/token");
    assert_eq!(call.effect, Effect::Attempt);
    assert_eq!(body(&call), "client_id=desk&grant_type=password&username=demo&password=HUNTER2-CANARY&scope=openid");
    let mut bench = bench();
    bench.values.keep("totp", Secret::new("123456"));
    bench.values.keep("client_secret", Secret::new("S"));
    let form = body(&sent(bench.begin(Op::SignIn { method: "password" })).0);
    assert!(form.contains("&totp=123456&") && form.contains("client_secret=S&"), "{form}");
    let client = body(&sent(bench.begin(Op::SignIn { method: "client" })).0);
    assert_eq!(client, "client_id=desk&client_secret=S&grant_type=client_credentials&scope=openid");
}

#[test]
fn a_session_keeps_its_ends_and_its_owner() {
    let session = signed_in(&bench());
    let facts = &session.facts;
    assert_eq!((facts.subject.id.as_str(), facts.subject.name.as_str()), ("f0e1", "Demo User"));
    assert_eq!(facts.expiry.at.unwrap().to_string(), "2022-01-18T09:05:00Z");
    assert_eq!(facts.renewable_until.unwrap().to_string(), "2022-01-18T09:30:00Z");
    assert_eq!(facts.can, [Capability::Renew, Capability::Verify, Capability::SignOut]);
    assert!(!format!("{facts:?}").contains("CANARY"));
}

#[test]
fn a_session_stands_when_its_owner_cannot_be_read() {
    let bench = bench();
    let (_, state) = sent(bench.begin(Op::SignIn { method: "password" }));
    let next = bench.on(state, TOKENS);
    let Next::Done(done) = settled(next) else { panic!() };
    let Outcome::SignedIn(session) = *done else { panic!() };
    assert_eq!(session.facts.subject.name, "demo");
}

#[test]
fn a_renewal_keeps_the_owner_and_takes_the_new_tokens() {
    let bench = bench();
    let former = signed_in(&bench);
    let (call, state) = sent(bench.begin(Op::Renew(&former)));
    assert_eq!(call.effect, Effect::Change);
    assert!(body(&call).ends_with("grant_type=refresh_token&refresh_token=CANARY-refresh"));
    let fresh =
        r#"{"access_token":"T2","expires_in":600,"refresh_expires_in":0,"refresh_token":"R2","token_type":"Bearer"}"#;
    let renewed = session(bench.on(state.clone(), fresh));
    assert_eq!((renewed.facts.subject.name.as_str(), renewed.tokens.token.expose()), ("Demo User", "T2"));
    assert_eq!(renewed.facts.renewable_until, None, "an offline token has no end of its own");
    let refusal = refused(bench.reply(
        state,
        &Reply { status: 400, ..json(r#"{"error":"invalid_grant","error_description":"Token is not active"}"#) },
    ));
    assert_eq!(refusal.kind, Kind::TokenInvalid);
}

#[test]
fn a_refused_token_is_told_by_body_or_status() {
    let bench = bench();
    let session = signed_in(&bench);
    for reply in [
        Reply { status: 401, ..json(r#"{"error":"invalid_token","error_description":"Token verification failed"}"#) },
        Reply { status: 401, ..Reply::default() },
    ] {
        let (call, state) = sent(bench.begin(Op::Verify(&session)));
        assert_eq!(header(&call, "authorization"), Some(("Bearer CANARY-access".to_owned(), true)));
        assert_eq!(refused(bench.reply(state, &reply)).kind, Kind::TokenInvalid);
    }
    let (_, state) = sent(bench.begin(Op::Verify(&session)));
    assert!(matches!(outcome(bench.on(state, OWNER)), Outcome::Verified(Some(_))));
}

#[test]
fn signing_out_names_the_refresh_token_or_revokes_the_access_token() {
    let bench = bench();
    let mut session = signed_in(&bench);
    let (call, state) = sent(bench.begin(Op::SignOut(&session)));
    assert!(call.request.path.ends_with("/logout") && body(&call).contains("refresh_token=CANARY-refresh"));
    assert!(matches!(outcome(bench.reply(state, &Reply { status: 204, ..Reply::default() })), Outcome::SignedOut));
    session.tokens.refresh = None;
    let (call, _) = sent(bench.begin(Op::SignOut(&session)));
    assert!(call.request.path.ends_with("/revoke") && body(&call).contains("token=CANARY-access"));
    assert!(matches!(bench.begin(Op::Renew(&session)), Err(Fault::Unsupported)));
}

#[test]
fn what_the_server_judged_decides_what_counts() {
    const WRONG: &str = r#"{"error":"invalid_grant","error_description":"Invalid user credentials"}"#;
    const CLIENT: &str =
        r#"{"error":"unauthorized_client","error_description":"Invalid client or Invalid client credentials"}"#;
    let mut bench = bench();
    assert_eq!(said(&bench, "password", 401, WRONG).kind, Kind::Credentials);
    assert_eq!(said(&bench, "password", 401, CLIENT).kind, Kind::Setup, "says nothing about the password");
    bench.values.keep("totp", Secret::new("123456"));
    assert_eq!(said(&bench, "password", 401, WRONG).kind, Kind::CredentialsOrCode);
    bench.values.keep("client_secret", Secret::new("S"));
    assert_eq!(said(&bench, "client", 401, CLIENT).kind, Kind::Credentials);
}

#[test]
fn other_refusals_by_their_words() {
    for (body, kind, field) in [
        (
            r#"{"error":"invalid_grant","error_description":"Account is not fully set up"}"#,
            Kind::PasswordExpired,
            Some("password"),
        ),
        (r#"{"error":"invalid_grant","error_description":"Account disabled"}"#, Kind::Disabled, Some("account")),
        (
            r#"{"error":"invalid_grant","error_description":"Account temporarily disabled, contact admin"}"#,
            Kind::AccountLocked,
            None,
        ),
        (
            r#"{"error":"unauthorized_client","error_description":"Client not allowed for direct access grants"}"#,
            Kind::Setup,
            Some("client_id"),
        ),
        (r#"{"error":"invalid_scope","error_description":"Invalid scopes: x"}"#, Kind::Setup, Some("requested_scope")),
        (r#"{"error":"Realm does not exist"}"#, Kind::Setup, Some("realm")),
        (r#"{"error":"odd"}"#, Kind::Other, None),
    ] {
        let refusal = said(&bench(), "password", 400, body);
        assert_eq!((refusal.kind, refusal.field.as_deref()), (kind, field), "{body}");
    }
}

#[test]
fn what_is_no_keycloak_is_said() {
    let bench = bench();
    for body in ["{}", r#"{"status":"ok"}"#, "<html>", "[]"] {
        let (_, state) = sent(bench.begin(Op::SignIn { method: "password" }));
        assert!(matches!(bench.on(state, body), Err(Fault::NotTheApi)), "{body}");
    }
}

#[test]
fn every_code_has_words() {
    check_words(form::DESCRIPTOR.codes);
}

#![allow(clippy::unwrap_used, clippy::panic)]

use proptest::prelude::*;

use super::{EnosIam, form};
use crate::call::Effect;
use crate::fault::Fault;
use crate::protocol::{Op, Outcome};
use crate::refusal::RefusalKind as Kind;
use crate::reply::Reply;
use crate::session::{Capability, ExpirySource, RestrictionKind, Session};
use crate::state::State;
use crate::testing::{Bench, body, check_words, json, outcome, refused, sent, session};

/// The document's example with its lost braces restored and invented values of the same shape.
fn answer(session: &str, user: &str) -> String {
    format!(
        r#"{{"fail":false,"failed":false,"success":true,"successful":true,"status":0,"message":"","requestId":null,
        "session":{{"id":"IAM_S_INVENTED0000","expires":7200,"createTime":1562849746,"refreshTime":1562850052,
        "workingOrganization":{{"id":"o100","name":"portal","domain":"db_portal"}},
        "residentOrganization":[{{"id":"o200","name":"home","domain":null}}],
        "user":{{"id":"u100","name":"portal","type":2,"state":0,"email":"user@example.com","phone":""{user}}}{session}}}}}"#
    )
}

fn bench() -> Bench {
    let plain = [("account", "li.wen"), ("link_name", "corp"), ("expire_interval", "3600")];
    Bench::new(&EnosIam, &plain, &[("password", "HUNTER2-CANARY")])
}

fn start(bench: &Bench, method: &str) -> State {
    sent(bench.begin(Op::SignIn { method })).1
}

fn signed_in(session_more: &str, user_more: &str) -> Session {
    let bench = bench();
    session(bench.on(start(&bench, "password"), &answer(session_more, user_more)))
}

#[test]
fn the_body_is_the_documents_and_nothing_else() {
    let bench = bench();
    let (call, _) = sent(bench.begin(Op::SignIn { method: "password" }));
    assert_eq!((call.effect, call.request.path.as_str()), (Effect::Attempt, "/enos-iam-service/v2.0/login"));
    let text = r#"{"authType":0,"principal":"li.wen","credentials":"HUNTER2-CANARY","expireInterval":3600}"#;
    assert_eq!(body(&call), text);
    let (call, _) = sent(bench.begin(Op::SignIn { method: "ldap" }));
    assert!(body(&call).starts_with(r#"{"authType":1,"linkName":"corp","principal":"#));
    assert!(!format!("{call:?}").contains("CANARY"));
}

#[test]
fn the_documents_example_signs_in() {
    let session = signed_in(r#","status":1"#, r#","mfaType":null"#);
    let facts = &session.facts;
    assert_eq!((facts.subject.id.as_str(), facts.subject.name.as_str()), ("u100", "portal"));
    assert_eq!(facts.organisations.len(), 2);
    assert_eq!(facts.organisation.as_ref().unwrap().id, "o100");
    assert_eq!(facts.issued_at.unwrap().as_second(), 1_562_849_746);
    assert_eq!(facts.expiry.at.unwrap().as_second(), 1_562_850_052 + 7200);
    assert!(facts.expiry.may_be_later && facts.expiry.source == ExpirySource::Server);
    assert_eq!(facts.can, [Capability::Verify]);
    assert!(facts.limits.is_empty());
}

/// As the vendor's page types it.
#[test]
fn a_user_in_a_list_is_the_user_and_no_list_is_read_by_position() {
    let bench = bench();
    let on = |user: &str| {
        let whole = answer(r#","status":0"#, r#","passwordState":1"#);
        let (before, rest) = whole.split_once(r#""user":"#).unwrap();
        let (one, after) = rest.split_at(rest.find('}').unwrap() + 1);
        let body = format!(r#"{before}"user":{}{after}"#, user.replace("ONE", one));
        session(bench.on(start(&bench, "password"), &body)).facts
    };
    let alone = on("ONE");
    assert_eq!((alone.subject.id.as_str(), alone.limits.len()), ("u100", 2));
    assert_eq!(on("[ONE]"), alone);
    assert_eq!(on(r#"[["POSID","POSNAME"],ONE]"#), alone);
    for user in [r#"["POSID","POSNAME"]"#, "7", r#""POSID""#, "[]", "null"] {
        let facts = on(user);
        assert_eq!((facts.subject.id.as_str(), facts.limits.len()), ("", 1), "{user}: {facts:?}");
        assert_eq!(facts.expiry, alone.expiry, "{user}");
    }
}

#[test]
fn limits_are_named() {
    let kinds = |session: &str, user: &str| -> Vec<RestrictionKind> {
        signed_in(session, user).facts.limits.iter().map(|limit| limit.kind).collect()
    };
    assert_eq!(kinds(r#","status":0"#, ""), [RestrictionKind::Restricted]);
    assert_eq!(kinds(r#","status":1"#, r#","passwordState":1"#), [RestrictionKind::PasswordChange]);
    assert_eq!(kinds(r#","status":"1""#, r#","password_state":1.0"#), [RestrictionKind::PasswordChange]);
    assert_eq!(kinds(r#","status":0"#, r#","mfaType":3"#), [RestrictionKind::Restricted, RestrictionKind::Mfa]);
    assert_eq!(kinds(r#","status":1"#, r#","mfaType":"2""#), []);
}

#[test]
fn every_code_and_message_of_the_document_is_told_apart() {
    let table = [
        (30400, "Incorrect user account or password", Kind::Credentials),
        (30400, "Username and password cannot be empty", Kind::Setup),
        (30400, "BASE DN ID is required", Kind::Setup),
        (30400, "LDAP mapping is invalid", Kind::Setup),
        (30400, "Mapping of the LDAP attributes is invalid. Contact the administrator for support.", Kind::Setup),
        (30400, "Failed to connect to LDAP server.", Kind::Setup),
        (30404, "LDAP connection does not exist.", Kind::Setup),
        (30410, "You password has expired.", Kind::PasswordExpired),
        (30429, "Failed login attempts exceed limit. IP address is locked", Kind::HostLocked),
        (30429, "Failed login attempts exceed limit. User account is locked.", Kind::AccountLocked),
        (30429, "", Kind::LockUnclear),
        (30511, "LDAP login is disabled", Kind::Disabled),
        (30511, "user.banned.not.allowed", Kind::Disabled),
        (1003, "", Kind::Setup),
        (39999, "something new", Kind::Other),
    ];
    for (code, message, kind) in table {
        let bench = bench();
        let text = format!(r#"{{"success":false,"status":{code},"message":"{message}","session":null}}"#);
        let refusal = refused(bench.on(start(&bench, "password"), &text));
        assert_eq!((refusal.kind, refusal.code.as_str()), (kind, code.to_string().as_str()), "{code} {message}");
    }
    check_words(form::DESCRIPTOR.codes);
}

#[test]
fn success_needs_a_session_and_a_session_may_stand_beside() {
    let bench = bench();
    let on = |text: &str| bench.on(start(&bench, "password"), text);
    assert_eq!(on(r#"{"success":true,"status":0}"#).unwrap_err(), Fault::NoToken);
    assert_eq!(on(r#"{"success":true,"status":0,"session":{"id":""}}"#).unwrap_err(), Fault::NoToken);
    assert_eq!(on(r#"{"hello":1}"#).unwrap_err(), Fault::NotTheApi);
    assert_eq!(on("<html>").unwrap_err(), Fault::NotTheApi);
    assert_eq!(session(on(r#"{"status":0,"sessionId":"IAM_S_BESIDE"}"#)).tokens.token.expose(), "IAM_S_BESIDE");
}

#[test]
fn verifying_reads_the_session_and_a_dead_one_is_refused() {
    let (bench, held) = (bench(), signed_in("", ""));
    let (call, state) = sent(bench.begin(Op::Verify(&held)));
    assert_eq!((call.effect, call.request.path.as_str()), (Effect::Read, "/enos-iam-service/v2.0/session/info"));
    assert!(matches!(outcome(bench.on(state.clone(), &answer("", ""))), Outcome::Verified(Some(_))));
    for code in [30401, 30404, 401, 404] {
        for words in ["session not valid", "", "组织不存在"] {
            let text = format!(r#"{{"status":{code},"message":"{words}"}}"#);
            assert_eq!(refused(bench.on(state.clone(), &text)).kind, Kind::TokenInvalid, "{code} {words}");
        }
    }
    let disabled = r#"{"status":30511,"message":"The user is disabled"}"#;
    assert_eq!(refused(bench.on(state, disabled)).kind, Kind::Disabled, "what a login says means the same here");
    assert_eq!(bench.begin(Op::SignOut(&held)).unwrap_err(), Fault::Unsupported);
}

#[test]
fn a_web_server_without_such_a_path_says_nothing_of_a_session() {
    let (bench, held) = (bench(), signed_in("", ""));
    let (_, verifying) = sent(bench.begin(Op::Verify(&held)));
    for (status, error, want) in [(404, "Not Found", Fault::NoSuchPath), (401, "Unauthorized", Fault::NotTheApi)] {
        let text = format!(r#"{{"timestamp":1,"status":{status},"error":"{error}","message":"","path":"/x"}}"#);
        let reply = Reply { status, ..json(&text) };
        assert_eq!(bench.reply(verifying.clone(), &reply).unwrap_err(), want);
        assert_eq!(bench.reply(start(&bench, "password"), &reply).unwrap_err(), want);
    }
    let text = r#"{"status":404,"message":"User login session expired"}"#;
    assert_eq!(refused(bench.on(start(&bench, "password"), text)).kind, Kind::Other, "a login is about no session");
    let list = r#"{"status":0,"session":[{"id":"IAM_S_LISTED"}]}"#;
    assert_eq!(session(bench.on(start(&bench, "password"), list)).tokens.token.expose(), "IAM_S_LISTED");
}

proptest! {
    #[test]
    fn no_answer_makes_it_panic(bytes in proptest::collection::vec(any::<u8>(), 0..200), step in "login|verify|other") {
        let bench = bench();
        let mut reply = json("");
        reply.body = bytes.into();
        let state = State::at(&step).with("method", "password");
        let shown = format!("{:?}", bench.reply(state, &reply));
        prop_assert!(!shown.contains("CANARY"));
    }
}

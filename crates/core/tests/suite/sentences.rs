//! A server's words never repeat our secrets, whatever the provider and the step: in no refusal, limit, note, name or
//! stored fact.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::accounts::{Person, answered, people};
use crate::random_walk::{Step, walk};
use crate::support::{TestClock, hallpass};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hallpass_core::providers::{Next, Outcome, Reply, read_answer};
use hallpass_core::vault::Vault;
use hallpass_core::{Hallpass, MIGRATIONS};
use hallpass_sandbox::{Fault, FaultRule, Options, Sandbox, start};
use serde_json::{Value, json};

/// The forms in which servers quote a secret.
fn forms(secret: &str) -> [String; 4] {
    let percent = |byte: u8| match byte {
        byte if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) => char::from(byte).to_string(),
        byte => format!("%{byte:02X}"),
    };
    let base64 = STANDARD.encode(secret).trim_end_matches('=').to_owned();
    [secret.to_owned(), secret.to_uppercase(), secret.bytes().map(percent).collect(), base64]
}

/// Every value of an answer that is no object and no list.
fn leaves(value: &Value, at: &str, out: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, member)| leaves(member, &format!("{at}/{name}"), out))
        }
        Value::Array(items) => items.iter().enumerate().for_each(|(n, item)| leaves(item, &format!("{at}/{n}"), out)),
        _ => out.push(at.to_owned()),
    }
}

/// The members that an answer has.
fn shape(step: &Step) -> Vec<String> {
    let mut at = Vec::new();
    leaves(&serde_json::from_slice(&step.reply.body).unwrap_or_default(), "", &mut at);
    at
}

/// An answer's value with a secret in it, in the ways in which servers write one there.
fn quoting(old: &Value, secret: &str) -> [Value; 3] {
    let old = old.as_str().map_or_else(|| old.to_string(), str::to_owned);
    [json!(secret), json!(format!("bad {secret}!")), json!(format!("{old} ({secret}"))]
}

/// A refusal by a code of no document, in every envelope at once.
fn refusal(secret: &str) -> Value {
    let words = format!("no {secret}");
    json!({"code": secret, "status": 77001, "statusCode": 77001, "apiCode": words, "success": false, "failed": true,
        "error": words, "error_description": words, "message": words, "msg": words, "path": words, "request_id": words})
}

/// What the provider makes of an answer, as it would be shown or stored; nothing where `accepted` is wanted and it is
/// refused.
fn read(step: &Step, status: u16, body: &str, accepted: bool) -> String {
    let reply = Reply { status, body: body.as_bytes().to_vec().into(), ..step.reply.clone() };
    let next = read_answer(step.provider, &step.sent, step.state.clone(), &reply, &step.context());
    if accepted && matches!(next, Ok(Next::Refused(_)) | Err(_)) {
        return String::new();
    }
    let stored = match &next {
        Ok(Next::Done(outcome)) => match outcome.as_ref() {
            Outcome::SignedIn(session) | Outcome::Changed(session) => serde_json::to_string(&session.facts).unwrap(),
            _ => String::new(),
        },
        _ => String::new(),
    };
    format!("{next:?} {stored}").to_lowercase()
}

fn check(step: &Step, status: u16, body: &str, secret: &str, what: &str) {
    check_shown(step, &read(step, status, body, false), secret, what);
}

fn check_shown(step: &Step, shown: &str, secret: &str, what: &str) {
    assert!(!shown.contains(&secret.to_lowercase()), "{} {what}: {secret} is in {shown}", step.name());
}

#[tokio::test]
async fn no_text_of_any_answer_of_any_provider_shows_a_secret_of_ours() {
    let sandbox = start(Options::default()).await.unwrap();
    let (mut steps, mut reads) = (Vec::new(), 0);
    let mut known = BTreeSet::new();
    for person in &people(&sandbox) {
        let walked = walk(&sandbox, person).await;
        steps.extend(walked.into_iter().filter(|step| known.insert((step.name(), shape(step)))));
        sandbox.reset();
    }
    for step in &steps {
        for secret in step.secrets() {
            for form in forms(&secret) {
                for status in [200, 401] {
                    check(step, status, &refusal(&form).to_string(), &form, "refusal");
                    let xml = format!(
                        "<oauth><status>no {form}</status><code>{form}</code><message>{form}</message></oauth>"
                    );
                    check(step, status, &xml, &form, "xml");
                    reads += 2;
                }
            }
        }
        let Ok(answer) = serde_json::from_slice::<Value>(&step.reply.body) else { continue };
        let mut at = Vec::new();
        leaves(&answer, "", &mut at);
        // Also what this very answer has brought: a token is a token in a name as well.
        let secrets = step.secrets().into_iter().map(|secret| (secret, false));
        for (secret, accepted) in secrets.chain(step.brings().into_iter().map(|token| (token, true))) {
            for path in &at {
                for value in quoting(answer.pointer(path).unwrap(), &secret) {
                    let mut quoted = answer.clone();
                    *quoted.pointer_mut(path).unwrap() = value;
                    let shown = read(step, step.reply.status, &quoted.to_string(), accepted);
                    check_shown(step, &shown, &secret, path);
                    reads += 1;
                }
            }
        }
    }
    let seen: BTreeSet<String> = steps.iter().map(Step::name).collect();
    assert!(seen.len() > 35 && reads > 5_000, "{reads} {seen:?}");
    println!("proof quoted-secrets: 0 of {reads}");
    for asked in ["hzero answer token", "hzero answer mobile", "enos-portal answer mfa-check"] {
        assert!(seen.contains(asked), "{asked}: {seen:?}");
    }
}

/// Everything that is stored outside of the table of secrets.
async fn stored(hallpass: &Hallpass) -> String {
    let read = |db: &rusqlite::Connection| -> hallpass_core::Result<String> {
        let mut tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name != 'secret'")?;
        let tables = tables.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
        let mut all = String::new();
        for table in tables {
            let mut query = db.prepare(&format!("SELECT * FROM {table}"))?;
            let columns = query.column_count();
            let mut rows = query.query([])?;
            while let Some(row) = rows.next()? {
                (0..columns).for_each(|column| all += &format!("{:?} ", row.get_ref(column).unwrap().as_str()));
            }
        }
        Ok(all)
    };
    hallpass.vault().read(read).await.unwrap()
}

/// What the surfaces can show of a profile.
async fn shown(hallpass: &Hallpass, name: &str) -> String {
    let session = hallpass.session(name).await;
    let pending = hallpass.pending().await.unwrap();
    let activity = hallpass.activity(jiff::Timestamp::UNIX_EPOCH).await.unwrap();
    let json = (session.as_ref().map(|it| json!(it)).ok(), json!(pending), json!(activity));
    format!("{session:?} {pending:?} {activity:?} {json:?} {}", stored(hallpass).await)
}

/// Everything that can be done with a session, as it would be shown.
async fn operated(hallpass: &Hallpass, name: &str) -> String {
    let organisation = hallpass.session(name).await.ok().and_then(|session| session.organisations.first().cloned());
    let chosen = hallpass.choose(name, &organisation.unwrap_or_default().id).await;
    let (renewed, verified) = (hallpass.renew(name).await, hallpass.verify(name).await);
    let before = shown(hallpass, name).await;
    let ended = hallpass.sign_out(name).await;
    format!("{chosen:?} {renewed:?} {verified:?} {ended:?} {before} {}", shown(hallpass, name).await)
}

fn assert_clean(person: &Person, fault: &str, shown: &str) {
    for (field, secret) in &person.secrets {
        assert!(!shown.contains(secret.as_str()), "{} {fault}: {field} is in {shown}", person.provider.id);
    }
    for token in ["IAM_S_", "Bearer "] {
        assert!(!shown.contains(token), "{} {fault}: {token} is in {shown}", person.provider.id);
    }
}

async fn fresh() -> Hallpass {
    hallpass(Vault::memory(MIGRATIONS).await.unwrap(), &TestClock::default(), Duration::from_secs(30))
}

/// Signs in with the fault on one path, or on all of them.
async fn under(sandbox: &Sandbox, person: &Person, fault: &str, path: Option<&str>) -> String {
    let rule = FaultRule::always(fault.parse::<Fault>().unwrap());
    sandbox.add_fault(path.map_or(rule.clone(), |path| rule.path(path)));
    let hallpass = fresh().await;
    hallpass.add_profile(person.draft.clone()).await.unwrap();
    let end = hallpass.sign_in(person.name(), person.how.clone()).await;
    let asked = format!("{end:?} {}", shown(&hallpass, person.name()).await);
    let end = answered(&hallpass, sandbox, person, end).await;
    let shown = format!("{asked} {end:?} {}", shown(&hallpass, person.name()).await);
    sandbox.clear_faults(None);
    shown
}

#[tokio::test]
async fn no_surface_and_no_stored_fact_shows_what_a_server_repeats() {
    let (sandbox, mut methods) = (start(Options::default()).await.unwrap(), BTreeSet::new());
    let fresh_method = |person: &&Person| {
        person.happens.starts_with("signs in") && methods.insert((person.provider.id, person.how.method.clone()))
    };
    for person in people(&sandbox).iter().filter(fresh_method) {
        for fault in ["quotes", "refuses-quoting"] {
            assert_clean(person, fault, &under(&sandbox, person, fault, None).await);
            sandbox.reset();
            let hallpass = fresh().await;
            hallpass.add_profile(person.draft.clone()).await.unwrap();
            let end = hallpass.sign_in(person.name(), person.how.clone()).await;
            answered(&hallpass, &sandbox, person, end).await.unwrap();
            sandbox.add_fault(FaultRule::always(fault.parse().unwrap()));
            assert_clean(person, fault, &operated(&hallpass, person.name()).await);
            sandbox.reset();
        }
    }
}

#[tokio::test]
async fn a_refusal_that_becomes_a_limit_shows_no_secret() {
    let sandbox = start(Options::default()).await.unwrap();
    let people = people(&sandbox);
    let portal = |happens: &str| {
        people.iter().find(|it| it.provider.id == "enos-portal" && it.happens.contains(happens)).unwrap()
    };
    for (person, path) in [
        (portal("signs in with signed calls"), "/app-portal-service/v2.2/session/set"),
        (portal("one organization; the success"), "/app-portal-service/v2.2/session/set"),
        (portal("needs a code by phone"), "/app-portal-service/v2.3/verificationCode/send"),
    ] {
        let shown = under(&sandbox, person, "refuses-quoting", Some(path)).await;
        assert!(shown.contains("****") && shown.contains("limits"), "{shown}");
        assert_clean(person, path, &shown);
        sandbox.reset();
    }
}

#[tokio::test]
async fn the_host_of_a_redirect_shows_no_secret() {
    let sandbox = start(Options::default()).await.unwrap();
    let people = people(&sandbox);
    let person = people.iter().find(|person| person.provider.id == "enos-iam").unwrap();
    let secret = person.secrets[0].1.to_lowercase();
    let shown = under(&sandbox, person, &format!("redirect-302=http://{secret}.example/"), None).await;
    assert!(shown.contains("****.example") && !shown.contains(&secret), "{shown}");
}

//! A member of an answer that is not needed never fails a sign-in, whatever it is: vendors type one thing now as a list and
//! now as an object, and no list is read by position.

use std::collections::BTreeSet;

use crate::accounts::people;
use crate::random_walk::{Step, walk};
use hallpass_core::providers::{Context, Next, Outcome, Reply, Session, read_answer};
use hallpass_sandbox::{Options, start};
use serde_json::{Value, json};

/// What says that it worked, and the token: an answer without them is none.
const NEEDED: &[&str] = &[
    "/status",
    "/stauts",
    "/session",
    "/session/id",
    "/code",
    "/data",
    "/data/accessToken",
    "/data/token",
    "/access_token",
    "/accessToken",
    "/captchaKey",
];

fn members(value: &Value, at: &str, out: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                out.push(format!("{at}/{name}"));
                self::members(member, &format!("{at}/{name}"), out);
            }
        }
        Value::Array(items) => items.iter().enumerate().for_each(|(n, item)| members(item, &format!("{at}/{n}"), out)),
        _ => {}
    }
}

fn read(step: &Step, body: &Value) -> Result<Next, hallpass_core::providers::Fault> {
    let reply = Reply { body: body.to_string().into_bytes().into(), ..step.reply.clone() };
    read_answer(step.provider, &step.sent, step.state.clone(), &reply, &step.context())
}

fn session(next: Next) -> Option<Session> {
    match next {
        Next::Done(outcome) => match *outcome {
            Outcome::SignedIn(session) => Some(session),
            _ => None,
        },
        Next::More { settled, .. } => session(*settled),
        _ => None,
    }
}

#[tokio::test]
async fn a_member_that_is_not_needed_never_fails_a_sign_in() {
    let (sandbox, mut seen, mut reads) = (start(Options::default()).await.unwrap(), BTreeSet::new(), 0);
    for person in people(&sandbox).iter().filter(|person| person.happens.starts_with("signs in")) {
        let steps = walk(&sandbox, person).await;
        sandbox.reset();
        for step in steps.iter().filter(|step| ["sign-in", "answer"].contains(&step.operation)) {
            let Ok(answer) = serde_json::from_slice::<Value>(&step.reply.body) else { continue };
            // A refused code is an answer as well, and none to sign in by.
            if matches!(read(step, &answer), Ok(Next::Refused(_) | Next::Ask(..)) | Err(_)) {
                continue;
            }
            let mut at = Vec::new();
            members(&answer, "", &mut at);
            if !seen.insert((step.name(), at.clone())) {
                continue;
            }
            for path in at.iter().filter(|path| !NEEDED.contains(&path.replace("/0", "").as_str())) {
                for odd in [
                    json!(null),
                    json!(["POSID", "POSNAME"]),
                    json!([]),
                    json!({}),
                    json!({"x": [1]}),
                    json!(-1.5),
                    json!(""),
                    json!(true),
                ] {
                    let mut changed = answer.clone();
                    *changed.pointer_mut(path).unwrap() = odd.clone();
                    let next = read(step, &changed);
                    let fine = !matches!(next, Ok(Next::Refused(_)) | Err(_));
                    assert!(fine, "{} {path} {odd}: {next:?}", step.name());
                    let facts = next.ok().and_then(session).map(|session| format!("{:?}", session.facts));
                    assert!(!facts.unwrap_or_default().contains("POSID"), "{} {path} read by position", step.name());
                    reads += 1;
                }
            }
        }
    }
    assert!(seen.len() > 10 && reads > 1_000, "{reads} {seen:?}");
}

/// The other spelling of a member's name: vendors write one answer in two styles, and misspell.
fn other_spelling(name: &str) -> Option<String> {
    let capital = |at: usize| name[at + 1..].chars().next().map(|c| c.to_ascii_uppercase());
    match name {
        "status" => Some("stauts".to_owned()),
        "stauts" => Some("status".to_owned()),
        _ if name.contains('_') => {
            let mut camel = String::new();
            for (at, c) in name.char_indices().filter(|(at, _)| *at == 0 || !name[..*at].ends_with('_')) {
                if c == '_' { camel.extend(capital(at)) } else { camel.push(c) }
            }
            Some(camel)
        }
        _ if name.contains(|c: char| c.is_ascii_uppercase()) => Some(
            name.chars()
                .flat_map(|c| c.is_ascii_uppercase().then_some('_').into_iter().chain([c.to_ascii_lowercase()]))
                .collect(),
        ),
        _ => None,
    }
}

/// Each member of an answer once more, in its other spelling.
fn in_both_spellings(value: &mut Value, other: &dyn Fn(&Value) -> Value) -> usize {
    match value {
        Value::Object(members) => {
            let more: Vec<(String, Value)> = members
                .iter()
                .filter_map(|(name, member)| Some((other_spelling(name)?, other(member))))
                .filter(|(name, _)| !members.contains_key(name))
                .collect();
            let below: usize = members.values_mut().map(|member| in_both_spellings(member, other)).sum();
            let count = more.len() + below;
            members.extend(more);
            count
        }
        Value::Array(items) => items.iter_mut().map(|item| in_both_spellings(item, other)).sum(),
        _ => 0,
    }
}

/// What an answer means, at one time. What is sent next is signed and encrypted again each time.
fn told(step: &Step, body: &Value) -> String {
    let reply = Reply { body: body.to_string().into_bytes().into(), ..step.reply.clone() };
    let cx = Context { now: reply.date.unwrap_or_default(), ..step.context() };
    match read_answer(step.provider, &step.sent, step.state.clone(), &reply, &cx) {
        Ok(Next::Send(..)) => "another call".to_owned(),
        read => format!("{read:?}"),
    }
}

#[tokio::test]
async fn an_answer_that_has_a_member_in_both_spellings_is_read() {
    let (sandbox, mut read_twice) = (start(Options::default()).await.unwrap(), BTreeSet::new());
    for person in people(&sandbox).iter().filter(|person| person.happens.starts_with("signs in")) {
        let steps = walk(&sandbox, person).await;
        sandbox.reset();
        for step in &steps {
            let Ok(answer) = serde_json::from_slice::<Value>(&step.reply.body) else { continue };
            let wanted = told(step, &answer);
            for other in [&Value::clone as &dyn Fn(&Value) -> Value, &|_| Value::Null] {
                let mut both = answer.clone();
                if in_both_spellings(&mut both, other) > 0 {
                    assert_eq!(told(step, &both), wanted, "{} {both}", step.name());
                    read_twice.insert(step.name());
                }
            }
        }
    }
    assert!(read_twice.len() > 5, "{read_twice:?}");
}

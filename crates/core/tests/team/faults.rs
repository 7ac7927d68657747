//! The bad answers of a network and a server, to every call that a member sends to the team's.

use std::time::Duration;

use hallpass_core::providers::{Secret, secret_forms};
use hallpass_core::vault::Vault;
use hallpass_core::{Error, Hallpass, MIGRATIONS, ProfileDraft, SharedSecret, SignIn, TeamSettings};

use crate::desk::{PASSWORD, member, server, settings_at, team};
use crate::front::{Front, Play};
use crate::support::{TestClock, hallpass, iam};

const SHARED: &str = "Not-Real-canary-of-the-team";
const HTML: &[u8] = b"<!DOCTYPE html><html><title>Sign in to the network</title></html>";

#[derive(Debug, Clone, Copy, PartialEq)]
enum Operation {
    Join,
    Sync,
    Share,
    Edit,
    SignIn,
}

fn answer(status: &str, kind: &str, body: &[u8]) -> Play {
    let head = format!("HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n", body.len());
    Play::Say([head.as_bytes(), body].concat())
}

fn plays() -> Vec<(&'static str, Play)> {
    let json = "application/json";
    let endless = format!("HTTP/1.1 200 OK\r\ncontent-type: {json}\r\ncontent-length: 2147483648\r\n\r\n");
    let head = format!("HTTP/1.1 200 OK\r\ncontent-type: {json}\r\ncontent-length: 500\r\n\r\n{{\"da");
    vec![
        ("a captive portal", answer("200 OK", "text/html", HTML)),
        ("nothing in JSON", answer("200 OK", json, b"{}")),
        ("half of the JSON", answer("200 OK", json, b"{\"data\":{\"da")),
        ("no JSON", answer("200 OK", json, b"\xff\xfe\xfd")),
        ("500", answer("500 Internal Server Error", json, b"{\"errors\":[\"internal error\"]}")),
        ("502 with a page", answer("502 Bad Gateway", "text/html", HTML)),
        ("429", answer("429 Too Many Requests", json, b"{\"errors\":[\"request path is rate limited\"]}")),
        (
            "a redirect elsewhere",
            Play::Say(
                b"HTTP/1.1 307 Elsewhere\r\nlocation: http://other.invalid/\r\ncontent-length: 0\r\n\r\n".to_vec(),
            ),
        ),
        ("2 GB", Play::Endless(endless.into_bytes(), vec![b' '; 64 << 10])),
        ("silence", Play::Stall(Vec::new())),
        ("a body that stops", Play::Stall(head.clone().into_bytes())),
        ("a reset after the request", Play::Reset(Vec::new())),
        ("a reset in the body", Play::Reset(head.into_bytes())),
        ("closed without an answer", Play::Say(Vec::new())),
    ]
}

fn settings(front: &Front, name: &str, user: &str, whole: &TeamSettings) -> TeamSettings {
    TeamSettings { nodes: vec![format!("http://{}", front.at)], user: format!("{name}-{user}"), ..whole.clone() }
}

async fn perform(
    hallpass: &Hallpass,
    operation: Operation,
    settings: &TeamSettings,
    own: &str,
) -> Result<String, Error> {
    match operation {
        Operation::Join => {
            hallpass.join_team(settings.clone(), Secret::new(PASSWORD)).await.map(|it| format!("{it:?}"))
        }
        Operation::Sync => hallpass.sync_team(None).await.map(|it| format!("{it:?}")),
        Operation::Share => {
            let shared = hallpass.share_profile(None, own, SharedSecret::New(Secret::new(SHARED))).await;
            shared.map(|()| String::new())
        }
        Operation::Edit => {
            let values = vec![("account".to_owned(), "somebody".to_owned())];
            let draft = ProfileDraft { values, ..ProfileDraft::default() };
            hallpass.edit_shared("shared", draft).await.map(|it| format!("{it:?}"))
        }
        Operation::SignIn => hallpass.sign_in("shared", SignIn::default()).await.map(|it| format!("{it:?}")),
    }
}

async fn tried(operation: Operation, name: &str, whole: &TeamSettings, what: &str, play: Play) -> Vec<String> {
    let (cluster, _) = server().await;
    let behind = cluster.addresses()[0].trim_start_matches("https://").to_owned();
    let mut front = Front::of_tls(&behind, cluster.ca()).await;
    let settings = settings(&front, name, "eva", whole);
    // What was lost may have been shared all the same.
    // A name of its own for each trial: the others sync what this one shares.
    let own = format!("own {operation:?} {what}");
    let vault = Vault::memory(MIGRATIONS).await.unwrap();
    let here = hallpass(vault.clone(), &TestClock::default(), Duration::from_secs(30));
    if operation != Operation::Join {
        here.join_team(settings.clone(), Secret::new(PASSWORD)).await.unwrap();
        here.sync_team(None).await.unwrap();
        here.add_profile(iam(&own, "http://127.0.0.1:9", "own.account")).await.unwrap();
    }
    front.take();
    let patience = if matches!(play, Play::Stall(_)) { Duration::from_secs(1) } else { Duration::from_secs(30) };
    let hasty = hallpass(vault, &TestClock::default(), patience);
    front.arm(0, play).await;
    let end = perform(&hasty, operation, &settings, &own).await;
    let sent = front.take();
    let what = format!("{operation:?} {what}");
    let mut wrong = Vec::new();
    let logins = sent.iter().filter(|seen| seen.path.contains("/login/")).count();
    if logins > usize::from(operation == Operation::Join) {
        wrong.push(format!("{what}: {logins} logins"));
    }
    let shown = match &end {
        Ok(shown) => shown.clone(),
        Err(error) => {
            let both = [Some(&error.message), error.advice.as_ref()];
            let both = both.into_iter().flatten().all(|text| !text.zh.is_empty() && text.zh != text.en);
            if !both || !(error.is_advised() || error.retry_after_seconds.is_some()) {
                wrong.push(format!("{what}: no next step: {error:?}"));
            }
            if operation == Operation::Join && error.message.en.contains("change") {
                wrong.push(format!("{what}: a login changes nothing: {error:?}"));
            }
            format!("{error:?} {error} {}", serde_json::to_string(error).unwrap())
        }
    };
    let activity = here.activity(jiff::Timestamp::UNIX_EPOCH).await.unwrap();
    let shown = format!("{shown} {activity:?}").to_lowercase();
    for secret in [PASSWORD, SHARED].map(Secret::new) {
        if secret_forms(&secret).iter().any(|form| shown.contains(form.as_str())) {
            wrong.push(format!("{what}: shows {}", secret.expose()));
        }
    }
    // The fault leaves nothing behind: the same member can continue.
    if operation != Operation::Join
        && let Err(error) = here.sync_team(None).await
    {
        wrong.push(format!("{what}: then {error:?}"));
    }
    wrong
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bad_answer_of_the_teams_server_says_what_to_do_and_shows_no_secret() {
    let name = "faults";
    team(name, &[("eva", "editor")]).await;
    let eva = member(name, "eva").await;
    eva.add_profile(iam("shared", "http://127.0.0.1:9", "shared.account")).await.unwrap();
    eva.share_profile(None, "shared", SharedSecret::New(Secret::new(SHARED))).await.unwrap();
    let whole = settings_at(&server().await.0, name, "eva");
    let mut trials = tokio::task::JoinSet::new();
    for operation in [Operation::Join, Operation::Sync, Operation::Share, Operation::Edit, Operation::SignIn] {
        let whole = whole.clone();
        // One operation after another writes to the same documents.
        trials.spawn(async move {
            let mut wrong = Vec::new();
            for (what, play) in plays() {
                wrong.extend(tried(operation, name, &whole, what, play).await);
            }
            wrong
        });
    }
    let wrong: Vec<String> = trials.join_all().await.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

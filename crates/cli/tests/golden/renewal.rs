//! Renewals on use: an expiring session is renewed once, however many processes ask, and never with a password.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::future::join_all;
use hallpass_core::{Background, BackgroundSettings, ErrorCode, EventKind, Hallpass, Result, TokenFormat, TokenUse};
use hallpass_sandbox::{Fault, FaultRule};
use serde_json::{Value, json};

use crate::concurrency::{Desk, all_end, ended, holder};
use crate::harness::Ran;

const TOKEN: &str = "/oauth/oauth/token";
const TEN_MINUTES: [&str; 5] = ["token", "r", "--min-ttl", "10m", "--json"];

/// A session at a server whose refresh tokens are good once, a minute before it expires.
fn expiring() -> Desk {
    let desk = Desk::new();
    desk.ground.sandbox.hook("hzero", "rotate_refresh", json!({})).unwrap();
    desk.hzero("r", "oauth-password", ("account", "liu.yang"), "Not-Real-hz-01");
    desk.sign_in("r");
    expire_in(&desk, 60);
    desk
}

fn expire_in(desk: &Desk, seconds: i64) {
    let now = desk.window.now().wall;
    let moment = |seconds| now.checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap().to_string();
    let (at, began) = (moment(seconds), moment(seconds - 12 * 3600));
    let write = move |tx: &rusqlite::Transaction<'_>| -> Result<usize> {
        Ok(tx.execute(
            "UPDATE session SET data = json_set(data, '$.facts.expiry.at', ?1, '$.facts.issued_at', ?2)",
            [at, began],
        )?)
    };
    assert_eq!(desk.runtime.block_on(desk.window.vault().write(write)).unwrap(), 1);
}

fn ten_minutes() -> TokenUse {
    TokenUse { min_life: Some(Duration::from_secs(600)), ..TokenUse::default() }
}

async fn token(window: &Hallpass) -> Result<String> {
    let token = window.token("r", &ten_minutes(), TokenFormat::Raw, EventKind::TokenHandedOut).await;
    token.map(|token| token.expose().to_owned())
}

fn token_of(ran: &Ran) -> Value {
    ran.json()["token"].clone()
}

/// The window's automatic renewal, twenty clicks on "renew", forty-nine tasks that want a token, and thirty commands.
#[test]
fn a_hundred_callers_at_one_expiry_send_one_request() {
    let desk = expiring();
    desk.slow(TOKEN);
    let told = Arc::new(Mutex::new(Vec::new()));
    let children = desk.start(30, &TEN_MINUTES);
    let (tokens, clicks) = desk.runtime.block_on(async {
        let sink = Arc::clone(&told);
        let background = Background::start(desk.window.clone(), BackgroundSettings::default(), move |event| {
            sink.lock().unwrap().push(format!("{event:?}"));
        });
        let tokens = join_all((0..49).map(|_| token(&desk.window)));
        let clicks = join_all((0..20).map(|_| desk.window.renew("r")));
        let ends = tokio::join!(tokens, clicks);
        background.stop();
        ends
    });
    let ran = ended(children);
    all_end(&ran, 0);
    assert_eq!(desk.requests(TOKEN), 2, "the sign-in and one renewal");
    let first = tokens[0].as_ref().unwrap();
    assert!(tokens.iter().all(|token| token.as_ref().unwrap() == first));
    assert!(ran.iter().all(|one| token_of(one) == **first), "everybody has the renewed token");
    assert!(clicks.iter().all(|session| session.as_ref().unwrap().seconds_left.unwrap() > 600));
    let told = told.lock().unwrap();
    assert!(told.iter().all(|event| !event.contains("NoticeShown")), "{told:?}");
    assert_eq!(desk.ground.run(&["verify", "r"]).code, 0);
}

/// The first command has sent its request and is killed before the answer; the window's tasks and the other commands wait.
#[test]
fn when_the_caller_that_renews_is_killed_the_others_send_nothing_and_say_so() {
    let desk = expiring();
    desk.ground.sandbox.add_fault(FaultRule::always(Fault::Latency(Duration::from_secs(600))).times(1));
    let mut children = desk.start(30, &TEN_MINUTES);
    let at = loop {
        let found = desk.runtime.block_on(holder(&desk.window));
        match found.and_then(|id| children.iter().position(|child| child.id() == id)) {
            Some(at) if desk.requests(TOKEN) == 2 => break at,
            _ => std::thread::sleep(Duration::from_millis(5)),
        }
    };
    let mut holder = children.swap_remove(at);
    let tokens = desk.runtime.block_on(async {
        let kill = async {
            tokio::time::sleep(Duration::from_secs(3)).await;
            holder.kill().unwrap();
        };
        tokio::join!(join_all((0..70).map(|_| token(&desk.window))), kill).0
    });
    let ran = ended(children);
    holder.wait().unwrap();
    for one in &ran {
        let error = &one.json()["error"];
        assert_eq!((one.code, error["code"].as_str()), (9, Some("too_little_life")), "{} {}", one.out, one.err);
        assert!(error.to_string().contains("the process that sent it ended"), "{error}");
    }
    assert!(tokens.iter().all(|token| token.as_ref().unwrap_err().code == ErrorCode::TooLittleLife));
    assert_eq!(desk.requests(TOKEN), 2, "the sign-in and the renewal of the one that was killed");
    // The refresh token is tried once more; here the first request has used it up, and the access token keeps its time.
    let ran = desk.ground.run(&TEN_MINUTES);
    assert_eq!(ran.json()["error"]["code"], "too_little_life");
    assert_eq!(desk.requests(TOKEN), 3);
    assert_eq!(desk.ground.run(&["token", "r"]).code, 0, "the access token keeps its own expiry");
    assert_eq!(desk.ground.run(&TEN_MINUTES).code, 9);
    assert_eq!(desk.requests(TOKEN), 3, "and that was the last time");
}

#[test]
fn a_command_renews_where_the_profile_lets_it_and_too_little_is_left() {
    let desk = expiring();
    let run = |words: &[&str]| desk.ground.run(words);
    for setting in ["off", "window"] {
        assert_eq!(run(&["profile", "edit", "r", "--auto-renew", setting]).code, 0);
        let ran = run(&TEN_MINUTES);
        assert_eq!((ran.code, ran.json()["error"]["code"].as_str()), (9, Some("too_little_life")), "{setting}");
    }
    assert_eq!(desk.requests(TOKEN), 1);
    assert_eq!(run(&["profile", "edit", "r", "--auto-renew", "on"]).code, 0);
    let old = run(&["token", "r"]).out;
    assert_eq!(run(&["token", "r", "--min-ttl", "30s"]).out, old, "enough is left");
    let child = run(&["run", "r", "--min-ttl", "10m", "--", "sh", "-c", "echo $HALLPASS_TOKEN"]);
    assert_eq!((child.code, desk.requests(TOKEN)), (0, 2), "{}", child.err);
    assert_ne!(child.out, old);
    assert_eq!(token_of(&run(&TEN_MINUTES)), child.out.trim());
    // More than the server gives: a renewal would be in vain, each time.
    for _ in 0..3 {
        let ran = run(&["token", "r", "--min-ttl", "30d", "--json"]);
        assert_eq!((ran.code, ran.json()["error"]["code"].as_str()), (9, Some("too_little_life")));
    }
    assert_eq!(desk.requests(TOKEN), 2);
    expire_in(&desk, -5);
    assert_eq!((run(&["token", "r"]).code, desk.requests(TOKEN)), (9, 2), "without --min-ttl nothing is renewed");
    assert_eq!((run(&TEN_MINUTES).code, desk.requests(TOKEN)), (0, 3));
}

#[test]
fn what_a_renewal_failed_by_is_said_beside_what_was_asked_for() {
    let desk = expiring();
    desk.ground.sandbox.add_fault(FaultRule::always(Fault::TooManyRequests("7".to_owned())).times(1));
    let ran = desk.ground.run(&TEN_MINUTES);
    assert_eq!((ran.code, ran.json()["error"]["code"].as_str()), (9, Some("too_little_life")));
    assert!(ran.out.contains("Renewal failed: "), "{}", ran.out);
    assert_eq!(ran.json()["error"]["retry_after_seconds"], 7);
    assert_eq!(desk.ground.run(&TEN_MINUTES).code, 0, "the refresh token is as good as before");
}

#[test]
fn how_a_profile_is_renewed_is_shown_edited_and_carried() {
    let desk = Desk::new();
    desk.iam("a", "Not-Real-iam-01");
    let run = |words: &[&str]| desk.ground.run(words);
    let shown = || run(&["profile", "show", "a", "--json"]).json()["profile"]["renewal"].clone();
    assert_eq!(shown(), json!({ "auto_renew": "on", "keep_alive": null }));
    assert_eq!(run(&["profile", "edit", "a", "--auto-renew", "window", "--keep-alive", "30"]).code, 0);
    assert_eq!(shown(), json!({ "auto_renew": "window", "keep_alive": 30 }));
    for (lang, words) in [("en", "every 30 min"), ("zh", "每30分钟")] {
        assert!(run(&["profile", "show", "a", "--lang", lang]).out.contains(words));
    }
    for file in ["pack.json", "pack.csv"] {
        assert_eq!(run(&["profile", "export", "--out", file]).code, 0);
        assert_eq!(run(&["profile", "edit", "a", "--auto-renew", "on", "--keep-alive", "off"]).code, 0);
        assert_eq!(shown(), json!({ "auto_renew": "on", "keep_alive": null }));
        assert_eq!(run(&["profile", "import", file, "--yes"]).code, 0);
        assert_eq!(shown(), json!({ "auto_renew": "window", "keep_alive": 30 }), "{file}");
    }
    for words in [["--keep-alive", "20000"], ["--keep-alive", "soon"], ["--auto-renew", "maybe"]] {
        assert_eq!(run(&["profile", "edit", "a", words[0], words[1]]).code, 2, "{words:?}");
    }
}

#[test]
fn a_token_as_a_credential_process() {
    let desk = expiring();
    let ran = desk.ground.run(&["token", "r", "--format", "credential-process"]);
    let document: Value = serde_json::from_str(&ran.out).unwrap();
    let token = desk.ground.run(&["token", "r"]).out;
    assert_eq!(document["Version"], 1);
    assert_eq!((&document["SecretAccessKey"], &document["SessionToken"]), (&json!(token.trim()), &json!(token.trim())));
    assert_eq!(document["AccessKeyId"], "r");
    assert!(document["Expiration"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok());
}

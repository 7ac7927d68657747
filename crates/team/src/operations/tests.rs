//! An answer that is too big is one document's matter.

use hallpass_providers::{Address, Call, Text};
use serde_json::{Value, json};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::documents::ProfileDocument;
use crate::names::Place;
use crate::outside::NoReply;

/// A node that leads, and whose documents are endless.
#[derive(Default)]
struct Endless(AtomicUsize);

impl Outside for Endless {
    async fn send(&self, _: &Address, call: &Call) -> Result<Reply, NoReply> {
        if call.request.path == "/v1/sys/health" {
            let body = json!({"initialized": true, "sealed": false}).to_string().into_bytes();
            return Ok(Reply { status: 200, body: body.into(), ..Reply::default() });
        }
        self.0.fetch_add(1, Ordering::SeqCst);
        Err(NoReply::TooBig)
    }

    async fn pause(&self, _: Duration) {}

    fn elapsed(&self) -> Duration {
        // A bound for a client that would try for ever.
        Duration::from_secs(u64::try_from(self.0.load(Ordering::SeqCst)).unwrap())
    }

    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

#[tokio::test]
async fn a_document_that_is_too_big_is_asked_for_once_and_named() {
    let place = Place { mount: "hallpass".parse().unwrap(), team: "support".parse().unwrap(), namespace: None };
    let client = Client::new(Endless::default(), vec![Address::parse("https://node.example.com").unwrap()], place);
    let (token, id) = (Secret::new("s.Not-Real"), "big".parse().unwrap());
    let read = client.read::<ProfileDocument<Value>>(&token, Kind::Profile, &id).await;
    let fault = TeamFault::Document { kind: Kind::Profile, id: "big".to_owned(), what: BadDocument::Size };
    assert_eq!(read.unwrap_err(), fault);
    assert_eq!(client.outside().0.load(Ordering::SeqCst), 1, "not asked for again");
    let listed = client.list(&token, Kind::Profile).await;
    assert_eq!(listed.unwrap_err(), TeamFault::TooBig);
    let texts: [Text; 2] = [TeamFault::TooBig.text(), TeamFault::Unreachable(NoReply::TooBig).text()];
    assert_eq!(texts[0], texts[1]);
}

/// A leading node that answers as `answer` says; waiting advances the clock.
struct Played<F> {
    answer: F,
    sent: AtomicUsize,
    waited: Mutex<Duration>,
}

impl<F: Fn(&Call, usize) -> Reply + Sync> Outside for Played<F> {
    async fn send(&self, _: &Address, call: &Call) -> Result<Reply, NoReply> {
        if call.request.path == "/v1/sys/health" {
            return Ok(reply(200, &json!({"initialized": true, "sealed": false})));
        }
        Ok((self.answer)(call, self.sent.fetch_add(1, Ordering::SeqCst)))
    }

    async fn pause(&self, duration: Duration) {
        *self.waited.lock().unwrap() += duration;
    }

    fn elapsed(&self) -> Duration {
        *self.waited.lock().unwrap()
    }

    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

fn reply(status: u16, body: &Value) -> Reply {
    Reply { status, body: body.to_string().into_bytes().into(), ..Reply::default() }
}

fn played<F: Fn(&Call, usize) -> Reply + Sync>(answer: F) -> Client<Played<F>> {
    let place = Place { mount: "hallpass".parse().unwrap(), team: "support".parse().unwrap(), namespace: None };
    let outside = Played { answer, sent: AtomicUsize::new(0), waited: Mutex::default() };
    Client::new(outside, vec![Address::parse("https://node.example.com").unwrap()], place)
}

#[tokio::test]
async fn a_server_without_pages_is_listed_once_also_where_it_has_as_many_as_a_page() {
    let keys: Vec<String> = (0..crate::request::PAGE).map(|number| format!("id-{number:04}")).collect();
    let client = played(move |call, _| match call.request.path.contains("detailed") {
        true => reply(404, &json!({"errors": []})),
        false => reply(200, &json!({"data": {"keys": keys}})),
    });
    let (listed, foreign) = client.list(&Secret::new("s.Not-Real"), Kind::Profile).await.unwrap();
    assert_eq!((listed.len(), foreign), (crate::request::PAGE, 0));
    assert!(client.outside().sent.load(Ordering::SeqCst) <= 3, "a page that comes again ends it");
}

#[tokio::test]
async fn a_server_that_asks_to_wait_is_asked_again_after_that_and_a_log_in_is_not() {
    let busy = |_: &Call, sent: usize| match sent {
        0 | 1 => Reply { retry_after: Some(3), ..reply(429, &json!({"errors": ["too many"]})) },
        _ => reply(200, &json!({"data": {"ttl": 60, "renewable": true}})),
    };
    let client = played(busy);
    let token = Secret::new("s.Not-Real");
    assert_eq!(client.look_up(&token).await.unwrap().ttl_seconds, 60);
    let waited = client.outside().elapsed();
    assert!(waited >= Duration::from_secs(6) && waited < Duration::from_secs(8), "{waited:?}");
    // A wait longer than the whole operation may take is reported instead.
    let long = played(|_, _| Reply { retry_after: Some(120), ..reply(429, &json!({"errors": []})) });
    assert_eq!(long.look_up(&token).await.unwrap_err(), TeamFault::Throttled { wait: Some(120) });
    assert_eq!(long.outside().elapsed(), Duration::ZERO);
    let client = played(busy);
    let how = LogIn::Userpass {
        mount: "userpass".parse().unwrap(),
        user: "anna".to_owned(),
        password: Secret::new("Not-Real"),
    };
    assert_eq!(client.log_in(&how).await.unwrap_err(), TeamFault::Throttled { wait: Some(3) });
    assert_eq!(client.outside().sent.load(Ordering::SeqCst), 1, "one attempt");
}

#[tokio::test]
async fn a_token_that_may_not_look_itself_up_is_not_taken_for_one_that_is_over() {
    let (token, path) = (Secret::new("s.Not-Real"), ["hallpass/data/x".to_owned()]);
    // As OpenBao 2.7 and HashiCorp Vault say it.
    let no_policy = |_: &Call, _| reply(403, &json!({"errors": ["1 error occurred:\n\t* permission denied\n\n"]}));
    let client = played(no_policy);
    assert_eq!(client.look_up(&token).await.unwrap_err(), TeamFault::NotAllowed);
    assert_eq!(client.capabilities(&token, &path).await.unwrap_err(), TeamFault::NoDefaultPolicy);
    for over in ["permission denied", "2 errors occurred:\n\t* permission denied\n\t* invalid token\n\n"] {
        let client = played(move |_, _| reply(403, &json!({"errors": [over]})));
        assert_eq!(client.look_up(&token).await.unwrap_err(), TeamFault::NotLoggedIn, "{over}");
        assert_eq!(client.capabilities(&token, &path).await.unwrap_err(), TeamFault::NotLoggedIn, "{over}");
    }
}

/// The server upgrades an engine for a moment after it was mounted, and says 400 of everything in it.
#[tokio::test]
async fn an_engine_that_someone_else_has_just_mounted_is_no_foreign_one() {
    let client = played(|call, sent| {
        let path = &call.request.path;
        match () {
            () if path.ends_with("sys/mounts/hallpass") => {
                reply(200, &json!({"data": {"type": "kv", "options": {"version": "2"}}}))
            }
            () if sent < 7 && (path.ends_with("/config") || path.ends_with("/metadata")) => {
                reply(400, &json!({"errors": ["Upgrading from non-versioned to versioned data"]}))
            }
            () if path.ends_with("/config") => reply(200, &json!({"data": {"cas_required": true}})),
            () => reply(200, &json!({"data": {}})),
        }
    });
    client.set_up(&Secret::new("s.Not-Real")).await.unwrap();
}

//! An answer that is too big is one document's matter.

use hallpass_providers::Text;
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};

use super::*;
use crate::documents::ProfileDocument;

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

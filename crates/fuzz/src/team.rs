//! What a team's server answers, and what other members wrote into it: a fault or a document, in a bounded number of
//! calls, with no secret in what may be shown.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use futures_util::FutureExt;
use hallpass_core::Packed;
use hallpass_team::{
    Address, AttemptEnd, Call, Client, DocumentId, GuardDocument, Kind, NoReply, Outside, Place, ProfileDocument,
    Reply, Secret, SecretDocument,
};

use crate::{CANARY, check_shown, replies};

/// Calls that an operation takes at most: it ends with its deadline, and each call takes a second here.
const MOST_CALLS: u64 = 200;

/// A server that says what the input holds, and then the same again.
struct Script {
    replies: Mutex<Vec<Reply>>,
    seconds: AtomicU64,
}

impl Outside for Script {
    async fn send(&self, _node: &Address, call: &Call) -> Result<Reply, NoReply> {
        let calls = self.seconds.fetch_add(1, Ordering::Relaxed);
        assert!(calls < MOST_CALLS, "no end after {calls} calls: {:?}", call.request.path);
        let mut replies = self.replies.lock().unwrap();
        let last = replies.len() == 1;
        Ok(if last { replies[0].clone() } else { replies.pop().unwrap_or_default() })
    }

    async fn pause(&self, _duration: Duration) {
        self.seconds.fetch_add(1, Ordering::Relaxed);
    }

    fn elapsed(&self) -> Duration {
        Duration::from_secs(self.seconds.load(Ordering::Relaxed))
    }

    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

pub(crate) fn read(input: &[u8]) {
    let (op, mut replies) = replies::parse(input);
    replies.reverse();
    let outside = Script { replies: Mutex::new(replies), seconds: AtomicU64::new(0) };
    let nodes = vec![Address::parse("https://bao.example.com").unwrap()];
    let place = Place { mount: "hallpass".parse().unwrap(), team: "support".parse().unwrap(), namespace: None };
    let client = Client::new(outside, nodes, place);
    run(&client, &op).now_or_never().expect("nothing here waits");
}

async fn run(client: &Client<Script>, op: &str) {
    let token = Secret::new(CANARY);
    let id: DocumentId = "0b1c2d3e4f5a60718293a4b5c6d7e8f9".parse().unwrap();
    match op {
        "secret" => shown(client.read::<SecretDocument>(&token, Kind::Secret, &id).await),
        "guard" => shown(client.read::<GuardDocument>(&token, Kind::Guard, &id).await),
        "list" => shown(client.list(&token, Kind::Profile).await),
        "token" => shown(client.look_up(&token).await),
        "write" => {
            let mine = ProfileDocument::<Packed>::new(client.op(), None, None, "zhang.wei");
            shown(client.write(&token, Kind::Profile, &id, 3, &mine).await);
        }
        "device" => match client.start_device_flow(&"oidc".parse().unwrap(), None).await {
            Ok(flow) => {
                let code = flow.user_code.as_deref().unwrap_or_default();
                assert!(format!("{}{code}", flow.url).bytes().all(|byte| (b' '..0x7f).contains(&byte)), "{flow:?}");
                shown(client.finish_device_flow(flow.within(Duration::from_secs(60))).await);
            }
            Err(fault) => shown(fault),
        },
        "attempt" => match client.reserve(&token, &id, "zhang.wei", Duration::from_secs(20)).await {
            Ok((attempt, _)) => shown(client.settle(&token, attempt, AttemptEnd::Refused).await),
            Err(fault) => shown(fault),
        },
        _ => shown(client.read::<ProfileDocument<Packed>>(&token, Kind::Profile, &id).await),
    }
}

fn shown(what: impl std::fmt::Debug) {
    check_shown(&format!("{what:?}"));
}

//! Three nodes, whose leader is killed or frozen while people work. It takes a minute or two, so that it runs by
//! `cargo xtask test team` and in CI, and not with every `cargo test`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod support;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hallpass_team::{AttemptEnd, Block, Client, DocumentId, Kind, ProfileDocument, Secret, SecretDocument, TeamFault};
use hallpass_test_openbao::Cluster;
use serde_json::{Value, json};
use support::{Sender, client, prepare, token};
use tokio::task::JoinSet;

type Profile = ProfileDocument<Value>;

/// As the product's: a node that hangs is left after this.
const PATIENCE: Duration = Duration::from_secs(3);

fn id(text: &str) -> DocumentId {
    text.parse().unwrap()
}

/// What each node says of itself.
async fn health(cluster: &Cluster) -> Vec<u16> {
    let certificate = reqwest::Certificate::from_pem(cluster.ca().as_bytes()).unwrap();
    let builder = reqwest::Client::builder().tls_certs_only([certificate]).timeout(Duration::from_secs(1)).no_proxy();
    let http = builder.build().unwrap();
    let mut all = Vec::new();
    for node in cluster.addresses() {
        let answer = http.get(format!("{node}/v1/sys/health")).send().await;
        all.push(answer.map_or(0, |answer| answer.status().as_u16()));
    }
    all
}

/// Waits until one node leads and the others follow as voters.
async fn settled(cluster: &Cluster, admin: &Secret) {
    let client = client(cluster, "any", PATIENCE);
    for _ in 0..600 {
        let mut all = health(cluster).await;
        all.sort_unstable();
        if all == [200, 429, 429] && client.outside().voters(&cluster.addresses(), admin).await == 3 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    panic!("the cluster does not settle: {:?}\n{}", health(cluster).await, cluster.log(0));
}

/// Adds a mark to a document by writes until one is accepted; whether that is known.
async fn add(client: &Client<Sender>, token: &Secret, id: &DocumentId, mark: &str) -> bool {
    let start = Instant::now();
    loop {
        // Nothing but the server's choosing of a leader holds it up.
        assert!(start.elapsed() < Duration::from_secs(90), "the cluster has no leader any more");
        let (cas, mut marks) = match client.read::<Profile>(token, Kind::Profile, id).await {
            Ok(found) => (found.version, found.document.profile.unwrap()),
            Err(TeamFault::NotFound) => (0, json!([])),
            Err(_) => {
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        marks.as_array_mut().unwrap().push(json!(mark));
        let document = Profile::new(client.op(), Some(marks), None, "anna");
        match client.write(token, Kind::Profile, id, cas, &document).await {
            Ok(_) => return true,
            Err(TeamFault::Unknown) => return false,
            // Nothing was written: again.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

/// 200 edits of three documents by two clients, while something happens to the leader.
async fn edits(cluster: &Cluster, admin: &Secret, name: &str, happens: impl AsyncFnOnce()) {
    let people = [0, 1].map(|_| client(cluster, "work", PATIENCE));
    let tokens = [token(&people[0], "work-e").await, token(&people[1], "work-e").await];
    let same = id(&format!("{name}-same"));
    let one = async |number: usize| {
        let (client, token, own) = (&people[number], &tokens[number], id(&format!("{name}-own{number}")));
        let mut known = BTreeSet::new();
        let mut unknown = 0;
        for edit in 0..100 {
            let mark = format!("{number}.{edit}");
            let place = if edit % 2 == 0 { &own } else { &same };
            match add(client, token, place, &mark).await {
                true => drop(known.insert(mark)),
                false => unknown += 1,
            }
        }
        (known, unknown)
    };
    let (first, second, ()) = tokio::join!(one(0), one(1), happens());
    settled(cluster, admin).await;
    let mut there = Vec::new();
    // A client that asks who leads now: a node that was the leader still answers, from what it has.
    let now = client(cluster, "work", PATIENCE);
    for place in [same, id(&format!("{name}-own0")), id(&format!("{name}-own1"))] {
        let found = now.read::<Profile>(&tokens[0], Kind::Profile, &place).await.unwrap();
        let marks = found.document.profile.unwrap();
        there.extend(marks.as_array().unwrap().iter().map(|mark| mark.as_str().unwrap().to_owned()));
    }
    let distinct: BTreeSet<_> = there.iter().cloned().collect();
    assert_eq!(there.len(), distinct.len(), "{name}: doubled");
    let known: BTreeSet<_> = first.0.union(&second.0).cloned().collect();
    let lost: Vec<_> = known.difference(&distinct).collect();
    assert!(lost.is_empty(), "{name}: lost {lost:?}");
    let unknown = first.1 + second.1;
    assert!(unknown <= 4, "{name}: {} of 200 there, {} known, {unknown} unknown", distinct.len(), known.len());
}

async fn leader(cluster: &Cluster) -> usize {
    health(cluster).await.iter().position(|status| *status == 200).unwrap()
}

async fn after(milliseconds: u64) {
    tokio::time::sleep(Duration::from_millis(milliseconds)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "two minutes of three nodes; cargo xtask test team"]
async fn nothing_is_lost_or_doubled_while_the_leader_is_killed_or_frozen() {
    let cluster = Cluster::start(3).unwrap();
    let admin = support::admin(&cluster).await;
    support::mount_engine(&cluster, &admin).await;
    prepare(&cluster, &admin, "work", &[("work-e", "editor"), ("work-r", "reader")]).await;
    settled(&cluster, &admin).await;

    let killed = leader(&cluster).await;
    edits(&cluster, &admin, "killed", async || {
        after(500).await;
        cluster.kill(killed).unwrap();
        after(6_000).await;
        cluster.restart(killed).unwrap();
    })
    .await;

    let frozen = leader(&cluster).await;
    edits(&cluster, &admin, "frozen", async || {
        after(500).await;
        cluster.freeze(frozen).unwrap();
        after(6_000).await;
        cluster.thaw(frozen).unwrap();
    })
    .await;

    let killed = leader(&cluster).await;
    fifty_click(&cluster, killed).await;
    cluster.restart(killed).unwrap();
    settled(&cluster, &admin).await;

    let (first, second) = (leader(&cluster).await, (leader(&cluster).await + 1) % 3);
    cluster.kill(first).unwrap();
    cluster.kill(second).unwrap();
    let alone = client(&cluster, "work", PATIENCE).within(Duration::from_secs(3));
    after(3_000).await;
    let fault = alone.read::<Profile>(&admin, Kind::Profile, &id("any")).await.unwrap_err();
    assert!(matches!(fault, TeamFault::NoLeader), "no quorum: {fault:?}");
}

/// A stale secret, fifty people, and the leader is killed while they click.
async fn fifty_click(cluster: &Cluster, killed: usize) {
    let editor = client(cluster, "work", PATIENCE);
    let (eva, reader) = (token(&editor, "work-e").await, token(&editor, "work-r").await);
    let shared = id("shared");
    let stale = SecretDocument::new(editor.op(), Secret::new("Not-Real-old"), "eva");
    editor.write(&eva, Kind::Secret, &shared, 0, &stale).await.unwrap();
    let refused = Arc::new(AtomicUsize::new(0));
    let mut people = JoinSet::new();
    for number in 0..50 {
        let (client, reader, shared, refused) =
            (client(cluster, "work", PATIENCE), reader.clone(), shared.clone(), Arc::clone(&refused));
        people.spawn(async move {
            let patience = Duration::from_secs(120);
            match client.reserve(&reader, &shared, &format!("person {number}"), patience).await {
                Ok((attempt, _)) => {
                    refused.fetch_add(1, Ordering::SeqCst);
                    after(300).await;
                    client.settle(&reader, attempt, AttemptEnd::Refused).await.unwrap();
                }
                // Nothing was sent, and the error says why.
                Err(TeamFault::Blocked(Block::Refused { .. }) | TeamFault::Unknown | TeamFault::Unreachable(_)) => {}
                Err(fault) => panic!("{fault:?}"),
            }
        });
    }
    after(200).await;
    cluster.kill(killed).unwrap();
    while let Some(person) = people.join_next().await {
        person.unwrap();
    }
    assert_eq!(refused.load(Ordering::SeqCst), 1, "one wrong password was sent");
}

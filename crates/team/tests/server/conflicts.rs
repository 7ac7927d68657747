//! Two clients edit at the same time: nothing is lost, nothing is done twice.

use std::collections::BTreeSet;

use hallpass_team::{Client, DocumentId, Kind, ProfileDocument, Secret, TeamFault};
use serde_json::{Value, json};

use crate::support::{Sender, token};
use crate::{client, team};

type Profile = ProfileDocument<Value>;

pub(crate) fn id(text: &str) -> DocumentId {
    text.parse().unwrap()
}

/// Adds a mark to a list that is one document, by writes until one is accepted.
async fn add(client: &Client<Sender>, token: &Secret, id: &DocumentId, mark: &str) -> Result<(), TeamFault> {
    loop {
        let (cas, mut marks) = match client.read::<Profile>(token, Kind::Profile, id).await {
            Ok(found) => (found.version, found.document.profile.unwrap()),
            Err(TeamFault::NotFound) => (0, json!([])),
            Err(fault) => return Err(fault),
        };
        marks.as_array_mut().unwrap().push(json!(mark));
        let document = Profile::new(client.op(), Some(marks), None, "anna");
        match client.write(token, Kind::Profile, id, cas, &document).await {
            Ok(version) => {
                assert_eq!(version, cas + 1);
                return Ok(());
            }
            Err(TeamFault::Conflict { .. }) => {}
            Err(fault) => return Err(fault),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_clients_with_100_edits_each_lose_and_double_none() {
    let first = team("edits", &[("edits-a", "editor"), ("edits-b", "editor")]).await;
    let second = client("edits").await;
    let (a, b) = (token(&first, "edits-a").await, token(&second, "edits-b").await);
    let (same, own) = (id("same"), [id("own-a"), id("own-b")]);
    let edits = async |client: &Client<Sender>, token: &Secret, name: &str, own: &DocumentId| {
        for number in 0..100 {
            // Every tenth answer is lost on the network.
            client.outside().lose_answers(usize::from(number % 10 == 3));
            let place = if number % 2 == 0 { own } else { &same };
            add(client, token, place, &format!("{name}{number}")).await.unwrap();
        }
    };
    tokio::join!(edits(&first, &a, "a", &own[0]), edits(&second, &b, "b", &own[1]));
    let mut all = Vec::new();
    for place in [&same, &own[0], &own[1]] {
        let found = first.read::<Profile>(&a, Kind::Profile, place).await.unwrap();
        let marks = found.document.profile.unwrap();
        all.extend(marks.as_array().unwrap().iter().map(|mark| mark.as_str().unwrap().to_owned()));
    }
    assert_eq!(all.len(), 200, "lost or doubled");
    assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), 200, "doubled");
}

#[tokio::test]
async fn a_lost_answer_is_resolved_by_the_next_version_and_a_pruned_one_is_unknown() {
    let client = team("lost", &[("lost-a", "editor")]).await;
    let token = token(&client, "lost-a").await;
    let id = id("one");
    let document = |mark: u64| Profile::new(client.op(), Some(json!(mark)), None, "anna");
    client.outside().lose_answers(1);
    assert_eq!(client.write(&token, Kind::Profile, &id, 0, &document(1)).await, Ok(1), "it landed");
    // Sent over a version that is not there any more, and the answer that says so is lost as well: someone else's.
    client.write(&token, Kind::Profile, &id, 1, &document(2)).await.unwrap();
    client.outside().lose_answers(1);
    let beaten = client.write(&token, Kind::Profile, &id, 1, &document(3)).await;
    assert_eq!(beaten, Err(TeamFault::Conflict { current: Some(2) }));
    for version in 2..14 {
        client.write(&token, Kind::Profile, &id, version, &document(version)).await.unwrap();
    }
    client.outside().lose_answers(1);
    let pruned = client.write(&token, Kind::Profile, &id, 1, &document(9)).await;
    assert_eq!(pruned, Err(TeamFault::Unknown), "the tenth version before the present one is gone");
}

#[tokio::test]
async fn a_conflict_writes_nothing_and_a_deleted_document_is_told_from_one_that_never_was() {
    let client = team("conflict", &[("conflict-a", "editor")]).await;
    let token = token(&client, "conflict-a").await;
    let id = id("one");
    let document = |mark: u64| Profile::new(client.op(), Some(json!(mark)), None, "anna");
    let never = client.read::<Profile>(&token, Kind::Profile, &id).await;
    assert_eq!(never.unwrap_err(), TeamFault::NotFound);
    client.write(&token, Kind::Profile, &id, 0, &document(1)).await.unwrap();
    for cas in [0, 2, 7] {
        let refused = client.write(&token, Kind::Profile, &id, cas, &document(2)).await;
        assert_eq!(refused, Err(TeamFault::Conflict { current: Some(1) }), "{cas}");
    }
    assert_eq!(client.read::<Profile>(&token, Kind::Profile, &id).await.unwrap().document.profile, Some(json!(1)));
    client.delete(&token, Kind::Profile, &id, 1).await.unwrap();
    let deleted = client.read::<Profile>(&token, Kind::Profile, &id).await;
    assert_eq!(deleted.unwrap_err(), TeamFault::Deleted { version: 1 });
    let (listed, _) = client.list(&token, Kind::Profile).await.unwrap();
    assert!(listed[0].deleted);
    assert_eq!(client.write(&token, Kind::Profile, &id, 1, &document(3)).await, Ok(2));
    let big = Profile::new(client.op(), Some(json!("x".repeat(1024 * 1024))), None, "anna");
    assert_eq!(client.write(&token, Kind::Profile, &id, 2, &big).await, Err(TeamFault::TooBig));
}

#[tokio::test]
async fn a_long_list_comes_in_pages_and_keys_that_are_no_ids_are_left_out() {
    let client = team("pages", &[("pages-a", "editor")]).await;
    let token = token(&client, "pages-a").await;
    assert_eq!(client.list(&token, Kind::Profile).await, Ok((vec![], 0)), "none yet");
    let writes = (0..900).map(|number| {
        let (client, token) = (&client, &token);
        async move {
            let document = Profile::new(client.op(), Some(json!(number)), None, "anna");
            client.write(token, Kind::Profile, &id(&format!("p{number:04}")), 0, &document).await.unwrap();
        }
    });
    futures_util::StreamExt::collect::<Vec<()>>(futures_util::StreamExt::buffer_unordered(
        futures_util::stream::iter(writes),
        16,
    ))
    .await;
    let (_, admin) = crate::server().await;
    let foreign = json!({"options": {"cas": 0}, "data": {"v": 1}});
    client.administer(admin, "hallpass/data/pages/profiles/a folder/x", &foreign).await.unwrap();
    let (listed, foreign) = client.list(&token, Kind::Profile).await.unwrap();
    assert_eq!((listed.len(), foreign), (900, 1));
    assert!(listed.iter().all(|one| one.version == Some(1) && !one.deleted));
}

//! Fifty people, one shared secret, and a vendor that counts: a changed password is never tried by more than two.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use hallpass_team::{AttemptEnd, Block, Client, DocumentId, GuardState, Kind, Secret, SecretDocument, TeamFault};
use tokio::sync::Mutex;

use crate::support::{Sender, token};
use crate::{client, server, team};

const PEOPLE: usize = 50;
const PATIENCE: Duration = Duration::from_secs(60);

/// A system that people sign in to. It counts what it refuses.
#[derive(Default)]
pub(crate) struct Vendor {
    password: Mutex<String>,
    accepted: AtomicUsize,
    refused: AtomicUsize,
}

impl Vendor {
    async fn sign_in(&self, password: &Secret) -> AttemptEnd {
        tokio::time::sleep(Duration::from_millis(15)).await;
        if *self.password.lock().await == password.expose() {
            self.accepted.fetch_add(1, Ordering::SeqCst);
            AttemptEnd::Accepted
        } else {
            self.refused.fetch_add(1, Ordering::SeqCst);
            AttemptEnd::Refused
        }
    }

    fn count(&self) -> (usize, usize) {
        (self.accepted.swap(0, Ordering::SeqCst), self.refused.swap(0, Ordering::SeqCst))
    }
}

fn id(text: &str) -> DocumentId {
    text.parse().unwrap()
}

/// One person's click.
async fn click(client: &Client<Sender>, token: &Secret, vendor: &Vendor, by: &str) -> Result<AttemptEnd, TeamFault> {
    let (attempt, password) = client.reserve(token, &id("shared"), by, PATIENCE).await?;
    let end = vendor.sign_in(&password).await;
    client.settle(token, attempt, end).await?;
    Ok(end)
}

/// Everyone clicks at once; answers how many were let in and how many blocked.
async fn all_click(team: &str, token: &Secret, vendor: &Arc<Vendor>) -> (usize, usize) {
    let mut people = tokio::task::JoinSet::new();
    for number in 0..PEOPLE {
        let (client, token, vendor) = (client(team).await, token.clone(), Arc::clone(vendor));
        people.spawn(async move { click(&client, &token, &vendor, &format!("person {number}")).await });
    }
    let (mut signed_in, mut blocked) = (0, 0);
    while let Some(came) = people.join_next().await {
        match came.unwrap() {
            Ok(AttemptEnd::Accepted) => signed_in += 1,
            Ok(AttemptEnd::Refused) => {}
            Err(TeamFault::Blocked(Block::Refused { .. })) => blocked += 1,
            other => panic!("{other:?}"),
        }
    }
    (signed_in, blocked)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_people_send_one_wrong_password_where_it_is_stale_and_two_where_it_was_changed() {
    let editor = team("fifty", &[("fifty-e", "editor"), ("fifty-r", "reader")]).await;
    let (eva, reader) = (token(&editor, "fifty-e").await, token(&editor, "fifty-r").await);
    let vendor = Arc::new(Vendor::default());
    *vendor.password.lock().await = "Not-Real-new-1".to_owned();
    let stale = SecretDocument::new(editor.op(), Secret::new("Not-Real-old-1"), "eva");
    editor.write(&eva, Kind::Secret, &id("shared"), 0, &stale).await.unwrap();

    assert_eq!(all_click("fifty", &reader, &vendor).await, (0, PEOPLE - 1));
    assert_eq!(vendor.count(), (0, 1), "stale: one was sent");

    let rotation = editor.begin_rotation(&eva, &id("shared"), "eva", false).await.unwrap();
    editor.wait_until_idle(&eva, &rotation, PATIENCE).await.unwrap();
    editor.finish_rotation(&eva, &rotation, Secret::new("Not-Real-new-1")).await.unwrap();
    assert_eq!(all_click("fifty", &reader, &vendor).await, (PEOPLE, 0));
    assert_eq!(vendor.count(), (PEOPLE, 0), "after the rotation nobody is refused");

    *vendor.password.lock().await = "Not-Real-unannounced-1".to_owned();
    let (signed_in, blocked) = all_click("fifty", &reader, &vendor).await;
    let (accepted, refused) = vendor.count();
    assert!(refused <= 2, "unannounced: {refused} were sent");
    assert_eq!((signed_in, accepted, blocked), (0, 0, PEOPLE - refused));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_refused_while_the_secret_is_changed_three_times() {
    let editor = team("three", &[("three-e", "editor"), ("three-r", "reader")]).await;
    let (eva, reader) = (token(&editor, "three-e").await, token(&editor, "three-r").await);
    let vendor = Arc::new(Vendor::default());
    *vendor.password.lock().await = "Not-Real-0".to_owned();
    let first = SecretDocument::new(editor.op(), Secret::new("Not-Real-0"), "eva");
    editor.write(&eva, Kind::Secret, &id("shared"), 0, &first).await.unwrap();
    let mut people = tokio::task::JoinSet::new();
    for number in 0..5 {
        let (client, token, vendor) = (client("three").await, reader.clone(), Arc::clone(&vendor));
        people.spawn(async move {
            for _ in 0..20 {
                // While it is changed the error says so, and the user clicks again.
                while let Err(fault) = click(&client, &token, &vendor, &format!("person {number}")).await {
                    assert!(matches!(fault, TeamFault::Blocked(Block::Changing { .. })), "{fault:?}");
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
            }
        });
    }
    for change in 1..4 {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let rotation = editor.begin_rotation(&eva, &id("shared"), "eva", false).await.unwrap();
        editor.wait_until_idle(&eva, &rotation, PATIENCE).await.unwrap();
        let password = format!("Not-Real-{change}");
        *vendor.password.lock().await = password.clone();
        tokio::time::sleep(Duration::from_millis(50)).await;
        editor.finish_rotation(&eva, &rotation, Secret::new(password)).await.unwrap();
    }
    while let Some(person) = people.join_next().await {
        person.unwrap();
    }
    assert_eq!(vendor.count(), (100, 0));
}

#[tokio::test]
async fn a_change_that_was_interrupted_blocks_everybody_until_an_editor_resumes_it() {
    let editor = team("broken", &[("broken-e", "editor"), ("broken-r", "reader")]).await;
    let (eva, reader) = (token(&editor, "broken-e").await, token(&editor, "broken-r").await);
    let shared = id("shared");
    let first = SecretDocument::new(editor.op(), Secret::new("Not-Real-0"), "eva");
    editor.write(&eva, Kind::Secret, &shared, 0, &first).await.unwrap();
    let abandoned = editor.begin_rotation(&eva, &shared, "eva", false).await.unwrap();
    let blocked = |who: &str| Err(TeamFault::Blocked(Block::Changing { by: who.to_owned() }));
    assert_eq!(editor.reserve(&reader, &shared, "rita", PATIENCE).await.map(drop), blocked("eva"));
    assert_eq!(editor.begin_rotation(&eva, &shared, "otto", false).await.map(drop), blocked("eva"));
    let resumed = editor.begin_rotation(&eva, &shared, "otto", true).await.unwrap();
    assert_eq!(editor.finish_rotation(&eva, &resumed, Secret::new("Not-Real-1")).await, Ok(2));
    let (attempt, password) = editor.reserve(&reader, &shared, "rita", PATIENCE).await.unwrap();
    assert_eq!((attempt.version(), password.expose()), (2, "Not-Real-1"));
    editor.settle(&reader, attempt, AttemptEnd::NotCounted).await.unwrap();
    // The first one comes back and writes over nothing.
    let late = editor.finish_rotation(&eva, &abandoned, Secret::new("Not-Real-late")).await;
    assert_eq!(late, Err(TeamFault::Conflict { current: Some(2) }));

    // One that was called off leaves the secret as it was, to be tried by one first.
    let called_off = editor.begin_rotation(&eva, &shared, "eva", false).await.unwrap();
    editor.cancel_rotation(&eva, &called_off).await.unwrap();
    let (attempt, password) = editor.reserve(&reader, &shared, "rita", PATIENCE).await.unwrap();
    assert_eq!(password.expose(), "Not-Real-1");
    let second = editor.reserve(&reader, &shared, "ben", Duration::ZERO).await;
    assert_eq!(second.map(drop), Err(TeamFault::Blocked(Block::Busy)));
    editor.settle(&reader, attempt, AttemptEnd::Accepted).await.unwrap();
    let record = editor.read::<hallpass_team::GuardDocument>(&reader, Kind::Guard, &shared).await.unwrap();
    assert_eq!((record.document.state, record.document.by.as_str()), (GuardState::Proven, "rita"));
}

#[tokio::test]
async fn a_spoiled_guard_blocks_and_an_editor_sets_it_right() {
    let editor = team("spoiled", &[("spoiled-e", "editor")]).await;
    let (eva, shared) = (token(&editor, "spoiled-e").await, id("shared"));
    let first = SecretDocument::new(editor.op(), Secret::new("Not-Real-0"), "eva");
    editor.write(&eva, Kind::Secret, &shared, 0, &first).await.unwrap();
    let (_, admin) = server().await;
    let spoiled = serde_json::json!({"options": {"cas": 0}, "data": {"v": 1, "op": 7, "secret": "all"}});
    editor.administer(admin, "hallpass/data/spoiled/guard/shared", &spoiled).await.unwrap();
    let fault = editor.reserve(&eva, &shared, "eva", PATIENCE).await.map(drop).unwrap_err();
    assert!(matches!(&fault, TeamFault::Document { kind: Kind::Guard, .. }), "{fault:?}");
    assert!(editor.begin_rotation(&eva, &shared, "eva", false).await.is_err());
    let rotation = editor.begin_rotation(&eva, &shared, "eva", true).await.unwrap();
    editor.cancel_rotation(&eva, &rotation).await.unwrap();
    let (attempt, _) = editor.reserve(&eva, &shared, "eva", PATIENCE).await.unwrap();
    editor.settle(&eva, attempt, AttemptEnd::Accepted).await.unwrap();
}

#[tokio::test]
async fn a_change_waits_for_an_attempt_that_is_under_way() {
    let editor = team("waits", &[("waits-e", "editor")]).await;
    let (eva, shared) = (token(&editor, "waits-e").await, id("shared"));
    let first = SecretDocument::new(editor.op(), Secret::new("Not-Real-0"), "eva");
    editor.write(&eva, Kind::Secret, &shared, 0, &first).await.unwrap();
    let (attempt, _) = editor.reserve(&eva, &shared, "rita", PATIENCE).await.unwrap();
    let rotation = editor.begin_rotation(&eva, &shared, "eva", false).await.unwrap();
    let busy = editor.wait_until_idle(&eva, &rotation, Duration::from_millis(300)).await;
    assert_eq!(busy, Err(TeamFault::Blocked(Block::Busy)));
    editor.settle(&eva, attempt, AttemptEnd::Accepted).await.unwrap();
    assert_eq!(editor.wait_until_idle(&eva, &rotation, PATIENCE).await, Ok(()));
    editor.cancel_rotation(&eva, &rotation).await.unwrap();
}

#[tokio::test]
async fn a_change_that_is_called_off_forgets_no_refusal_and_a_persons_word_ends_what_blocks() {
    let editor = team("recall", &[("recall-e", "editor")]).await;
    let (eva, shared) = (token(&editor, "recall-e").await, id("shared"));
    let first = SecretDocument::new(editor.op(), Secret::new("Not-Real-0"), "eva");
    editor.write(&eva, Kind::Secret, &shared, 0, &first).await.unwrap();
    let blocked = async || editor.reserve(&eva, &shared, "ben", Duration::ZERO).await.map(drop).unwrap_err();
    let call_off = async |resume: bool| {
        let rotation = editor.begin_rotation(&eva, &shared, "eva", resume).await.unwrap();
        editor.cancel_rotation(&eva, &rotation).await.unwrap();
    };
    let (attempt, _) = editor.reserve(&eva, &shared, "rita", PATIENCE).await.unwrap();
    // Rejected while someone begins to change it, and called off.
    let rotation = editor.begin_rotation(&eva, &shared, "eva", false).await.unwrap();
    editor.settle(&eva, attempt, AttemptEnd::Refused).await.unwrap();
    editor.cancel_rotation(&eva, &rotation).await.unwrap();
    let refused = TeamFault::Blocked(Block::Refused { by: "rita".to_owned() });
    assert_eq!(blocked().await, refused);
    call_off(false).await;
    assert_eq!(blocked().await, refused, "it was rejected before");

    let (_, admin) = server().await;
    let spoil = async |more: serde_json::Value| {
        let cas = editor.read::<hallpass_team::GuardDocument>(&eva, Kind::Guard, &shared).await.unwrap().version;
        let mut data = serde_json::json!({"v": 1, "op": "6f1b0f0e-8a59-4c39-9f0e-3f0d5f3a2b11", "secret": 1,
            "state": "untried"});
        data.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let body = serde_json::json!({"options": {"cas": cas}, "data": data});
        editor.administer(admin, "hallpass/data/recall/guard/shared", &body).await.unwrap();
    };
    #[expect(clippy::disallowed_methods, reason = "the real server has the clock of this machine")]
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    spoil(serde_json::json!({"cooldown": now + 3600})).await;
    assert!(matches!(blocked().await, TeamFault::Blocked(Block::CoolingDown { .. })));
    call_off(false).await;
    assert!(matches!(blocked().await, TeamFault::Blocked(Block::CoolingDown { .. })));
    call_off(true).await;
    let (attempt, _) = editor.reserve(&eva, &shared, "ben", PATIENCE).await.unwrap();
    editor.settle(&eva, attempt, AttemptEnd::NotCounted).await.unwrap();

    spoil(serde_json::json!({"unsettled": 2})).await;
    assert_eq!(blocked().await, TeamFault::Blocked(Block::Unsettled));
    call_off(false).await;
    assert_eq!(blocked().await, TeamFault::Blocked(Block::Unsettled));
    call_off(true).await;
    assert!(editor.reserve(&eva, &shared, "ben", PATIENCE).await.is_ok());
}

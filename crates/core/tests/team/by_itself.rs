//! What a team shares comes automatically, and not behind the lock.

use std::time::Duration;

use hallpass_core::providers::Secret;
use hallpass_core::{Background, BackgroundEvent, Hallpass, LockReason, SharedSecret};

use crate::desk::{PASSWORD, join, member, revoke, team};
use crate::support::background::{Told, settings};
use crate::support::{TestClock, iam, in_memory};

/// Waits until so many syncs were told.
async fn syncs(told: &Told, count: usize) {
    let begun = |event: &BackgroundEvent| matches!(event, BackgroundEvent::TeamSynced { .. });
    for _ in 0..2000 {
        if told.all().iter().filter(|event| begun(event)).count() >= count {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{count} syncs: {:?}", told.all());
}

async fn share(eva: &Hallpass, name: &str) {
    eva.add_profile(iam(name, "https://iam.example.com", "a")).await.unwrap();
    eva.share_profile(None, name, SharedSecret::None).await.unwrap();
}

async fn names(hallpass: &Hallpass) -> Vec<String> {
    hallpass.profiles().await.unwrap().into_iter().map(|profile| profile.name).collect()
}

#[tokio::test]
async fn what_a_team_shares_comes_automatically_and_a_failure_is_kept_for_the_status() {
    team("auto", &[("eva", "editor"), ("rita", "reader")]).await;
    let eva = member("auto", "eva").await;
    let (clock, told) = (TestClock::default(), Told::default());
    let rita = in_memory(&clock).await;
    join(&rita, "auto", "rita", PASSWORD).await.unwrap();
    share(&eva, "one").await;
    let background: Background = told.start(&rita, settings());
    syncs(&told, 1).await;
    assert_eq!(names(&rita).await, ["one"]);

    background.lock(LockReason::Asked);
    share(&eva, "two").await;
    clock.pass(3600);
    background.focused();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(names(&rita).await, ["one"], "nothing is asked while it is locked");
    background.unlock();
    syncs(&told, 2).await;
    assert_eq!(names(&rita).await, ["one", "two"]);

    revoke(&rita).await;
    clock.pass(61);
    background.focused();
    syncs(&told, 3).await;
    let known = rita.team_as_known(None).await.unwrap();
    assert!(known.sync_failure.is_some(), "the section says it");
    assert_eq!(names(&rita).await, ["one", "two"], "what is here stays");
    // Nobody logs in again but a person.
    rita.join_team(known.settings, Secret::new(PASSWORD)).await.unwrap();
    clock.pass(61);
    background.focused();
    syncs(&told, 4).await;
    assert_eq!(rita.team_as_known(None).await.unwrap().sync_failure, None);
    background.stop();
}

//! Background work at a real server: what is sent, what a surface is told, and what stays in the vault.

use std::time::Duration;

use crate::support::background::{Told, expire_in, requests, server, settings, sign_in, token};
use crate::support::{TestClock, in_folder, in_memory};
use hallpass_core::{
    Background, BackgroundEvent, BackgroundSettings, ErrorCode, LockReason, NoticeAction, NoticeKind, ProfileDraft,
    SessionState, SignIn,
};
use hallpass_sandbox::{Fault, FaultRule, Options, start};

#[tokio::test]
async fn a_session_is_renewed_once_and_nothing_is_said() {
    let (sandbox, hallpass, told) = (server().await, in_memory(&TestClock::default()).await, Told::default());
    sign_in(&hallpass, &sandbox, "r").await;
    expire_in(&hallpass, 60).await;
    let old = token(&hallpass, "r").await;
    let background = told.start(&hallpass, settings());
    told.until(|event| matches!(event, BackgroundEvent::Renewed { profile } if profile == "r")).await;
    for _ in 0..20 {
        background.look();
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(requests(&sandbox), 2);
    assert_ne!(token(&hallpass, "r").await, old);
    assert!(told.all().iter().all(|event| matches!(event, BackgroundEvent::Renewed { .. })), "{:?}", told.all());
    assert!(background.glance().next_expiry.is_some());
}

/// Two programs with a window each, at one moment: the vault's lease lets one of them send.
#[tokio::test]
async fn two_programs_on_one_vault_renew_once() {
    let (sandbox, home, clock) = (server().await, tempfile::tempdir().unwrap(), TestClock::default());
    let one = in_folder(home.path(), &clock).await;
    sign_in(&one, &sandbox, "r").await;
    let other = in_folder(home.path(), &clock).await;
    expire_in(&one, 60).await;
    sandbox.set_latency(None, Duration::from_millis(300));
    let told = [Told::default(), Told::default()];
    let running = [told[0].start(&one, settings()), told[1].start(&other, settings())];
    for told in &told {
        told.until(|event| matches!(event, BackgroundEvent::Renewed { .. })).await;
    }
    running.iter().for_each(Background::look);
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(requests(&sandbox), 2, "the sign-in and one renewal");
}

#[tokio::test]
async fn a_refused_refresh_token_is_said_once_and_the_access_token_keeps_its_time() {
    let (sandbox, hallpass, told) = (server().await, in_memory(&TestClock::default()).await, Told::default());
    sign_in(&hallpass, &sandbox, "r").await;
    // Its refresh token is used up: the answer to a renewal got lost.
    sandbox.add_fault(FaultRule::always(Fault::DropAnswer).times(1));
    let lost = hallpass.renew("r").await.unwrap_err();
    assert_eq!(lost.code, ErrorCode::UnknownOutcome);
    assert!(lost.advice.unwrap().en.contains("one more renewal"), "what it means is said");
    expire_in(&hallpass, 60).await;
    let old = token(&hallpass, "r").await;
    let background = told.start(&hallpass, settings());
    let BackgroundEvent::NoticeShown(notice) =
        told.until(|event| matches!(event, BackgroundEvent::NoticeShown(_))).await
    else {
        unreachable!()
    };
    assert_eq!((notice.kind, notice.profiles), (NoticeKind::RenewalFailed, vec!["r".to_owned()]));
    assert!(!format!("{:?}", notice.text).contains("liu.yang"));
    background.look();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(requests(&sandbox), 3, "the sign-in, the renewal that got lost, and one more with the old token");
    let session = hallpass.session("r").await.unwrap();
    assert_eq!((session.state, session.refreshable), (SessionState::Expiring, false));
    assert_eq!(token(&hallpass, "r").await, old, "the access token keeps its own expiry");
    assert_eq!(told.all().iter().filter(|event| matches!(event, BackgroundEvent::NoticeShown(_))).count(), 1);
}

#[tokio::test]
async fn a_refresh_token_that_was_sent_twice_without_a_response_is_not_sent_again() {
    let (sandbox, hallpass) = (server().await, in_memory(&TestClock::default()).await);
    sign_in(&hallpass, &sandbox, "r").await;
    sandbox.add_fault(FaultRule::always(Fault::DropRequest).times(2));
    for renewable in [true, false] {
        assert_eq!(hallpass.renew("r").await.unwrap_err().code, ErrorCode::UnknownOutcome);
        assert_eq!(hallpass.session("r").await.unwrap().refreshable, renewable);
    }
    let before = sandbox.requests().len();
    let error = hallpass.renew("r").await.unwrap_err();
    assert_eq!(error.code, ErrorCode::Usage);
    assert!(error.message.en.contains("sent twice without a response"), "{error:?}");
    assert_eq!(sandbox.requests().len(), before);
    assert_eq!(hallpass.session("r").await.unwrap().state, SessionState::Active);
    hallpass.sign_in("r", SignIn::default()).await.unwrap();
    assert!(hallpass.session("r").await.unwrap().refreshable, "another session begins anew");
    hallpass.renew("r").await.unwrap();
}

/// What is answered, or never leaves, says nothing about the refresh token.
#[tokio::test]
async fn a_busy_or_unreachable_server_does_not_use_a_refresh_token_up() {
    let (sandbox, hallpass) = (server().await, in_memory(&TestClock::default()).await);
    sign_in(&hallpass, &sandbox, "r").await;
    for _ in 0..3 {
        sandbox.add_fault(FaultRule::always(Fault::TooManyRequests("1".to_owned())).times(1));
        hallpass.renew("r").await.unwrap_err();
        // A web page under 200 is from something in front that let nothing through.
        sandbox.add_fault(FaultRule::always(Fault::CaptivePortal).times(1));
        hallpass.renew("r").await.unwrap_err();
    }
    assert!(hallpass.session("r").await.unwrap().refreshable);
    hallpass.renew("r").await.unwrap();
}

#[tokio::test]
async fn a_host_that_asks_to_wait_is_left_alone_and_then_asked_again() {
    let sandbox = start(Options::default()).await.unwrap();
    let (clock, told) = (TestClock::default(), Told::default());
    let hallpass = in_memory(&clock).await;
    for name in ["a", "b", "c"] {
        sign_in(&hallpass, &sandbox, name).await;
    }
    sandbox.add_fault(FaultRule::always(Fault::TooManyRequests("40".to_owned())).times(2));
    expire_in(&hallpass, 200).await;
    let background = told.start(&hallpass, settings());
    told.until(|event| matches!(event, BackgroundEvent::NoticeShown(_))).await;
    for _ in 0..10 {
        background.look();
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(requests(&sandbox), 5, "three sign-ins, and two at once that were turned away");
    clock.pass(41);
    background.look();
    for name in ["a", "b", "c"] {
        told.until(|event| matches!(event, BackgroundEvent::Renewed { profile } if profile == name)).await;
    }
    told.until(|event| matches!(event, BackgroundEvent::NoticeWithdrawn(_))).await;
    assert_eq!(requests(&sandbox), 8);
}

#[tokio::test]
async fn a_notice_renews_what_it_is_about_and_is_taken_back() {
    // Refresh tokens of one account may be used often: three profiles share it.
    let sandbox = start(Options::default()).await.unwrap();
    let (hallpass, told) = (in_memory(&TestClock::default()).await, Told::default());
    for name in ["a", "b", "c"] {
        sign_in(&hallpass, &sandbox, name).await;
    }
    expire_in(&hallpass, 200).await;
    let off = BackgroundSettings { auto_renew: hallpass_core::AutoRenew::Off, ..settings() };
    let background = told.start(&hallpass, off);
    let BackgroundEvent::NoticeShown(notice) =
        told.until(|event| matches!(event, BackgroundEvent::NoticeShown(_))).await
    else {
        unreachable!()
    };
    assert_eq!(notice.text.en, "3 development sessions expire within 5 min");
    assert_eq!(requests(&sandbox), 3);
    background.act(notice.id, NoticeAction::Renew).await.unwrap();
    for name in ["a", "b", "c"] {
        told.until(|event| matches!(event, BackgroundEvent::Renewed { profile } if profile == name)).await;
    }
    assert_eq!(requests(&sandbox), 6);
    background.look();
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert_eq!(told.all().iter().filter(|event| matches!(event, BackgroundEvent::NoticeShown(_))).count(), 1);
}

#[tokio::test]
async fn it_locks_by_itself_and_at_once_when_asked_and_renews_meanwhile() {
    let (sandbox, clock, told) = (server().await, TestClock::default(), Told::default());
    let hallpass = in_memory(&clock).await;
    sign_in(&hallpass, &sandbox, "r").await;
    let background = told.start(&hallpass, BackgroundSettings { lock_minutes: Some(15), ..settings() });
    background.lock(LockReason::ScreenLocked);
    assert!(background.is_locked() && matches!(told.all()[..], [BackgroundEvent::Locked(LockReason::ScreenLocked)]));
    expire_in(&hallpass, 60).await;
    background.look();
    told.until(|event| matches!(event, BackgroundEvent::Renewed { .. })).await;
    background.unlock();
    clock.pass(14 * 60 + 35);
    background.look();
    told.until(|event| matches!(event, BackgroundEvent::LockWarning { .. })).await;
    background.used();
    told.until(|event| matches!(event, BackgroundEvent::LockWarningWithdrawn)).await;
    clock.pass(16 * 60);
    background.look();
    told.until(|event| matches!(event, BackgroundEvent::Locked(LockReason::Idle))).await;
    background.stop();
    background.unlock();
    let told = told.all();
    assert_eq!(told.iter().filter(|event| matches!(event, BackgroundEvent::Unlocked)).count(), 1, "{told:?}");
}

#[tokio::test]
async fn keep_alive_verifies_or_renews_and_never_signs_in() {
    let (sandbox, clock, told) = (server().await, TestClock::default(), Told::default());
    let hallpass = in_memory(&clock).await;
    sign_in(&hallpass, &sandbox, "r").await;
    let every_half_hour = ProfileDraft { keep_alive: Some(30), ..ProfileDraft::default() };
    hallpass.edit_profile("r", every_half_hour).await.unwrap();
    let _background = told.start(&hallpass, settings());
    for round in 1..=3 {
        clock.pass(31 * 60);
        _background.look();
        let count = || told.all().iter().filter(|event| matches!(event, BackgroundEvent::KeptAlive { .. })).count();
        for _ in 0..500 {
            if count() == round {
                break;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert_eq!(count(), round, "{:?}", told.all());
    }
    assert_eq!(sandbox.attempts("hzero", "liu.yang"), 1, "a password was sent once, by the sign-in");
}

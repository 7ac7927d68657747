//! What a renewal may have done at its server, what is recorded of it, and when none is sent.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use crate::support::background::{Told, expire_in, requests, server, settings, sign_in, sign_in_at, token};
use crate::support::{TestClock, in_memory};
use hallpass_core::{
    AutoRenew, Background, BackgroundEvent, BackgroundSettings, ErrorCode, EventKind, Hallpass, ProfileDraft, Result,
    SignIn,
};
use hallpass_sandbox::{Fault, FaultRule, Sandbox};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// An answer that nobody can read may be that of a server which has issued another refresh token.
#[tokio::test]
async fn a_refresh_token_that_was_answered_unreadably_twice_is_not_sent_again() {
    let (sandbox, hallpass) = (server().await, in_memory(&TestClock::default()).await);
    sign_in(&hallpass, &sandbox, "r").await;
    let to = "http://127.0.0.1:9/".to_owned();
    let unreadable =
        [Fault::BadJson, Fault::TruncatedJson, Fault::EmptyBody, Fault::HugeBody, Fault::Redirect { status: 302, to }];
    for fault in unreadable {
        for renewable in [true, false] {
            sandbox.add_fault(FaultRule::always(fault.clone()).times(1));
            let error = hallpass.renew("r").await.unwrap_err();
            assert!(matches!(
                error.code,
                ErrorCode::NotTheApi | ErrorCode::AnswerTooBig | ErrorCode::UnexpectedRedirect
            ));
            assert_eq!(hallpass.session("r").await.unwrap().refreshable, renewable, "{fault:?}");
        }
        let before = sandbox.requests().len();
        assert_eq!(hallpass.renew("r").await.unwrap_err().code, ErrorCode::Usage, "{fault:?}");
        assert_eq!(sandbox.requests().len(), before, "{fault:?}");
        hallpass.sign_in("r", SignIn::default()).await.unwrap();
    }
}

/// Something between here and the server that keeps the next answer to itself until it is told to let it go.
struct Between {
    address: String,
    holds: Arc<AtomicBool>,
    lets_go: Arc<Notify>,
}

async fn between(server: &str) -> Between {
    let server = server.trim_start_matches("http://").split('/').next().unwrap().to_owned();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (holds, lets_go) = (Arc::<AtomicBool>::default(), Arc::<Notify>::default());
    let (held, released) = (Arc::clone(&holds), Arc::clone(&lets_go));
    tokio::spawn(async move {
        loop {
            let (mut near, _) = listener.accept().await.unwrap();
            let (mut far, held, released) =
                (TcpStream::connect(&server).await.unwrap(), Arc::clone(&held), Arc::clone(&released));
            tokio::spawn(async move {
                let ((mut from_near, mut to_near), (mut from_far, mut to_far)) = (near.split(), far.split());
                let back = async {
                    let mut part = vec![0; 64 * 1024];
                    while let Ok(read @ 1..) = from_far.read(&mut part).await {
                        if held.swap(false, Ordering::SeqCst) {
                            released.notified().await;
                        }
                        to_near.write_all(&part[..read]).await.unwrap();
                    }
                };
                tokio::select! {
                    _ = tokio::io::copy(&mut from_near, &mut to_far) => {}
                    () = back => {}
                }
            });
        }
    });
    Between { address, holds, lets_go }
}

/// What is known of a session's refresh token is not overwritten by a renewal of the session that it replaced.
#[tokio::test]
async fn a_late_answer_says_nothing_about_the_session_that_came_meanwhile() {
    let (sandbox, hallpass) = (server().await, in_memory(&TestClock::default()).await);
    let between = between(&sandbox.address("hzero")).await;
    sign_in_at(&hallpass, between.address.clone(), "r").await;
    sandbox.add_fault(FaultRule::always(Fault::DropRequest).times(1));
    hallpass.renew("r").await.unwrap_err();
    // The session's second renewal is asked to wait, and hears of it late.
    sandbox.add_fault(FaultRule::always(Fault::TooManyRequests("1".to_owned())).times(1));
    between.holds.store(true, Ordering::SeqCst);
    let renewing = hallpass.clone();
    let renewal = tokio::spawn(async move { renewing.renew("r").await });
    while between.holds.load(Ordering::SeqCst) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    hallpass.sign_in("r", SignIn::default()).await.unwrap();
    assert!(!renewal.is_finished(), "the answer is late");
    between.lets_go.notify_one();
    assert_eq!(renewal.await.unwrap().unwrap_err().retry_after_seconds, Some(1));
    // The new one's refresh token is lost once, and may be tried once more.
    sandbox.add_fault(FaultRule::always(Fault::DropRequest).times(1));
    hallpass.renew("r").await.unwrap_err();
    assert!(hallpass.session("r").await.unwrap().refreshable);
}

/// The vault's thread is busy while it looks, so that it is stopped in the middle of that.
#[tokio::test]
async fn stopped_while_it_looks_it_begins_nothing() {
    let (sandbox, hallpass, told) = (server().await, in_memory(&TestClock::default()).await, Told::default());
    sign_in(&hallpass, &sandbox, "r").await;
    expire_in(&hallpass, 60).await;
    let (go_on, wait) = mpsc::channel::<()>();
    let (begun, at_it) = mpsc::channel::<()>();
    let busy = hallpass.clone();
    let busy = tokio::spawn(async move {
        let hold = move |_: &rusqlite::Transaction<'_>| -> Result<()> {
            begun.send(()).unwrap();
            wait.recv().unwrap();
            Ok(())
        };
        busy.vault().write(hold).await
    });
    while at_it.try_recv().is_err() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let background = told.start(&hallpass, settings());
    tokio::time::sleep(Duration::from_millis(100)).await;
    background.stop();
    go_on.send(()).unwrap();
    busy.await.unwrap().unwrap();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(requests(&sandbox), 1, "the sign-in");
}

async fn events(hallpass: &Hallpass) -> Vec<(EventKind, String)> {
    let events = hallpass.activity(jiff::Timestamp::UNIX_EPOCH).await.unwrap();
    events.into_iter().map(|event| (event.kind, event.detail)).collect()
}

/// Someone else ends a token, such as its owner in a browser.
async fn end_at_the_server(sandbox: &Sandbox, token: &str) {
    let address = sandbox.address("hzero");
    let (host, path) = address.trim_start_matches("http://").split_once('/').unwrap_or((&address[7..], ""));
    let mut stream = TcpStream::connect(host).await.unwrap();
    let path = if path.is_empty() { String::new() } else { format!("/{}", path.trim_end_matches('/')) };
    let request = format!(
        "GET {path}/oauth/logout HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\nConnection: close\r\n\r\n"
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    stream.read_to_end(&mut Vec::new()).await.unwrap();
}

#[tokio::test]
async fn what_nobody_asked_for_is_marked_in_the_activity_and_a_session_that_stays_valid_is_not_in_it() {
    let (sandbox, clock, told) = (server().await, TestClock::default(), Told::default());
    let hallpass = in_memory(&clock).await;
    sign_in(&hallpass, &sandbox, "r").await;
    expire_in(&hallpass, 60).await;
    let background = told.start(&hallpass, settings());
    told.until(|event| matches!(event, BackgroundEvent::Renewed { .. })).await;
    let hint = hallpass.session("r").await.unwrap().token_hint;
    assert_eq!(events(&hallpass).await[0], (EventKind::Renewed, format!("automatic {hint}")));
    hallpass.renew("r").await.unwrap();
    let hint = hallpass.session("r").await.unwrap().token_hint;
    assert_eq!(events(&hallpass).await[0], (EventKind::Renewed, hint), "a person asked for this one");

    // Verified each minute, since it may not be renewed.
    let verified = ProfileDraft { auto_renew: Some(AutoRenew::Off), keep_alive: Some(1), ..ProfileDraft::default() };
    hallpass.edit_profile("r", verified).await.unwrap();
    let before = events(&hallpass).await.len();
    let kept = || told.all().iter().filter(|event| matches!(event, BackgroundEvent::KeptAlive { .. })).count();
    let a_minute = async |round: usize| {
        clock.pass(61);
        background.look();
        while kept() < round {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    for round in 1..=4 {
        a_minute(round).await;
    }
    assert_eq!(events(&hallpass).await.len(), before, "nothing has changed");
    hallpass.verify("r").await.unwrap();
    assert_eq!(events(&hallpass).await[0], (EventKind::Verified, "valid".to_owned()));
    let token = token(&hallpass, "r").await;
    end_at_the_server(&sandbox, &token).await;
    a_minute(5).await;
    assert_eq!(events(&hallpass).await[0], (EventKind::Verified, "automatic no longer valid".to_owned()));
}

#[tokio::test]
async fn the_key_is_needed_while_something_may_be_renewed_or_kept_alive() {
    let (sandbox, hallpass) = (server().await, in_memory(&TestClock::default()).await);
    sign_in(&hallpass, &sandbox, "r").await;
    let background = Background::start(hallpass.clone(), settings(), |_| ());
    assert!(background.has_work().await);
    let edit = async |draft| drop(hallpass.edit_profile("r", draft).await.unwrap());
    edit(ProfileDraft { auto_renew: Some(AutoRenew::Off), ..ProfileDraft::default() }).await;
    assert!(!background.has_work().await, "its profile does not permit it");
    edit(ProfileDraft { auto_renew: Some(AutoRenew::On), ..ProfileDraft::default() }).await;
    background.set_settings(BackgroundSettings { auto_renew: AutoRenew::Window, ..settings() });
    assert!(background.has_work().await);
    background.set_window_open(false);
    assert!(!background.has_work().await, "the window is closed");
    edit(ProfileDraft { keep_alive: Some(30), ..ProfileDraft::default() }).await;
    assert!(background.has_work().await, "it is verified");
}

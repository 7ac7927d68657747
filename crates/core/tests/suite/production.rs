//! Production is entered on purpose: what asks for it, how long it stays open, and that it can be closed.

mod own_environments;

use crate::support::{TestClock, iam, in_memory, typed};
use hallpass_core::{
    Environment, ErrorCode, EventKind, Hallpass, PRODUCTION_MINUTES, ProfileDraft, SignIn, TokenFormat, TokenUse,
};
use hallpass_sandbox::{Options, start};

const PASSWORD: &str = "Not-Real-iam-01";

async fn add(hallpass: &Hallpass, name: &str, server: &str, group: Option<&str>, environment: Environment) {
    let draft =
        ProfileDraft { group: group.map(str::to_owned), environment: Some(environment), ..iam(name, server, "li.wen") };
    hallpass.add_profile(draft).await.unwrap();
}

async fn token(hallpass: &Hallpass, name: &str) -> Option<ErrorCode> {
    let token = hallpass.token(name, &TokenUse::default(), TokenFormat::Raw, EventKind::Copied).await;
    token.err().map(|error| error.code)
}

#[tokio::test]
async fn it_opens_for_its_set_for_ten_minutes_and_says_until_when() {
    let (sandbox, clock) = (start(Options::default()).await.unwrap(), TestClock::default());
    let hallpass = in_memory(&clock).await;
    let server = sandbox.address("enos-iam");
    add(&hallpass, "live", &server, Some("Yunling"), Environment::Prod).await;
    add(&hallpass, "alone", &server, None, Environment::Prod).await;
    for name in ["live", "alone"] {
        hallpass.sign_in(name, typed(PASSWORD)).await.unwrap();
        assert_eq!(token(&hallpass, name).await, Some(ErrorCode::ProductionNotConfirmed));
    }
    assert!(hallpass.production_open().is_empty());

    hallpass.open_production(&hallpass.profile("live").await.unwrap());
    assert_eq!(
        (token(&hallpass, "live").await, token(&hallpass, "alone").await),
        (None, Some(ErrorCode::ProductionNotConfirmed))
    );
    let [open] = &hallpass.overview().await.unwrap().production_open[..] else { panic!("one is open") };
    assert_eq!(open.name, "Yunling");
    let left = open.until.duration_since(hallpass.now().wall).as_secs();
    assert!((PRODUCTION_MINUTES * 60 - 30..=PRODUCTION_MINUTES * 60).contains(&left), "{left}");

    clock.pass(60);
    hallpass.open_production(&hallpass.profile("alone").await.unwrap());
    let names = || hallpass.production_open().into_iter().map(|open| open.name).collect::<Vec<_>>();
    assert_eq!(names(), ["Yunling", "alone"], "what closes first comes first");
    clock.pass(PRODUCTION_MINUTES * 60 - 30);
    assert_eq!(names(), ["alone"]);
    assert_eq!(token(&hallpass, "live").await, Some(ErrorCode::ProductionNotConfirmed));

    hallpass.close_production();
    assert!(names().is_empty());
    assert_eq!(token(&hallpass, "alone").await, Some(ErrorCode::ProductionNotConfirmed));
}

#[tokio::test]
async fn a_clock_that_is_set_back_keeps_it_open_no_longer() {
    let (sandbox, clock) = (start(Options::default()).await.unwrap(), TestClock::default());
    let hallpass = in_memory(&clock).await;
    add(&hallpass, "live", &sandbox.address("enos-iam"), None, Environment::Prod).await;
    hallpass.sign_in("live", typed(PASSWORD)).await.unwrap();
    hallpass.open_production(&hallpass.profile("live").await.unwrap());
    clock.move_wall(-3600);
    clock.pass(30);
    let left = hallpass.production_open()[0].until.duration_since(hallpass.now().wall).as_secs();
    assert!((PRODUCTION_MINUTES * 60 - 60..PRODUCTION_MINUTES * 60).contains(&left), "{left}");
    clock.pass(PRODUCTION_MINUTES * 60 - 30);
    assert_eq!(token(&hallpass, "live").await, Some(ErrorCode::ProductionNotConfirmed));
}

#[tokio::test]
async fn a_sign_in_asks_where_the_surface_wants_it_and_sends_nothing_until_then() {
    let (sandbox, clock) = (start(Options::default()).await.unwrap(), TestClock::default());
    let hallpass = in_memory(&clock).await;
    add(&hallpass, "live", &sandbox.address("enos-iam"), None, Environment::Prod).await;
    let asking = || SignIn { ask_production: true, ..typed(PASSWORD) };
    let error = hallpass.sign_in("live", asking()).await.unwrap_err();
    assert_eq!((error.code, sandbox.attempts("enos-iam", "li.wen")), (ErrorCode::ProductionNotConfirmed, 0));
    assert!(hallpass.plan("live", None, &typed(PASSWORD).answers).await.unwrap().asks_production);
    hallpass.open_production(&hallpass.profile("live").await.unwrap());
    assert!(!hallpass.plan("live", None, &typed(PASSWORD).answers).await.unwrap().asks_production);
    hallpass.sign_in("live", asking()).await.unwrap();
    assert_eq!(sandbox.attempts("enos-iam", "li.wen"), 1);
}

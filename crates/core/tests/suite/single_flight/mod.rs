//! One sign-in, one answer, one message, one renewal at a time: everyone else uses what it comes to.

mod challenges;
mod leases;
mod renewals;
mod sign_ins;

use std::time::Duration;

use crate::support::{TestClock, iam, in_memory};
use futures_util::future::join_all;
use hallpass_core::providers::Secret;
use hallpass_core::{Hallpass, PendingView, ProfileDraft, Result, SignInOutcome};
use hallpass_sandbox::{Options, Sandbox, start};

const ACCOUNT: &str = "li.wen";
const PASSWORD: &str = "Not-Real-iam-01";

/// A sandbox that takes its time, and one profile of EnOS IAM.
async fn at_iam(account: &str) -> (Sandbox, Hallpass) {
    let sandbox = start(Options::default()).await.unwrap();
    sandbox.set_latency(None, Duration::from_millis(100));
    let hallpass = in_memory(&TestClock::default()).await;
    hallpass.add_profile(iam("a", &sandbox.address("enos-iam"), account)).await.unwrap();
    (sandbox, hallpass)
}

fn draft(name: &str, provider: &str, server: &str, values: &[(&str, &str)], secrets: &[(&str, &str)]) -> ProfileDraft {
    ProfileDraft {
        name: Some(name.to_owned()),
        provider: Some(provider.to_owned()),
        server: Some(server.to_owned()),
        values: values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        secrets: secrets.iter().map(|(name, value)| ((*name).to_owned(), Secret::new(*value))).collect(),
        ..ProfileDraft::default()
    }
}

async fn at_once<T>(times: usize, one: impl AsyncFn() -> T) -> Vec<T> {
    join_all((0..times).map(|_| one())).await
}

fn session_of(end: &Result<SignInOutcome>) -> &hallpass_core::SessionView {
    match end {
        Ok(SignInOutcome::SignedIn { session }) => session,
        other => panic!("{other:?}"),
    }
}

fn challenge_of(end: &Result<SignInOutcome>) -> &PendingView {
    match end {
        Ok(SignInOutcome::Challenge(pending)) => pending,
        other => panic!("{other:?}"),
    }
}

fn asked(sandbox: &Sandbox, path: &str) -> usize {
    sandbox.requests().iter().filter(|seen| seen.path.ends_with(path)).count()
}

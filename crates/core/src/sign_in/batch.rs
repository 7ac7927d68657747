//! Signs in to many profiles: one at a time per host, hosts concurrently.

use std::collections::BTreeMap;

use futures_util::future::join_all;
use hallpass_providers::Host;

use super::options::{SignIn, SignInOutcome};
use crate::error::{Error, ErrorCode, Result};
use crate::hallpass::Hallpass;

/// What is reported of one profile during a bulk sign-in.
#[derive(Debug, Clone, Copy)]
pub enum BulkProgress<'a> {
    /// Its sign-in has begun.
    Begun,
    /// It has ended; one that was left alone ends without having begun.
    Ended(&'a Result<SignInOutcome>),
}

/// What is signed in one after another.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Queue {
    /// Everything of one host.
    Of(Host),
    /// A profile that is missing has no host, and fails on its own.
    Alone(usize),
}

impl Hallpass {
    /// Signs in to each profile at most once. A host is left alone after its first lock-out; the others continue, and
    /// what waits for the user waits in the inbox. `told` hears of each as it begins and ends; the ends come back in
    /// the order of `names`.
    pub async fn sign_in_many(
        &self,
        names: &[String],
        how: &SignIn,
        told: impl Fn(&str, BulkProgress<'_>),
    ) -> Vec<(String, Result<SignInOutcome>)> {
        let mut hosts: BTreeMap<Queue, Vec<usize>> = BTreeMap::new();
        for (place, name) in names.iter().enumerate() {
            let address = self.profile(name).await.and_then(|profile| profile.address());
            let queue = address.map_or(Queue::Alone(place), |address| Queue::Of(address.host()));
            hosts.entry(queue).or_default().push(place);
        }
        let queues = hosts.iter().map(|(queue, places)| self.sign_in_queue(queue, places, names, how, &told));
        let mut ends: Vec<(usize, Result<SignInOutcome>)> = join_all(queues).await.into_iter().flatten().collect();
        ends.sort_by_key(|(place, _)| *place);
        ends.into_iter().map(|(place, end)| (names[place].clone(), end)).collect()
    }

    async fn sign_in_queue(
        &self,
        queue: &Queue,
        places: &[usize],
        names: &[String],
        how: &SignIn,
        told: &impl Fn(&str, BulkProgress<'_>),
    ) -> Vec<(usize, Result<SignInOutcome>)> {
        let (mut ends, mut locked) = (Vec::new(), false);
        for &place in places {
            let name = &names[place];
            if !locked && !how.stop.is_stopped() {
                told(name, BulkProgress::Begun);
            }
            let end = match queue {
                Queue::Of(host) if locked => Err(left_alone(host)),
                _ => self.sign_in(name, how.clone()).await,
            };
            locked |= end.as_ref().is_err_and(|error| error.lock);
            told(name, BulkProgress::Ended(&end));
            ends.push((place, end));
        }
        ends
    }
}

fn left_alone(host: &Host) -> Error {
    Error::made(
        ErrorCode::CoolingDown,
        format!("{host}刚锁定了一个账号，其余登录已跳过"),
        format!("{host} just locked an account; the remaining sign-ins to it were skipped"),
    )
}

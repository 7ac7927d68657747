//! One pass: sends all due accounts concurrently, in chunks as large as one call allows.
//!
//! Three tasks run concurrently on bounded queues, so that memory does not grow with the list: one reads chunks from
//! the job's file ahead of time, the workers send them, and one writes the results in batches.

use std::time::Duration;

use hallpass_providers::AuthkeyAsk;
use hallpass_providers::authkey::{Asked, MAX_ACCOUNTS};
use tokio::sync::{Mutex, mpsc};
use tokio::time::{Instant, timeout_at};

use crate::authkeys::run::classify;
use crate::authkeys::run::progress::Step;
use crate::authkeys::run::request::Exchange;
use crate::authkeys::run::runner::Runner;
use crate::authkeys::store::journal;
use crate::authkeys::store::outcome::Settled;
use crate::authkeys::store::queue::{self, Due, Pick};
use crate::error::{Error, Result};

/// Accounts read from the file at a time.
const BLOCK: usize = 5_000;
/// Chunks that are ready to be sent.
const READY: usize = 64;
/// Answers that wait to be written; so many are written at a time at most.
const UNWRITTEN: usize = 128;
/// How long an answer that can be had again waits for others, since each commit waits for the disk.
const GATHERING: Duration = Duration::from_millis(50);

type Chunks = Mutex<mpsc::Receiver<Vec<Due>>>;

impl Runner {
    /// Asks everyone of `pick` once.
    pub(in crate::authkeys) async fn round(&self, pick: Pick, step: Step) -> Result<()> {
        if self.is_halting() {
            return Ok(());
        }
        let of = self.annex.read(move |db| queue::count(db, pick)).await?;
        if of == 0 {
            return Ok(());
        }
        self.begin_step(step, of);
        let (chunk, chunks) = mpsc::channel(READY);
        let (result, results) = mpsc::channel(UNWRITTEN);
        let work = async move {
            let chunks = Mutex::new(chunks);
            let workers = (0..self.facts.at_once).map(|_| self.work(pick, &chunks, &result));
            tokio::select! {
                _ = futures_util::future::join_all(workers) => {}
                () = self.stop.stopped() => {}
            }
        };
        let (fed, (), kept) = tokio::join!(self.feed(pick, chunk), work, self.keep(pick, results));
        fed.and(kept)
    }

    /// Reads ahead.
    async fn feed(&self, pick: Pick, chunk: mpsc::Sender<Vec<Due>>) -> Result<()> {
        let mut after = i64::MIN;
        loop {
            let block = self.annex.read(move |db| queue::block(db, pick, after, BLOCK)).await?;
            let Some(last) = block.last() else { return Ok(()) };
            after = last.seq;
            for each in chunks(block, if pick == Pick::Alone { 1 } else { MAX_ACCOUNTS }) {
                // The workers have gone: the job is pausing.
                if self.is_halting() || chunk.send(each).await.is_err() {
                    return Ok(());
                }
            }
        }
    }

    async fn work(&self, pick: Pick, chunks: &Chunks, results: &mpsc::Sender<Settled>) {
        loop {
            let next = chunks.lock().await.recv().await;
            let Some(due) = next.filter(|_| !self.is_halting()) else { return };
            match self.handle(pick, due).await {
                Ok(settled) => {
                    if results.send(settled).await.is_err() {
                        return;
                    }
                }
                Err(error) => return self.halt(error),
            }
        }
    }

    async fn handle(&self, pick: Pick, mut due: Vec<Due>) -> Result<Settled> {
        let ask = self.ask(pick, &due);
        if pick.mints() {
            let Some(written) = self.write_down(pick, due).await? else { return Ok(Settled::default()) };
            due = written;
        }
        let (exchange, requests) = self.exchange(pick, &ask).await;
        let settled = match exchange {
            Exchange::Page(page) => {
                let vault = self.hallpass.vault();
                // Reason: a keyed hash, to see whether a key is still the one that was to be replaced.
                let same = |key: &hallpass_providers::Secret, old: &[u8]| journal::hash(vault, key.expose()) == old;
                classify::answered(pick, due, &ask, page, &same)
            }
            Exchange::Failed(why) => classify::failed(pick, due, &why),
            Exchange::Abandoned => {
                // Recorded, and then paused before it was sent: left so, a key that was to be replaced would stay unknown.
                if pick.mints() && requests == 0 {
                    self.annex.write(move |tx| journal::not_sent(tx, pick, &due)).await?;
                }
                Settled::default()
            }
        };
        Ok(Settled { requests, ..settled })
    }

    fn ask(&self, pick: Pick, due: &[Due]) -> AuthkeyAsk {
        let mut ask = AuthkeyAsk {
            create: pick.mints(),
            rotate: pick == Pick::Rotate,
            expires_ms: self.facts.expires_ms,
            ..AuthkeyAsk::default()
        };
        for each in due {
            match &each.asked {
                Asked::Login(name) => ask.login_names.push(name.clone()),
                Asked::Ext(ext) => ask.ext_logins.push(ext.clone()),
            }
        }
        ask
    }

    /// Commits that keys are about to be made, for the accounts as it gives them back; none where the job is pausing.
    async fn write_down(&self, pick: Pick, mut due: Vec<Due>) -> Result<Option<Vec<Due>>> {
        // Only once something may be sent, so that a pause does not leave accounts unknown that were never asked for.
        if self.gate().await.is_none() {
            return Ok(None);
        }
        let (now, vault) = (self.hallpass.wall().as_millisecond(), self.hallpass.vault().clone());
        let begun = self.annex.write_counted(move |tx| {
            journal::begin(tx, pick, &mut due, now, &|key| journal::hash(&vault, key))?;
            Ok::<_, Error>(due)
        });
        let begun = begun.await.map(Some);
        self.state().minted_at = Some(std::time::Instant::now());
        begun
    }

    /// Writes what came, as much as there is at a time. New keys are written at once.
    async fn keep(&self, pick: Pick, mut results: mpsc::Receiver<Settled>) -> Result<()> {
        let mut ready = Vec::with_capacity(UNWRITTEN);
        while results.recv_many(&mut ready, UNWRITTEN).await > 0 {
            if !pick.mints() {
                gather(&mut results, &mut ready).await;
            }
            let settled = std::mem::replace(&mut ready, Vec::with_capacity(UNWRITTEN));
            let written = self.annex.write(move |tx| journal::keep(tx, &settled).map(|()| settled)).await;
            match written {
                Ok(settled) => self.count(&settled),
                Err(error) => {
                    // What cannot be kept must not be asked for.
                    self.halt(error.clone());
                    return Err(error);
                }
            }
            self.save_now_and_then().await?;
        }
        Ok(())
    }
}

async fn gather(results: &mut mpsc::Receiver<Settled>, ready: &mut Vec<Settled>) {
    let end = Instant::now() + GATHERING;
    while ready.len() < UNWRITTEN {
        let Ok(Some(settled)) = timeout_at(end, results.recv()).await else { return };
        ready.push(settled);
    }
}

/// Chunks with at most `most` login names and as many directory names.
fn chunks(block: Vec<Due>, most: usize) -> Vec<Vec<Due>> {
    let (logins, directory): (Vec<Due>, Vec<Due>) =
        block.into_iter().partition(|due| matches!(due.asked, Asked::Login(_)));
    if most == 1 {
        return logins.into_iter().chain(directory).map(|due| vec![due]).collect();
    }
    let (mut logins, mut directory) = (logins.into_iter().peekable(), directory.into_iter().peekable());
    let mut chunks = Vec::new();
    while logins.peek().is_some() || directory.peek().is_some() {
        chunks.push(logins.by_ref().take(most).chain(directory.by_ref().take(most)).collect());
    }
    chunks
}

#[cfg(test)]
mod tests {
    use hallpass_providers::authkey::ExtLogin;

    use super::*;

    fn due(seq: i64, directory: bool) -> Due {
        let name = format!("u{seq}");
        let ext = ExtLogin { name: name.clone(), site_id: "1".to_owned() };
        let asked = if directory { Asked::Ext(ext) } else { Asked::Login(name) };
        Due { seq, asked, user_id: None, was: None, old_key: None }
    }

    #[test]
    fn a_call_holds_fifty_and_fifty() {
        let block: Vec<Due> = (0..230).map(|seq| due(seq, seq >= 120)).collect();
        let sizes: Vec<(usize, usize)> = chunks(block.clone(), MAX_ACCOUNTS)
            .iter()
            .map(|chunk| {
                let logins = chunk.iter().filter(|due| matches!(due.asked, Asked::Login(_))).count();
                (logins, chunk.len() - logins)
            })
            .collect();
        assert_eq!(sizes, [(50, 50), (50, 50), (20, 10)]);
        assert!(chunks(block, 1).iter().all(|chunk| chunk.len() == 1));
        assert!(chunks(Vec::new(), MAX_ACCOUNTS).is_empty());
    }
}

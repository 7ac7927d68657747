//! What is done to each request.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::AsyncWriteExt;

use super::http::{Seen, begin, pass, read, seen};
use super::peer::{Behind, Peer};
use super::{Play, State};

/// Answers the requests of a connection, one after another.
pub(super) async fn serve(mut peer: impl Peer, behind: Behind, state: Arc<Mutex<State>>) {
    while let Some(begun) = begin(&mut peer).await {
        let play = {
            let mut state = state.lock().unwrap();
            state.count += 1;
            let count = state.count;
            // Played once: the requests after `take` are counted from the start again.
            state.armed.take_if(|(index, _)| *index + 1 == count).map(|(_, play)| play)
        };
        if matches!(play, Some(Play::ResetAtOnce)) {
            state.lock().unwrap().seen.push(Seen { path: String::new(), bytes: Vec::new() });
            let _ = peer.tcp().set_zero_linger();
            return;
        }
        let Some(request) = read(&mut peer, begun).await else { return };
        state.lock().unwrap().seen.push(seen(&request));
        let answer = match play {
            None => pass(&behind, &request).await.map(|answer| {
                let body = answer.body.clone();
                answer.with(body)
            }),
            Some(play) => return act(&mut peer, play, &behind, &request, &state).await,
        };
        match answer {
            Some(answer) if peer.write_all(&answer).await.is_ok() => {}
            _ => return,
        }
    }
}

async fn act(peer: &mut impl Peer, play: Play, behind: &Behind, request: &[u8], state: &Mutex<State>) {
    let forever = std::future::pending::<()>();
    match play {
        Play::Say(bytes) => drop(peer.write_all(&bytes).await),
        Play::Stall(bytes) => {
            let _ = peer.write_all(&bytes).await;
            forever.await;
        }
        Play::Drip(bytes) => {
            for byte in bytes {
                if peer.write_all(&[byte]).await.is_err() {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            forever.await;
        }
        Play::Endless(first, again) => {
            let _ = peer.write_all(&first).await;
            while peer.write_all(&again).await.is_ok() {
                state.lock().unwrap().poured += again.len();
            }
        }
        Play::Reset(bytes) => {
            let _ = peer.write_all(&bytes).await;
            if !bytes.is_empty() {
                // A reset overtakes what was written; this is what the peer is to have seen first.
                tokio::time::sleep(Duration::from_millis(30)).await;
            }
            let _ = peer.tcp().set_zero_linger();
        }
        Play::Change(change) => {
            if let Some(answer) = pass(behind, request).await {
                let _ = peer.write_all(&change(answer)).await;
            }
        }
        Play::ResetAtOnce | Play::Gone => {}
    }
    let _ = peer.shutdown().await;
}

//! Attempts never exceed clicks, whatever the server and the network do: 10 000 random sequences.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::support::{TestClock, anyway, hallpass, iam, typed};
use hallpass_core::vault::Vault;
use hallpass_core::{ErrorCode, MIGRATIONS};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A small generator, seeded, so that a failure can be seen again.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

const ANSWERS: [&str; 7] = [
    "HTTP/1.1 200 OK\r\ncontent-length: 57\r\n\r\n{\"status\":30400,\"message\":\"Incorrect user account\",\"x\":1}",
    "HTTP/1.1 500 Oops\r\ncontent-length: 0\r\n\r\n",
    "",
    "HTTP/1.1 429 Slow\r\nretry-after: 5\r\ncontent-length: 0\r\n\r\n",
    "HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\n<html>",
    "HTTP/1.1 200 OK\r\ncontent-length: 46\r\n\r\n{\"status\":0,\"session\":{\"id\":\"IAM_S_INVENTED\"}}",
    "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:9/\r\ncontent-length: 0\r\n\r\n",
];

/// Reads one request whole, counts it, and answers with chance: a refusal, an error, silence, nonsense or a session.
async fn serve(mut stream: TcpStream, seed: u64, count: Arc<AtomicUsize>) {
    let mut dice = Dice(seed);
    loop {
        let mut request = Vec::new();
        let mut piece = [0; 2048];
        let length = loop {
            match stream.read(&mut piece).await {
                Ok(0) | Err(_) => return,
                Ok(read) => request.extend_from_slice(&piece[..read]),
            }
            let Some(end) = request.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            let head = String::from_utf8_lossy(&request[..end]).to_lowercase();
            let body = head.lines().find_map(|line| line.strip_prefix("content-length: ")?.parse::<usize>().ok());
            if request.len() >= end + 4 + body.unwrap_or(0) {
                break request.len();
            }
        };
        assert!(length > 0);
        count.fetch_add(1, Ordering::SeqCst);
        match dice.roll(100) {
            0 => tokio::time::sleep(Duration::from_millis(200)).await,
            _ => {
                let answer = ANSWERS[usize::try_from(dice.roll(7)).unwrap()];
                if answer.is_empty() || stream.write_all(answer.as_bytes()).await.is_err() {
                    return;
                }
            }
        }
    }
}

async fn server() -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, count) = (format!("http://{}", listener.local_addr().unwrap()), Arc::new(AtomicUsize::new(0)));
    let counted = count.clone();
    tokio::spawn(async move {
        let mut seed = 7;
        while let Ok((stream, _)) = listener.accept().await {
            seed += 1;
            tokio::spawn(serve(stream, seed, counted.clone()));
        }
    });
    (address, count)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn attempts_never_exceed_clicks() {
    let (address, count) = server().await;
    let clock = TestClock::default();
    let vault = Vault::memory(MIGRATIONS).await.unwrap();
    let hallpass = hallpass(vault, &clock, Duration::from_millis(60));
    hallpass.add_profile(iam("p", &address, "somebody")).await.unwrap();
    // `late`: clicks that ended in a time-out before the server had seen their request; on a busy machine it still comes.
    let (mut dice, mut held, mut late) = (Dice(2026), 0, 0);
    for sequence in 0..10_000 {
        let (before, clicks) = (count.load(Ordering::SeqCst), dice.roll(5) + 1);
        let (mut sent, owed) = (0, late);
        for _ in 0..clicks {
            let password = format!("pw-{}", dice.roll(4));
            let how = if dice.roll(4) == 0 { anyway(&password) } else { typed(&password) };
            let ended = hallpass.sign_in("p", how).await.map_err(|error| error.code);
            let held_back =
                matches!(ended, Err(ErrorCode::CoolingDown | ErrorCode::BudgetSpent | ErrorCode::PasswordKnownRefused));
            let arrived = count.load(Ordering::SeqCst) - before - sent;
            assert!(arrived <= 1 + late, "sequence {sequence}: one click sent {arrived} requests, {late} were late");
            assert!(
                !held_back || arrived <= late || matches!(ended, Err(ErrorCode::CoolingDown)),
                "sequence {sequence}: {ended:?}"
            );
            held += usize::from(held_back && arrived == 0);
            let unseen = arrived == 0
                && matches!(ended, Err(ErrorCode::Timeout | ErrorCode::UnknownOutcome | ErrorCode::Unreachable));
            late = (late + 1).saturating_sub(arrived).min(late + usize::from(unseen));
            sent += arrived;
            if dice.roll(3) == 0 {
                clock.pass(i64::try_from(dice.roll(1200)).unwrap());
            }
        }
        assert!(sent <= usize::try_from(clicks).unwrap() + owed, "sequence {sequence}");
    }
    let total = count.load(Ordering::SeqCst);
    assert!(held > 1000 && total > 5000, "the sequences exercise both: {held} held back, {total} sent");
}

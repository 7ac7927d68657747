//! Servers and proxies that are not the ones that were meant: not a byte of a request reaches them, and each has words of
//! its own.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::accounts::{Person, people};
use crate::support::certificates::{Authority, Identity, VALID};
use crate::support::{TestClock, hallpass};
use hallpass_core::providers::Secret;
use hallpass_core::vault::Vault;
use hallpass_core::{Error, ErrorCode, MIGRATIONS, NextStep, ProfileDraft, SignIn};
use hallpass_sandbox::{Options, start};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

/// The first profile of each provider that sends something to sign in, and what is typed for it.
async fn profiles() -> Vec<(ProfileDraft, SignIn, Secrets)> {
    let sandbox = start(Options::default()).await.unwrap();
    let mut seen = BTreeSet::new();
    let people = people(&sandbox).into_iter().filter(|it| it.provider.id != "quanshi" && seen.insert(it.provider.id));
    let secrets = |person: &Person| {
        let typed = person.secrets.iter().chain(&person.draft.values).map(|(_, value)| value.clone());
        Secrets(typed.filter(|value| value.len() > 6).collect())
    };
    people.map(|person| (secrets(&person), person)).map(|(secrets, it)| (it.draft, it.how, secrets)).collect()
}

/// What a server or a proxy was sent that it should not have been, beside how often it was asked.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<(usize, Vec<u8>)>>);

impl Heard {
    fn asked(&self) {
        self.0.lock().unwrap().0 += 1;
    }

    fn add(&self, bytes: &[u8]) {
        self.0.lock().unwrap().1.extend_from_slice(bytes);
    }

    fn take(&self) -> (usize, Vec<u8>) {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

const HERE: &str = "127.0.0.1";

/// A TLS server that keeps what it could read of the application.
async fn tls(identity: &Identity) -> (String, Heard) {
    let (acceptor, heard) = (identity.acceptor(None), Heard::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, seen) = (format!("https://{}", listener.local_addr().unwrap()), heard.clone());
    tokio::spawn(async move {
        while let Ok((peer, _)) = listener.accept().await {
            seen.asked();
            let Ok(mut peer) = acceptor.accept(peer).await else { continue };
            let mut bytes = vec![0; 4096];
            while let Ok(read) = peer.read(&mut bytes).await {
                if read == 0 {
                    break;
                }
                seen.add(&bytes[..read]);
            }
        }
    });
    (address, heard)
}

/// A server that answers whatever comes with these bytes and keeps everything.
async fn raw(answer: &'static [u8]) -> (String, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let (address, heard) = (listener.local_addr().unwrap().to_string(), Heard::default());
    let seen = heard.clone();
    tokio::spawn(async move {
        while let Ok((mut peer, _)) = listener.accept().await {
            seen.asked();
            let seen = seen.clone();
            tokio::spawn(async move {
                let mut bytes = vec![0; 4096];
                let read = peer.read(&mut bytes).await.unwrap_or(0);
                seen.add(&bytes[..read]);
                let _ = peer.write_all(answer).await;
                if answer.is_empty() {
                    return;
                }
                while let Ok(Ok(read)) = tokio::time::timeout(Duration::from_millis(300), peer.read(&mut bytes)).await {
                    if read == 0 {
                        break;
                    }
                    seen.add(&bytes[..read]);
                }
            });
        }
    });
    (address, heard)
}

/// Signs in once more than the guard lets anybody fail: what was not sent is no attempt.
async fn refused(draft: ProfileDraft, how: &SignIn) -> Error {
    let vault = Vault::memory(MIGRATIONS).await.unwrap();
    let hallpass = hallpass(vault, &TestClock::default(), Duration::from_secs(20));
    let name = draft.name.clone().unwrap();
    hallpass.add_profile(draft).await.unwrap();
    let mut last = None;
    for _ in 0..4 {
        let error = hallpass.sign_in(&name, how.clone()).await.unwrap_err();
        assert!(last.is_none_or(|last| last == error), "{error:?}");
        last = Some(error);
    }
    let error = last.unwrap();
    assert!(error.is_advised(), "{error:?}");
    assert!(!error.message.zh.is_empty() && error.message.zh != error.message.en, "{error:?}");
    error
}

#[tokio::test]
async fn no_provider_sends_a_byte_to_a_server_whose_certificate_is_not_acceptable() {
    // Of one name: an authority is known by its key.
    let (ours, others) = (Authority::new("Company"), Authority::new("Company"));
    let cases = [
        ("from an untrusted authority", tls(&others.identity(HERE, VALID)).await, true),
        ("from an untrusted authority", tls(&Identity::own(HERE)).await, true),
        ("expired", tls(&ours.identity(HERE, (2001, 2002))).await, false),
        ("not valid yet", tls(&ours.identity(HERE, (2080, 2090))).await, false),
        ("another host name", tls(&ours.identity("other.example", VALID)).await, false),
    ];
    let profiles = profiles().await;
    assert!(profiles.len() >= 5);
    for (words, (address, heard), issuer) in &cases {
        for (draft, how, _) in &profiles {
            let id = draft.provider.clone().unwrap();
            let draft = ProfileDraft { server: Some(address.clone()), ca: Some(ours.pem.clone()), ..draft.clone() };
            let error = refused(draft, how).await;
            assert_eq!(error.code, ErrorCode::Tls, "{id} {words}: {error:?}");
            assert!(error.message.en.contains(words), "{id} {words}: {error:?}");
            let step = error.next_step.as_deref();
            assert_eq!(step == Some(&NextStep::AddCertificate), *issuer, "{id} {words}: {error:?}");
            let (asked, bytes) = heard.take();
            assert!(asked > 0 && bytes.is_empty(), "{id} {words}: {} bytes in {asked} connections", bytes.len());
        }
    }
    // The same server is good with its authority in the profile.
    let (address, heard) = &cases[0].1;
    let (draft, how, _) = profiles[0].clone();
    let vault = Vault::memory(MIGRATIONS).await.unwrap();
    let hallpass = hallpass(vault, &TestClock::default(), Duration::from_millis(500));
    let draft = ProfileDraft { server: Some(address.clone()), ca: Some(others.pem.clone()), ..draft };
    let name = draft.name.clone().unwrap();
    hallpass.add_profile(draft).await.unwrap();
    hallpass.sign_in(&name, how).await.unwrap_err();
    let (_, bytes) = heard.take();
    assert!(bytes.starts_with(b"POST "), "{}", String::from_utf8_lossy(&bytes));
}

#[tokio::test]
async fn what_is_no_tls_gets_a_greeting_and_nothing_else() {
    const WEB: &[u8] = b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n";
    // A record that says: no version of yours (RFC 8446, 6.2).
    const OLD: &[u8] = &[0x15, 3, 1, 0, 2, 2, 70];
    for (what, answer) in
        [("plain HTTP", WEB), ("TLS 1.0", OLD), ("garbage", b"\0\xff\0\xff\0\xff\0\xff"), ("nothing", b"")]
    {
        let (at, heard) = raw(answer).await;
        for (draft, how, secrets) in profiles().await {
            let error = refused(ProfileDraft { server: Some(format!("https://{at}")), ..draft }, &how).await;
            let codes = [ErrorCode::Tls, ErrorCode::Unreachable];
            assert!(codes.contains(&error.code), "{what}: {error:?}");
            let (asked, bytes) = heard.take();
            assert!(asked > 0 && is_handshake(&bytes) && secrets.are_not_in(&bytes), "{what}: {bytes:?}");
        }
    }
}

/// Records of a handshake, or alerts.
fn is_handshake(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while let [kind, 3, _, high, low, tail @ ..] = rest {
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        if !matches!(kind, 0x14..=0x16) {
            return false;
        }
        rest = tail.get(length.min(tail.len())..).unwrap_or_default();
    }
    rest.len() < 5
}

/// What is typed for a profile, and its account.
#[derive(Clone)]
struct Secrets(Vec<String>);

impl Secrets {
    fn are_not_in(&self, bytes: &[u8]) -> bool {
        let text = String::from_utf8_lossy(bytes);
        self.0.iter().all(|secret| !text.contains(secret.as_str()))
    }
}

#[tokio::test]
async fn a_proxy_that_does_not_lead_to_the_server_learns_its_name_alone_and_each_fault_has_its_words() {
    const PAGE: &[u8] = b"HTTP/1.1 200 OK\r\n\r\n<!DOCTYPE html><html><title>Sign in to the network</title></html>";
    let table: [(&str, &str, &'static [u8], &str); 12] = [
        (
            "http",
            "407",
            b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n",
            "requires a user name",
        ),
        ("http", "502", b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n", "refused to connect"),
        ("http", "403 with a page", b"HTTP/1.1 403 Forbidden\r\ncontent-length: 6\r\n\r\n<html>", "refused to connect"),
        ("http", "200 and a page", PAGE, "TLS"),
        ("http", "200 and an endless page", b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n<html>", "TLS"),
        ("http", "garbage", b"\0\xff\0\xff\0\xff\0\xff\0\xff\0\xff\0\xff\0\xff", "refused to connect"),
        ("http", "nothing", b"", "did not respond as a proxy"),
        ("socks5h", "no method", b"\x05\xff", "requires a user name"),
        ("socks5h", "a method that was not offered", b"\x05\x02", "did not respond as a proxy"),
        ("socks5h", "refused", b"\x05\x00\x05\x05\x00\x01\0\0\0\0\0\0", "refused to connect"),
        ("socks5h", "a web page", PAGE, "did not respond as a proxy"),
        ("socks5h", "nothing", b"", "did not respond as a proxy"),
    ];
    let profiles = profiles().await;
    let mut wrong = Vec::new();
    for (at, (scheme, what, answer, words)) in table.into_iter().enumerate() {
        let (address, heard) = raw(answer).await;
        // Each provider in its turn: what differs between them is above the connection.
        let (draft, how, secrets) = profiles[at % profiles.len()].clone();
        let proxy = Some(Secret::new(format!("{scheme}://{address}")));
        let error = refused(ProfileDraft { server: Some("https://gw.invalid".to_owned()), proxy, ..draft }, &how).await;
        let (asked, bytes) = heard.take();
        let told = String::from_utf8_lossy(&bytes).into_owned();
        if !error.message.en.contains(words)
            || error.code != ErrorCode::Unreachable
            || !error.message.en.contains("nothing was sent")
        {
            wrong.push(format!("{scheme} {what}: wanted {words:?}, got {error:?}"));
        }
        if asked == 0 || !secrets.are_not_in(&bytes) || told.to_lowercase().contains("authorization") {
            wrong.push(format!("{scheme} {what}: {asked} {told}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

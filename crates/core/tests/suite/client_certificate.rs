//! A gateway that wants to know the client: with a certificate that it accepts a sign-in goes through, without one nothing
//! is read and nothing counts.

use crate::support::certificates::{Authority, Identity, VALID};
use crate::support::{TestClock, iam, in_memory, typed};
use hallpass_core::providers::Secret;
use hallpass_core::{ErrorCode, Hallpass, NextStep, ProfileDraft, Result, read_client_certificate};
use hallpass_sandbox::{Options, Sandbox, start};
use tokio::net::{TcpListener, TcpStream};

/// Whoever signed the certificate in the two files beside it, made by `openssl pkcs12 -export`, once with `-legacy`.
const AUTHORITY: &str = include_str!("client_certificate/authority.pem");
const FILES: [&[u8]; 2] =
    [include_bytes!("client_certificate/modern.p12"), include_bytes!("client_certificate/legacy.p12")];
const PASSPHRASE: &str = "Not-Real-p12";

fn opened(file: &[u8]) -> Secret {
    read_client_certificate(file, Some(&Secret::new(PASSPHRASE))).unwrap()
}

/// A certificate with its key that another authority has signed, whatever its name.
fn of_a_stranger(name: &str) -> Secret {
    Secret::new(Authority::new(name).identity("stranger", VALID).with_key())
}

/// TLS in front of a sandbox, for clients with a certificate of [`AUTHORITY`] alone. Answers its address and its own
/// certificate.
async fn gateway(sandbox: &Sandbox) -> (String, String) {
    let own = Identity::own("127.0.0.1");
    let (acceptor, listener) = (own.acceptor(Some(AUTHORITY)), TcpListener::bind("127.0.0.1:0").await.unwrap());
    let address = format!("https://{}", listener.local_addr().unwrap());
    let behind = sandbox.address("enos-iam").trim_start_matches("http://").to_owned();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (acceptor, behind) = (acceptor.clone(), behind.clone());
            tokio::spawn(async move {
                let mut stream = acceptor.accept(stream).await?;
                let mut server = TcpStream::connect(behind).await?;
                tokio::io::copy_bidirectional(&mut stream, &mut server).await
            });
        }
    });
    (address, own.pem())
}

async fn add(hallpass: &Hallpass, server: &str, ca: String, certificate: &Secret) -> Result<()> {
    add_as(hallpass, "p", server, ca, certificate).await
}

async fn add_as(hallpass: &Hallpass, name: &str, server: &str, ca: String, certificate: &Secret) -> Result<()> {
    let secrets = vec![("client_certificate".to_owned(), certificate.clone())];
    let draft = ProfileDraft { ca: Some(ca), secrets, ..iam(name, server, "li.wen") };
    hallpass.add_profile(draft).await.map(drop)
}

async fn sign_in(server: &str, ca: &str, certificate: &Secret) -> Result<()> {
    let hallpass = in_memory(&TestClock::default()).await;
    add(&hallpass, server, ca.to_owned(), certificate).await?;
    hallpass.sign_in("p", typed("Not-Real-iam-01")).await.map(drop)
}

#[tokio::test]
async fn pem_and_both_kinds_of_pkcs_12_sign_in_and_the_vault_shows_none_of_it() {
    let sandbox = start(Options::default()).await.unwrap();
    let (address, ca) = gateway(&sandbox).await;
    for file in FILES {
        sign_in(&address, &ca, &opened(file)).await.unwrap();
    }
    let pem = opened(FILES[0]);
    let again = read_client_certificate(pem.expose().as_bytes(), None).unwrap();
    sign_in(&address, &ca, &again).await.unwrap();
    let hallpass = in_memory(&TestClock::default()).await;
    add(&hallpass, &address, ca, &pem).await.unwrap();
    let profile = hallpass.profiles().await.unwrap().remove(0);
    assert_eq!(profile.saved_secrets, ["client_certificate"]);
    assert!(!format!("{profile:?}").contains("PRIVATE KEY"));
}

#[tokio::test]
async fn without_one_that_is_accepted_nothing_is_read_and_nothing_counts() {
    let sandbox = start(Options::default()).await.unwrap();
    let (address, ca) = gateway(&sandbox).await;
    for certificate in [Secret::new(""), of_a_stranger("Somebody"), of_a_stranger("Invented authority")] {
        let hallpass = in_memory(&TestClock::default()).await;
        add(&hallpass, &address, ca.clone(), &certificate).await.unwrap();
        // More often than a password may fail: none of these is an attempt.
        for _ in 0..4 {
            let error = hallpass.sign_in("p", typed("Not-Real-iam-01")).await.unwrap_err();
            assert_eq!(error.code, ErrorCode::Tls, "{error:?}");
            assert!(error.message.en.contains("requires a client certificate"), "{error:?}");
            assert_eq!(error.next_step.as_deref(), Some(&NextStep::AddClientCertificate));
        }
    }
    assert_eq!(sandbox.requests().len(), 0);
}

/// Connections are kept within a process; each belongs to one certificate.
#[tokio::test]
async fn a_certificate_is_shown_for_its_own_profile_alone() {
    let sandbox = start(Options::default()).await.unwrap();
    let (address, ca) = gateway(&sandbox).await;
    let hallpass = in_memory(&TestClock::default()).await;
    for (name, certificate) in
        [("ours", opened(FILES[0])), ("theirs", of_a_stranger("Somebody")), ("none", Secret::new(""))]
    {
        add_as(&hallpass, name, &address, ca.clone(), &certificate).await.unwrap();
    }
    hallpass.sign_in("ours", typed("Not-Real-iam-01")).await.unwrap();
    let sent = sandbox.requests().len();
    for name in ["theirs", "none"] {
        assert_eq!(hallpass.sign_in(name, typed("Not-Real-iam-01")).await.unwrap_err().code, ErrorCode::Tls, "{name}");
    }
    assert_eq!(sandbox.requests().len(), sent);
}

/// PowerShell writes UTF-16 where a file is made by `>`, and editors of Windows a byte order mark.
#[test]
fn a_certificate_is_the_same_however_windows_wrote_its_file() {
    let pem = opened(FILES[0]);
    let text = pem.expose().replace('\n', "\r\n");
    let units = |unit: fn(u16) -> [u8; 2]| format!("\u{feff}{text}").encode_utf16().flat_map(unit).collect::<Vec<u8>>();
    for file in
        [format!("\u{feff}{text}").into_bytes(), units(u16::to_le_bytes), units(u16::to_be_bytes), text.into_bytes()]
    {
        let read = read_client_certificate(&file, None).unwrap();
        assert_eq!(read.expose().replace("\r\n", "\n"), pem.expose());
    }
    let bare: Vec<u8> = pem.expose().encode_utf16().flat_map(u16::to_le_bytes).collect();
    let in_gbk = [b"friendlyName: \xd6\xd0\xb9\xfa\n", pem.expose().as_bytes()].concat();
    for (file, says) in [(bare, "UTF-16 without a byte order mark"), (in_gbk, "probably GBK")] {
        let error = read_client_certificate(&file, None).unwrap_err();
        assert!(error.message.en.contains(says), "{error:?}");
        assert_eq!(error.field.as_deref(), Some("client_certificate"));
    }
}

#[test]
fn what_cannot_be_read_is_named_and_not_repeated() {
    let passphrase = |text| Some(Secret::new(text));
    let error = read_client_certificate(FILES[0], None).unwrap_err();
    assert_eq!((error.code, error.field.as_deref()), (ErrorCode::MissingField, Some("client_certificate_passphrase")));
    for file in FILES {
        let error = read_client_certificate(file, passphrase("CANARY-wrong").as_ref()).unwrap_err();
        assert_eq!(error.field.as_deref(), Some("client_certificate_passphrase"), "{error:?}");
        assert!(!format!("{error:?}").contains("CANARY"), "{error:?}");
    }
    let key = "-----BEGIN ENCRYPTED PRIVATE KEY-----\nCANARY\n-----END ENCRYPTED PRIVATE KEY-----\n";
    for (file, says) in [
        (AUTHORITY.as_bytes(), "both the certificate and its private key"),
        (key.as_bytes(), "encrypted private key"),
        (b"\x30\x82CANARY\xff", "neither a PEM file"),
        (b"", "neither a PEM file"),
        (b"0 PEM?", "neither a PEM file"),
        (b"\xfe\xed\xfe\xed\0\0\0\x02CANARY", "neither a PEM file"),
    ] {
        let error = read_client_certificate(file, None).unwrap_err();
        assert_eq!(error.field.as_deref(), Some("client_certificate"), "{error:?}");
        assert!(error.message.en.contains(says) && !format!("{error:?}").contains("CANARY"), "{says}: {error:?}");
    }
}

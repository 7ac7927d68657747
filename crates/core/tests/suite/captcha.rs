//! What a server sends as a captcha's picture, through the whole core.

use std::io::Cursor;

use crate::support::{CAPTCHA_PASSWORD, TestClock, captcha_every_time, in_memory, typed};
use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use hallpass_core::providers::Secret;
use hallpass_core::{Answers, ErrorCode, Hallpass, PendingView, ProfileDraft, SignInOutcome};
use hallpass_sandbox::{FaultRule, Options, Sandbox, start};
use image::{DynamicImage, ImageFormat};
use serde_json::json;

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    DynamicImage::new_rgb8(width, height).write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

/// A PNG whose header claims another size, with the checksum that fits.
fn claiming(side: u32) -> Vec<u8> {
    let mut png = picture(60, 20, ImageFormat::Png);
    png[16..20].copy_from_slice(&side.to_be_bytes());
    png[20..24].copy_from_slice(&side.to_be_bytes());
    let sum = crc32(&png[12..29]);
    png[29..33].copy_from_slice(&sum.to_be_bytes());
    png
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ if sum & 1 == 1 { 0xEDB8_8320 } else { 0 })
    })
}

fn bad_pictures() -> [(&'static str, Vec<u8>); 12] {
    let png = picture(60, 20, ImageFormat::Png);
    let mut no_palette = picture(60, 20, ImageFormat::Gif);
    no_palette.truncate(20);
    let size = u32::try_from(png.len()).unwrap().to_le_bytes();
    let mut damaged = png.clone();
    damaged[40..].fill(0xff);
    [
        ("svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script></svg>".to_vec()),
        ("html", b"<!DOCTYPE html><script>alert(1)</script>".to_vec()),
        ("nothing", Vec::new()),
        ("half a PNG", png[..png.len() / 2].to_vec()),
        ("a PNG of 30000 x 30000", claiming(30_000)),
        ("a damaged PNG", damaged),
        ("a GIF cut short", no_palette),
        ("a GIF of 5 MB", [b"GIF89a".to_vec(), vec![0; 5_000_000]].concat()),
        ("a data: URL", format!("data:image/png;base64,{}", BASE64_STANDARD.encode(&png)).into_bytes()),
        (
            "an icon with a PNG in it",
            [&[0, 0, 1, 0, 1, 0, 60, 20, 0, 0, 1, 0, 32, 0], &size[..], &[22, 0, 0, 0], &png].concat(),
        ),
        ("too wide", picture(2001, 1, ImageFormat::Png)),
        ("a JPEG's first bytes, then HTML", [&[0xff, 0xd8, 0xff, 0xe0], &b"<script>alert(1)</script>"[..]].concat()),
    ]
}

#[tokio::test]
async fn twelve_bad_pictures_are_refused_and_the_next_good_one_is_shown() {
    let sandbox = start(Options::default()).await.unwrap();
    for (name, bytes) in bad_pictures() {
        let hallpass = in_memory(&TestClock::default()).await;
        hallpass.add_profile(captcha_every_time("p", &sandbox.address("hzero"))).await.unwrap();
        let plant = |bytes: Option<&[u8]>| {
            let base64 = bytes.map(|bytes| BASE64_STANDARD.encode(bytes));
            sandbox.hook("hzero", "picture", json!({ "base64": base64 })).unwrap()
        };
        let before = sandbox.attempts("hzero", "captcha.always");
        plant(Some(&bytes));
        let end = hallpass.sign_in("p", typed(CAPTCHA_PASSWORD)).await;
        plant(None);
        // Attempts that a person made: signing in, and answering.
        let (end, clicks) = match end {
            Ok(SignInOutcome::Challenge(asked)) => {
                let error = hallpass.picture(&asked.pending).await.unwrap_err();
                assert_eq!((error.code, error.field.as_deref()), (ErrorCode::NotTheApi, Some("captcha")), "{name}");
                (hallpass.again(&asked.pending).await, 2)
            }
            // Words where a picture should be, or more bytes than one may have: there is nothing to wait for.
            end => {
                let error = end.unwrap_err();
                assert_eq!((error.code, error.field.as_deref()), (ErrorCode::Refused, Some("captcha")), "{name}");
                (hallpass.sign_in("p", typed(CAPTCHA_PASSWORD)).await, 3)
            }
        };
        let SignInOutcome::Challenge(asked) = end.unwrap() else { panic!("{name}: no captcha was asked for") };
        answer(&hallpass, &sandbox, &asked).await;
        assert!(sandbox.attempts("hzero", "captcha.always") <= before + clicks, "{name}: at most one a click");
    }
}

async fn answer(hallpass: &Hallpass, sandbox: &Sandbox, asked: &PendingView) {
    let png = hallpass.picture(&asked.pending).await.unwrap();
    assert_eq!(image::guess_format(&png).unwrap(), ImageFormat::Png);
    let text = Secret::new(sandbox.captcha_text(None).unwrap());
    let end = hallpass.answer(&asked.pending, Answers::new().with("captcha", text), false).await.unwrap();
    assert!(matches!(end, SignInOutcome::SignedIn { .. }));
}

/// What a page would ask first is good to know and no condition: a server that redirects it or pours without end is signed
/// in to all the same, by one attempt, and one that does not answer is sent no password.
#[tokio::test]
async fn init_params_that_are_redirected_or_endless_are_no_gate_and_a_server_that_does_not_answer_is() {
    for (fault, attempts) in
        [("redirect-302=http://127.0.0.1:9/", 1), ("huge-body", 1), ("drop-request", 0), ("too-many-requests=5", 0)]
    {
        let sandbox = start(Options::default()).await.unwrap();
        sandbox.add_fault(FaultRule::always(fault.parse().unwrap()).path("/oauth/login/init-params"));
        let hallpass = in_memory(&TestClock::default()).await;
        let person = captcha_every_time("p", &sandbox.address("hzero"));
        let values = vec![person.values[0].clone(), ("account".to_owned(), "liu.yang".to_owned())];
        hallpass.add_profile(ProfileDraft { values, ..person }).await.unwrap();
        let end = hallpass.sign_in("p", typed("Not-Real-hz-01")).await;
        let signed_in = matches!(end, Ok(SignInOutcome::SignedIn { .. }));
        assert_eq!((signed_in, sandbox.attempts("hzero", "liu.yang")), (attempts == 1, attempts), "{fault}: {end:?}");
    }
}

#[tokio::test]
async fn a_captcha_that_cannot_be_fetched_says_why() {
    let sandbox = start(Options::default()).await.unwrap();
    let rule = |fault: &str, path: &str| FaultRule::always(fault.parse().unwrap()).path(path);
    // The login itself says that it requires one.
    sandbox.add_fault(rule("captive-portal", "/oauth/login/init-params"));
    for (fault, cause) in [
        ("drop-request", "The connection to"),
        ("captive-portal", "web page"),
        ("http-500", "HTTP 500"),
        ("bad-json", "not valid JSON"),
    ] {
        sandbox.add_fault(rule(fault, "/oauth/public/captcha-code").times(1));
        let hallpass = in_memory(&TestClock::default()).await;
        hallpass.add_profile(captcha_every_time("a", &sandbox.address("hzero"))).await.unwrap();
        let error = hallpass.sign_in("a", typed(CAPTCHA_PASSWORD)).await.unwrap_err();
        let said = error.message.en.contains("could not be fetched") && error.message.en.contains(cause);
        assert!(error.code == ErrorCode::Refused && said, "{fault}: {error:?}");
        assert!(!error.advice.as_ref().unwrap().en.to_lowercase().contains("type the"), "{fault}: {error:?}");
    }
}

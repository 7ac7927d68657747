//! Faults, on the socket.

use std::time::{Duration, Instant};

use hallpass_sandbox::{Fault, FaultRule, Options, Sandbox, TlsFiles, start};
use serde_json::json;
use tokio::net::TcpStream;

use crate::client::{Answer, http, raw, sandbox, try_send};

fn login(sandbox: &Sandbox) -> reqwest::RequestBuilder {
    let body = json!({"authType": 0, "principal": "li.wen", "credentials": "Not-Real-iam-01"});
    http().post(sandbox.address("enos-iam") + "/enos-iam-service/v2.0/login").body(body.to_string())
}

/// A login under a fault; `None` where no whole answer came.
async fn under(sandbox: &Sandbox, fault: &str) -> Option<Answer> {
    sandbox.add_fault(FaultRule::always(fault.parse().unwrap()).system("enos-iam").times(1));
    try_send(login(sandbox)).await
}

#[test]
fn every_name_parses_and_is_its_own() {
    for (name, ..) in Fault::CATALOGUE {
        assert_eq!(name.parse::<Fault>().unwrap().name(), name);
    }
    let redirect: Fault = "redirect-307=http://example.com/x".parse().unwrap();
    assert_eq!(redirect, Fault::Redirect { status: 307, to: "http://example.com/x".into() });
    assert_eq!(redirect.to_string().parse::<Fault>().unwrap(), redirect);
    assert!("redirect-304".parse::<Fault>().is_err());
    assert!("no-such".parse::<Fault>().unwrap_err().to_string().contains("captive-portal"));
}

#[tokio::test]
async fn answers_are_replaced_or_spoiled() {
    let sandbox = sandbox().await;
    let answer = under(&sandbox, "http-500").await.unwrap();
    assert_eq!((answer.status, answer.json()["error"].as_str()), (500, Some("Internal Server Error")));
    assert_eq!(sandbox.attempts("enos-iam", "li.wen"), 1, "carried out all the same");
    let answer = under(&sandbox, "http-502-html").await.unwrap();
    assert!(answer.status == 502 && answer.text.contains("nginx"));
    assert_eq!(sandbox.attempts("enos-iam", "li.wen"), 1, "did not get through");
    let answer = under(&sandbox, "captive-portal").await.unwrap();
    assert_eq!((answer.status, answer.kind.as_str()), (200, "text/html;charset=UTF-8"));
    for status in [301, 302, 303, 307, 308] {
        let answer = under(&sandbox, &format!("redirect-{status}=http://127.0.0.1:9/trap")).await.unwrap();
        assert_eq!((answer.status, answer.location.as_str()), (status, "http://127.0.0.1:9/trap"));
    }
    let answer = under(&sandbox, "too-many-requests=7").await.unwrap();
    assert_eq!(answer.status, 429);
    assert_eq!(under(&sandbox, "empty-body").await.unwrap().text, "");
    assert_eq!(under(&sandbox, "wrong-type").await.unwrap().kind, "text/plain");
    for fault in ["bad-json", "truncated-json"] {
        let text = under(&sandbox, fault).await.unwrap().text;
        assert!(!text.is_empty() && serde_json::from_str::<serde_json::Value>(&text).is_err(), "{fault}");
    }
    let quoted = under(&sandbox, "quotes").await.unwrap().json();
    assert!(quoted["session"]["user"]["name"].as_str().unwrap().contains("Not-Real-iam-01"), "{quoted}");
    assert!(!quoted["session"]["id"].as_str().unwrap().contains("Not-Real"), "{quoted}");
    let refused = under(&sandbox, "refuses-quoting").await.unwrap().json();
    assert!(refused["status"] == 77001 && refused["message"].as_str().unwrap().contains("Not-Real-iam-01"));
    let doubled = under(&sandbox, "duplicate-keys").await.unwrap().text;
    assert_eq!(doubled.matches("\"id\":\"IAM_S_").count(), 2);
    let zipped = under(&sandbox, "gzip").await.unwrap();
    let mut plain = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(zipped.bytes.as_slice()), &mut plain).unwrap();
    assert!(plain.contains("IAM_S_"));
    assert_eq!(try_send(login(&sandbox)).await.unwrap().json()["status"], 0, "each was used up");
}

#[tokio::test]
async fn connections_drop_before_without_and_midway() {
    let sandbox = sandbox().await;
    assert!(under(&sandbox, "drop-request").await.is_none());
    assert_eq!(sandbox.attempts("enos-iam", "li.wen"), 0);
    assert!(under(&sandbox, "drop-answer").await.is_none());
    assert_eq!(sandbox.attempts("enos-iam", "li.wen"), 1);
    sandbox.add_fault(FaultRule::always(Fault::DropMidway).times(1));
    let raw = raw_login(&sandbox, Duration::from_secs(5)).await;
    let (head, body) = raw.split_once("\r\n\r\n").unwrap();
    let announced: usize =
        head.to_lowercase().split("content-length: ").nth(1).unwrap().split("\r\n").next().unwrap().parse().unwrap();
    assert!(!body.is_empty() && body.len() < announced, "{} of {announced}", body.len());
}

/// What a raw socket sees of a login within `limit`.
async fn raw_login(sandbox: &Sandbox, limit: Duration) -> String {
    let request = b"POST /enos-iam-service/v2.0/login HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}";
    raw(&sandbox.address("enos-iam"), request, limit).await
}

#[tokio::test]
async fn slow_answers_are_slow() {
    let sandbox = sandbox().await;
    sandbox.add_fault(FaultRule::always(Fault::Drip).times(1));
    let dripped = raw_login(&sandbox, Duration::from_millis(1400)).await;
    assert!((2..=7).contains(&dripped.len()) && "HTTP/1.1".starts_with(&dripped), "{dripped:?}");
    sandbox.add_fault(FaultRule::always(Fault::EndlessHeaders).times(1));
    let endless = raw_login(&sandbox, Duration::from_millis(1400)).await;
    assert!(endless.contains("X-Padding") && !endless.contains("\r\n\r\n"));
    let begun = Instant::now();
    under(&sandbox, "latency=400").await.unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(400));
    sandbox.set_latency(Some("enos-iam"), Duration::from_millis(300));
    let begun = Instant::now();
    try_send(login(&sandbox)).await.unwrap();
    assert!(begun.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn a_huge_body_goes_on_until_the_client_closes() {
    let sandbox = sandbox().await;
    sandbox.add_fault(FaultRule::always(Fault::HugeBody).times(1));
    let mut response = login(&sandbox).send().await.unwrap();
    assert_eq!(response.content_length(), None);
    let mut read = 0;
    while read < 8 << 20 {
        read += response.chunk().await.unwrap().unwrap().len();
    }
    drop(response);
    assert_eq!(try_send(login(&sandbox)).await.unwrap().json()["status"], 0, "the server lives");
}

#[tokio::test]
async fn options_set_a_fault_latency_and_the_clock() {
    let options = Options {
        fault: Some(Fault::Http502Html),
        clock_offset: jiff::SignedDuration::from_hours(-7),
        ..Options::default()
    };
    let sandbox = start(options).await.unwrap();
    let answer = try_send(login(&sandbox)).await.unwrap();
    assert_eq!(answer.status, 502);
    sandbox.clear_faults(None);
    let answer = try_send(login(&sandbox)).await.unwrap();
    assert_eq!(answer.status, 200);
    let told = jiff::fmt::rfc2822::parse(&answer.date).unwrap().timestamp().as_millisecond();
    assert!((told - sandbox.clock().now_ms()).abs() < 3000, "the Date header follows the clock");
    let address = sandbox.address("enos-iam");
    sandbox.stop().await;
    assert!(TcpStream::connect(address.trim_start_matches("http://")).await.is_err(), "stopped");
}

#[tokio::test]
async fn serves_https_with_the_given_files() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sandbox/tls");
    let tls = TlsFiles { cert: folder.join("cert.pem"), key: folder.join("key.pem") };
    let sandbox = start(Options { tls: Some(tls), ..Options::default() }).await.unwrap();
    let url = sandbox.address("quanshi");
    assert!(url.starts_with("https://"));
    assert!(http().get(&url).send().await.is_err(), "a certificate nobody trusts");
    let trusting = reqwest::Client::builder().no_proxy().tls_danger_accept_invalid_certs(true).build().unwrap();
    assert_eq!(trusting.get(&url).send().await.unwrap().status(), 404);
    assert!(sandbox.control().starts_with("http://"));

    let missing = TlsFiles { cert: folder.join("none.pem"), key: folder.join("key.pem") };
    let refused = start(Options { tls: Some(missing), ..Options::default() }).await.err().unwrap();
    assert!(refused.to_string().contains("none.pem"), "{refused}");
}

#[tokio::test]
async fn ports_follow_each_other() {
    let free = start(Options::default()).await.unwrap();
    let taken: u16 = free.control().rsplit(':').next().unwrap().parse().unwrap();
    let refused = start(Options { port: Some(taken), ..Options::default() }).await.err().unwrap();
    assert!(refused.to_string().contains(&taken.to_string()), "{refused}");
}

//! Answers that no vendor documents: what they mean for the guard, and what is shown of them.

use std::collections::BTreeSet;

use crate::accounts::{Person, people};
use crate::single_reply_server::Server;
use crate::support::{TestClock, iam, in_memory, typed};
use hallpass_core::providers::registry::provider;
use hallpass_core::providers::{Address, Context, Effect, Lang, Next, Op, Secret, Values};
use hallpass_core::{ErrorCode, Hallpass, ProfileDraft, SignIn, SystemRandom};

const CANARY: &str = "canary-of-a-password-0001";

/// One profile for each provider that has a sign-in of one request, with [`CANARY`] for its secrets.
async fn drafts(server: &str) -> Vec<ProfileDraft> {
    let sandbox = hallpass_sandbox::start(hallpass_sandbox::Options::default()).await.unwrap();
    let mut seen = BTreeSet::new();
    let first = people(&sandbox).into_iter().filter(|person| is_one_request(person) && seen.insert(person.provider.id));
    let drafts = first.map(|person| ProfileDraft {
        name: Some(person.provider.id.to_owned()),
        server: Some(server.to_owned()),
        method: person.how.method,
        secrets: person.secrets.into_iter().map(|(name, _)| (name, Secret::new(CANARY))).collect(),
        ..person.draft
    });
    drafts.collect()
}

/// Whether the first request carries the password.
fn is_one_request(person: &Person) -> bool {
    let mut values = Values::new();
    for (name, value) in &person.draft.values {
        values.set(name.clone(), value.clone());
    }
    for (name, value) in &person.secrets {
        values.keep(name.clone(), Secret::new(value.as_str()));
    }
    for field in person.provider.fields {
        if let Some(default) = field.default.filter(|_| !values.has(field.name)) {
            values.set(field.name, default);
        }
    }
    let server = Address::parse("https://unused.example").unwrap();
    let cx = Context {
        server: &server,
        values: &values,
        now: jiff::Timestamp::UNIX_EPOCH,
        random: &SystemRandom,
        lang: Lang::En,
    };
    let method = person.how.method.as_deref().unwrap();
    let provider = provider(person.provider.id).unwrap();
    let first = provider.begin(Op::SignIn { method }, &cx);
    matches!(first, Ok(Next::Send(call, _)) if call.effect == Effect::Attempt)
}

/// Those profiles in a vault, and their names.
async fn profiles(server: &str) -> (Hallpass, Vec<String>) {
    let hallpass = in_memory(&TestClock::default()).await;
    let mut names = Vec::new();
    for draft in drafts(server).await {
        names.extend(draft.name.clone());
        hallpass.add_profile(draft).await.unwrap();
    }
    (hallpass, names)
}

/// How many there are: each is tried with a server of its own.
async fn count() -> usize {
    let (_, names) = profiles("https://unused.example").await;
    assert!(names.len() >= 4, "{names:?}");
    names.len()
}

#[tokio::test]
async fn too_many_requests_in_the_json_of_a_gateway_are_waited_for() {
    let body = r#"{"code":429,"statusCode":429,"status":429,"success":false,"error":"Too Many Requests"}"#;
    let head = "429 Too Many Requests\r\ncontent-type: application/json\r\nretry-after: 600";
    for at in 0..count().await {
        let server = Server::new(head, body).await;
        let (hallpass, names) = profiles(&server.address).await;
        let name = &names[at];
        let error = hallpass.sign_in(name, SignIn::default()).await.unwrap_err();
        assert_eq!(error.retry_after_seconds, Some(600), "{name} {error:?}");
        let error = hallpass.sign_in(name, typed("another password")).await.unwrap_err();
        assert_eq!((error.code, server.asked()), (ErrorCode::CoolingDown, 1), "{name} {error:?}");
    }
}

#[tokio::test]
async fn a_gateway_that_gave_up_on_a_login_leaves_it_unknown() {
    let body = r#"{"timestamp":"t","status":504,"error":"Gateway Timeout","path":"/oauth/oauth/token"}"#;
    for at in 0..count().await {
        let server = Server::new("504 Gateway Timeout\r\ncontent-type: application/json", body).await;
        let (hallpass, names) = profiles(&server.address).await;
        let name = &names[at];
        let error = hallpass.sign_in(name, SignIn::default()).await.unwrap_err();
        assert_eq!(error.code, ErrorCode::UnknownOutcome, "{name} {error:?}");
    }
}

#[tokio::test]
async fn what_a_server_quotes_of_our_secrets_is_not_shown() {
    let body = format!(
        r#"{{"code":77001,"statusCode":77001,"status":77001,"success":false,"error":"odd {CANARY}","message":"no {CANARY}!","msg":"no {CANARY}!"}}"#
    );
    let server = Server::new("200 OK\r\ncontent-type: application/json", &body).await;
    let (hallpass, names) = profiles(&server.address).await;
    for name in &names {
        let error = hallpass.sign_in(name, SignIn::default()).await.unwrap_err();
        let all = format!("{error:?} {}", serde_json::to_string(&error).unwrap());
        assert!(error.code == ErrorCode::Refused && all.contains("****") && !all.contains("canary"), "{name} {all}");
    }
    let events = hallpass.activity(jiff::Timestamp::UNIX_EPOCH).await.unwrap();
    assert!(!format!("{events:?}").contains("canary"));
}

#[tokio::test]
async fn a_post_without_a_body_says_so() {
    let body = r#"{"success":true,"status":0,"session":{"id":"IAM_S_INVENTED"}}"#;
    let server = Server::new("200 OK\r\ncontent-type: application/json", body).await;
    let hallpass = in_memory(&TestClock::default()).await;
    hallpass.add_profile(iam("a", &server.address, "li.wen")).await.unwrap();
    hallpass.sign_in("a", typed("x")).await.unwrap();
    hallpass.verify("a").await.unwrap();
    let heads = server.heads.lock().unwrap();
    assert!(heads[1].starts_with("post /enos-iam-service/v2.0/session/info"), "{}", heads[1]);
    assert_eq!(heads[1].matches("content-length: 0").count(), 1, "{}", heads[1]);
}

#[tokio::test]
async fn a_refusal_in_the_charset_that_it_declares_is_recognised() {
    let body = r#"{"status":30400,"message":"账号或密码错误"}"#;
    for label in ["GBK", "\"gb2312\"", "GB18030", "Big5", "utf-16le", "ISO-8859-1"] {
        let name = label.trim_matches('"');
        let encoding = encoding_rs::Encoding::for_label(name.as_bytes()).unwrap();
        let bytes = match name {
            "utf-16le" => body.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            "ISO-8859-1" => body.as_bytes().to_vec(),
            _ => encoding.encode(&body.replace("账号", "帳號").replace("错误", "錯誤")).0.into_owned(),
        };
        let head = format!("200 OK\r\ncontent-type: application/json; Charset={label}");
        let server = Server::bytes(&head, &bytes).await;
        let hallpass = in_memory(&TestClock::default()).await;
        hallpass.add_profile(iam("a", &server.address, "li.wen")).await.unwrap();
        let error = hallpass.sign_in("a", typed("wrong")).await.unwrap_err();
        assert_eq!(
            (error.code, error.server_code.as_deref()),
            (ErrorCode::Refused, Some("30400")),
            "{label} {error:?}"
        );
        let error = hallpass.sign_in("a", typed("wrong")).await.unwrap_err();
        assert_eq!((error.code, server.asked()), (ErrorCode::PasswordKnownRefused, 1), "{label}");
    }
}

#[tokio::test]
async fn a_path_that_a_web_framework_does_not_know_is_said_of_the_address() {
    for (status, body) in [
        (404, r#"{"timestamp":"2026-01-01T00:00:00.000+00:00","status":404,"error":"Not Found","path":"/x"}"#),
        (404, r#"{"statusCode":404,"message":"Cannot POST /x","error":"Not Found"}"#),
        (
            404,
            r#"{"type":"about:blank","title":"Not Found","status":404,"detail":"No static resource x.","instance":"/x"}"#,
        ),
        (405, r#"{"timestamp":1,"status":405,"error":"Method Not Allowed","message":"","path":"/x"}"#),
        (404, r#"{"status":404,"error":"Not Found"}"#),
        (
            404,
            r#"{"type":"https://tools.ietf.org/html/rfc9110","title":"Not Found","status":404,"traceId":"00-1-2-00"}"#,
        ),
    ] {
        let server = Server::new(&format!("{status} No\r\ncontent-type: application/json"), body).await;
        let (hallpass, names) = profiles(&server.address).await;
        for name in &names {
            // Nothing has seen the password, so that it is no try.
            for _ in 0..4 {
                let error = hallpass.sign_in(name, SignIn::default()).await.unwrap_err();
                let about_the_address = error.advice.as_ref().is_some_and(|advice| advice.en.contains("address"));
                assert!(error.code == ErrorCode::NotTheApi && about_the_address, "{name} {body}: {error:?}");
            }
        }
    }
}

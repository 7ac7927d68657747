//! The RSA of HZERO by two libraries of others: what they seal the sandbox opens, what the provider seals they open.

use std::collections::HashSet;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hallpass_providers::registry::provider;
use hallpass_providers::{Address, Call, Context, Lang, Next, Op, Provider, Random, Reply, Secret, Values};
use hallpass_sandbox::Sandbox;
use rsa::RsaPrivateKey;
use rsa::pkcs8::{EncodePrivateKey, EncodePublicKey};
use rsa::rand_core::OsRng;
use serde_json::{Value, json};
use url::form_urlencoded;

use crate::{account, sandbox, tools};

#[derive(Clone, Copy)]
enum Peer {
    JsEncrypt,
    Java,
}

impl Peer {
    async fn run(self, arguments: &'static [&'static str], key: &str, texts: &[String]) -> Vec<String> {
        let input = format!("{key}\n{}\n", texts.join("\n"));
        let printed = match self {
            Self::JsEncrypt => tools::node("jsencrypt.cjs", arguments, input).await,
            Self::Java => tools::java("Peer.java", arguments, input).await,
        };
        printed.lines().map(str::to_owned).collect()
    }

    async fn seal(self, key: &str, texts: &[String]) -> Vec<String> {
        self.run(&["seal"], key, texts).await
    }

    async fn open(self, key: &str, sealed: &[String]) -> Vec<String> {
        self.run(&["open"], key, sealed).await
    }
}

fn hzero() -> &'static dyn Provider {
    provider("hzero").unwrap()
}

/// The 512-bit key that HZERO publishes.
fn published() -> &'static str {
    hzero().descriptor().field("public_key").unwrap().default.unwrap()
}

/// A standard login; the password goes as it is given.
async fn sign_in(sandbox: &Sandbox, fields: &Value, password: &str) -> Value {
    let field = |name: &str| fields[name].as_str().unwrap();
    let form = [
        ("grant_type", "password"),
        ("client_id", field("client_id")),
        ("client_secret", field("client_secret")),
        ("username", field("account")),
        ("password", password),
        ("source_type", "web"),
        ("device_id", "peer-1"),
        ("user_type", "P"),
    ];
    let body = form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
    let request =
        reqwest::Client::builder().no_proxy().build().unwrap().post(sandbox.address("hzero") + "/oauth/oauth/token");
    let sent = request.header("content-type", "application/x-www-form-urlencoded").body(body).send().await;
    serde_json::from_slice(&sent.unwrap().bytes().await.unwrap()).unwrap()
}

/// Many ciphertexts: about one of 256 begins with a zero byte, which must not be lost.
async fn sandbox_opens_what_is_sealed_by(peer: Peer) {
    const MANY: usize = 60;
    let sandbox = sandbox().await;
    let fields = account(&sandbox, "hzero", "liu.yang");
    let password = fields["password"].as_str().unwrap().to_owned();
    let mut texts = vec![password; MANY];
    texts.push("wrong".to_owned());
    let mut sealed = peer.seal(published(), &texts).await;
    let wrong = sealed.pop().unwrap();
    assert_eq!(sealed.iter().collect::<HashSet<_>>().len(), MANY, "each is padded anew");
    for one in &sealed {
        assert_eq!(STANDARD.decode(one).unwrap().len(), 64);
        let answer = sign_in(&sandbox, &fields, one).await;
        assert!(answer["access_token"].is_string(), "{answer}");
    }
    assert_eq!(sign_in(&sandbox, &fields, &wrong).await["code"], "hoth.warn.passwordError");
}

struct System;

impl Random for System {
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).unwrap();
    }
}

/// The password in the provider's standard login, as it would be sent.
fn sealed_by_provider(key: &str, password: &str) -> String {
    let mut values = Values::new();
    for (name, value) in [("account", "liu.yang"), ("client_id", "c"), ("device_id", "d"), ("public_key", key)] {
        values.set(name, value);
    }
    values.keep("password", Secret::new(password));
    values.keep("client_secret", Secret::new("s"));
    let server = Address::parse("https://gateway.example.com").unwrap();
    let now = jiff::Timestamp::UNIX_EPOCH;
    let cx = Context { server: &server, values: &values, now, random: &System, lang: Lang::En };
    let Next::More { state, .. } = hzero().begin(Op::SignIn { method: "password" }, &cx).unwrap() else { panic!() };
    let body = json!({"isNeedCaptcha": false}).to_string().into_bytes().into();
    let reply = Reply { status: 200, content_type: "application/json".to_owned(), body, ..Reply::default() };
    let Next::Send(login, _) = hzero().on(state, &reply, &cx).unwrap() else { panic!() };
    form_password(&login)
}

fn form_password(login: &Call) -> String {
    let (_, body) = login.request.body.bytes().unwrap();
    let (_, password) = form_urlencoded::parse(&body).find(|(name, _)| name == "password").unwrap();
    password.into_owned()
}

async fn opens_what_the_provider_seals(peer: Peer, texts: &[&str]) {
    for bits in [512, 2048] {
        let key = RsaPrivateKey::new(&mut OsRng, bits).unwrap();
        let public = STANDARD.encode(key.to_public_key().to_public_key_der().unwrap());
        let private = STANDARD.encode(key.to_pkcs8_der().unwrap().as_bytes());
        let sealed: Vec<String> = texts.iter().map(|text| sealed_by_provider(&public, text)).collect();
        assert_eq!(peer.open(&private, &sealed).await, texts, "{bits} bits");
    }
}

/// ASCII, Chinese, what a form escapes, and the 53 bytes that a 512-bit key holds at most.
const TEXTS: [&str; 4] =
    ["Not-Real-hz-01", "密码 Ünïcode 夏", "a+b&c=d%25 \"'\\", "12345678901234567890123456789012345678901234567890123"];

#[tokio::test]
async fn the_sandbox_opens_what_jsencrypt_seals() {
    sandbox_opens_what_is_sealed_by(Peer::JsEncrypt).await;
}

#[tokio::test]
async fn jsencrypt_opens_what_the_provider_seals() {
    opens_what_the_provider_seals(Peer::JsEncrypt, &TEXTS).await;
}

#[tokio::test]
async fn the_sandbox_opens_what_java_seals() {
    sandbox_opens_what_is_sealed_by(Peer::Java).await;
}

/// JSEncrypt cannot write characters beyond U+FFFF in UTF-8; Java and the provider can.
#[tokio::test]
async fn java_opens_what_the_provider_seals() {
    opens_what_the_provider_seals(Peer::Java, &[&TEXTS[..], &["钥匙🔑𠮷"]].concat()).await;
}

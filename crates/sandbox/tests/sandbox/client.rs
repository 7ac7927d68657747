//! A plain HTTP client, and a sandbox for each test.

use std::time::Duration;

use hallpass_sandbox::{Options, Sandbox, start};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) kind: String,
    pub(crate) location: String,
    pub(crate) date: String,
    pub(crate) text: String,
    pub(crate) bytes: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or(Value::Null)
    }
}

pub(crate) async fn sandbox() -> Sandbox {
    start(Options::default()).await.unwrap()
}

pub(crate) fn http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

/// Sends a request; `None` where no whole answer came.
pub(crate) async fn try_send(request: reqwest::RequestBuilder) -> Option<Answer> {
    let response = request.send().await.ok()?;
    let header =
        |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).unwrap_or_default().to_owned();
    let (status, kind, location, date) =
        (response.status().as_u16(), header("content-type"), header("location"), header("date"));
    let bytes = response.bytes().await.ok()?.to_vec();
    Some(Answer { status, kind, location, date, text: String::from_utf8_lossy(&bytes).into_owned(), bytes })
}

pub(crate) async fn send(request: reqwest::RequestBuilder) -> Answer {
    try_send(request).await.unwrap()
}

pub(crate) async fn get(url: String) -> Answer {
    send(http().get(url)).await
}

/// POSTs JSON with headers.
pub(crate) async fn post(url: String, headers: &[(&str, &str)], body: &Value) -> Answer {
    let mut request = http().post(url).header("content-type", "application/json").body(body.to_string());
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(request).await
}

/// POSTs a form.
pub(crate) async fn form(url: String, fields: &[(&str, &str)]) -> Answer {
    let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
    send(http().post(url).header("content-type", "application/x-www-form-urlencoded").body(body)).await
}

/// What arrives on a socket for these bytes, until the other side closes or `limit` is over.
pub(crate) async fn raw(address: &str, bytes: &[u8], limit: Duration) -> String {
    let mut socket = TcpStream::connect(address.trim_start_matches("http://")).await.unwrap();
    socket.write_all(bytes).await.unwrap();
    let mut all = Vec::new();
    let _ = tokio::time::timeout(limit, socket.read_to_end(&mut all)).await;
    String::from_utf8_lossy(&all).into_owned()
}

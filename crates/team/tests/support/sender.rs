//! The product's recipe for HTTP, in short: no redirects, no retries, bounded in time and size. The core brings the real one.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use hallpass_providers::{Address, Call, Reply, Text, Verb};
use hallpass_team::{NoReply, Outside};

pub(crate) struct Sender {
    http: reqwest::Client,
    start: Instant,
    /// Answers of writes that are thrown away after they came.
    lose: AtomicUsize,
    /// There is no network.
    pub(crate) unplugged: AtomicBool,
    /// What was sent: method and path.
    pub(crate) sent: Mutex<Vec<String>>,
}

impl Sender {
    pub(crate) fn new(ca: Option<&str>, patience: Duration) -> Self {
        Self::showing(ca, None, patience)
    }

    /// Its connections show this certificate, whose private key is beside it.
    pub(crate) fn showing(ca: Option<&str>, certificate: Option<&str>, patience: Duration) -> Self {
        let mut builder = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .connect_timeout(Duration::from_secs(2))
            .timeout(patience)
            .no_proxy();
        if let Some(ca) = ca {
            builder = builder.tls_certs_only([reqwest::Certificate::from_pem(ca.as_bytes()).unwrap()]);
        }
        if let Some(pem) = certificate {
            builder = builder.identity(reqwest::Identity::from_pem(pem.as_bytes()).unwrap());
        }
        let http = builder.build().unwrap();
        Self {
            http,
            start: Instant::now(),
            lose: AtomicUsize::new(0),
            unplugged: AtomicBool::new(false),
            sent: Mutex::default(),
        }
    }

    /// The answers of the next writes are lost on the network, after the server has sent them.
    pub(crate) fn lose_answers(&self, count: usize) {
        self.lose.store(count, Ordering::SeqCst);
    }

    fn loses(&self, call: &Call) -> bool {
        call.effect == hallpass_providers::Effect::Change
            && self.lose.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_ok()
    }

    /// How many voters the cluster has, as the nodes that answer say.
    pub(crate) async fn voters(&self, nodes: &[String], token: &hallpass_team::Secret) -> usize {
        let mut most = 0;
        for node in nodes {
            let request = self.http.get(format!("{node}/v1/sys/storage/raft/configuration"));
            let Ok(answer) = request.header("x-vault-token", token.expose()).send().await else { continue };
            let text = answer.text().await.unwrap_or_default();
            most = most.max(text.matches("\"voter\":true").count());
        }
        most
    }
}

impl Outside for Sender {
    async fn send(&self, node: &Address, call: &Call) -> Result<Reply, NoReply> {
        if self.unplugged.load(Ordering::SeqCst) {
            return Err(not_sent(false));
        }
        let wire = call.request.wire(node);
        let method = match wire.verb {
            Verb::Get => reqwest::Method::GET,
            Verb::Post => reqwest::Method::POST,
            Verb::Put => reqwest::Method::PUT,
        };
        self.sent.lock().unwrap().push(format!("{method} {}", wire.url.path()));
        let mut request = self.http.request(method, wire.url);
        for (name, value, _) in &wire.headers {
            request = request.header(*name, value.as_str());
        }
        if let Some((kind, bytes)) = wire.body {
            request = request.header("content-type", kind).body(bytes.to_vec());
        }
        let response = request.send().await.map_err(fault)?;
        let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let date = header("date").and_then(|date| jiff::fmt::rfc2822::parse(&date).ok()).map(|date| date.timestamp());
        let (status, retry_after) = (response.status().as_u16(), header("retry-after").and_then(|it| it.parse().ok()));
        let body = response.bytes().await.map_err(|_| lost())?;
        if self.loses(call) {
            return Err(lost());
        }
        Ok(Reply { status, date, retry_after, body: body.to_vec().into(), ..Reply::default() })
    }

    async fn pause(&self, duration: Duration) {
        tokio::time::sleep(duration).await;
    }

    fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    fn fill(&self, bytes: &mut [u8]) {
        for piece in bytes.chunks_mut(16) {
            piece.copy_from_slice(&uuid::Uuid::new_v4().into_bytes()[..piece.len()]);
        }
    }
}

fn lost() -> NoReply {
    NoReply::Lost { message: Text::new("连接中断", "The connection was interrupted") }
}

fn fault(error: reqwest::Error) -> NoReply {
    if !error.is_connect() {
        return lost();
    }
    let tls = format!("{error:?}").to_lowercase().contains("certificate");
    not_sent(tls)
}

fn not_sent(tls: bool) -> NoReply {
    NoReply::NotSent { message: Text::new("无法连接", "Could not connect"), advice: None, tls }
}

//! Applies faults: what replaces a response, or how it is changed.

use std::io::Write;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use crate::fault::Fault;
use crate::http::{Call, Reply};
use crate::wire::Manner;

/// An answer and how it leaves.
pub(crate) struct Answer {
    pub(crate) reply: Reply,
    pub(crate) manner: Manner,
    /// The body continues endlessly after `reply.body`.
    pub(crate) endless: bool,
    pub(crate) wait: Duration,
}

impl From<Reply> for Answer {
    fn from(reply: Reply) -> Self {
        Self { reply, manner: Manner::Plain, endless: false, wait: Duration::ZERO }
    }
}

/// What a request meets before it reaches a system.
pub(crate) enum Obstacle {
    /// Nothing.
    None,
    /// An answer of someone in between.
    Instead(Reply),
    /// The connection closes.
    Close,
}

const PORTAL_PAGE: &str = "<!DOCTYPE html><html><head><title>Guest Wi-Fi 访客网络</title></head>\
<body><h1>请先登录无线网络 / Please sign in to this network</h1>\
<form method=\"post\" action=\"/portal\"><input name=\"phone\"><button>OK</button></form></body></html>";
const PROXY_PAGE: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

/// The faults that keep a request from the system.
pub(crate) fn before(fault: Option<&Fault>) -> Obstacle {
    match fault {
        Some(Fault::DropRequest) => Obstacle::Close,
        Some(Fault::CaptivePortal) => Obstacle::Instead(Reply::html(PORTAL_PAGE)),
        Some(Fault::Http502Html) => Obstacle::Instead(Reply::html(PROXY_PAGE).status(502)),
        Some(Fault::Redirect { status, to }) => Obstacle::Instead(Reply::redirect(*status, to.clone())),
        Some(Fault::TooManyRequests(after)) => Obstacle::Instead(
            Reply::json(&json!({"message": "Too many requests"})).status(429).with("retry-after", after.clone()),
        ),
        _ => Obstacle::None,
    }
}

/// The faults that corrupt a response; `None` when none is sent.
pub(crate) fn after(fault: Option<Fault>, reply: Reply, call: &Call) -> Option<Answer> {
    let Some(fault) = fault else { return Some(reply.into()) };
    let mut answer = Answer::from(reply);
    match fault {
        Fault::DropAnswer => return None,
        Fault::Latency(wait) => answer.wait = wait,
        Fault::DropMidway => answer.manner = Manner::Midway,
        Fault::Drip => answer.manner = Manner::Drip,
        Fault::EndlessHeaders => answer.manner = Manner::EndlessHeaders,
        Fault::HugeBody => {
            answer.reply.body = "{\"padding\":\"".into();
            answer.endless = true;
        }
        other => answer.reply = spoiled(&other, answer.reply, call),
    }
    Some(answer)
}

fn spoiled(fault: &Fault, mut reply: Reply, call: &Call) -> Reply {
    match fault {
        Fault::Http500 => {
            let body = json!({"timestamp": crate::clock::iso(call.now), "status": 500,
                "error": "Internal Server Error", "message": "No message available", "path": call.path});
            return Reply::json(&body).status(500);
        }
        Fault::Gzip => {
            reply.body = gzip(&reply.body).into();
            return reply.with("content-encoding", "gzip");
        }
        Fault::BadJson => reply.body = "{code: 0, 'data': NaN,}".into(),
        Fault::TruncatedJson => reply.body.truncate(reply.body.len() / 2),
        Fault::EmptyBody => reply.body.clear(),
        Fault::DuplicateKeys => reply.body = doubled(&reply.body).into(),
        Fault::WrongType => reply.kind = "text/plain",
        Fault::Quotes => return crate::quote::quoting(reply, call),
        Fault::RefusesQuoting => return crate::quote::refusing(call),
        _ => {}
    }
    reply
}

fn gzip(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let written = encoder.write_all(body).and_then(|()| encoder.finish());
    written.unwrap_or_default()
}

/// The same JSON with every text member of every object twice; anything else unchanged.
fn doubled(body: &[u8]) -> Vec<u8> {
    match serde_json::from_slice::<Value>(body) {
        Ok(value) => doubled_value(&value).into_bytes(),
        Err(_) => body.to_vec(),
    }
}

fn doubled_value(value: &Value) -> String {
    match value {
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| {
                let once = format!("{}:{}", Value::from(name.as_str()), doubled_value(value));
                if value.is_string() { format!("{once},{once}") } else { once }
            };
            format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(doubled_value).collect::<Vec<_>>().join(",")),
        plain => plain.to_string(),
    }
}

//! As much of HTTP as the provider needs: one request a connection.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};

/// A request, with the fields of its form.
pub(super) struct Request {
    pub(super) method: String,
    pub(super) path: String,
    form: Vec<(String, String)>,
}

impl Request {
    /// A field of the form; empty where there is none.
    pub(super) fn field(&self, name: &str) -> &str {
        self.form.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }
}

pub(super) struct Answer {
    status: &'static str,
    body: String,
}

impl Answer {
    pub(super) fn good(body: &Value) -> Self {
        Self { status: "200 OK", body: body.to_string() }
    }

    pub(super) fn error(code: &str) -> Self {
        Self { status: "400 Bad Request", body: json!({ "error": code }).to_string() }
    }
}

/// Answers one connection after another.
pub(super) fn serve(listener: &TcpListener, mut answer: impl FnMut(&Request) -> Answer) {
    for stream in listener.incoming() {
        // Whoever goes away in the middle is no fault of the provider.
        let _ = stream.and_then(|stream| exchange(stream, &mut answer));
    }
}

fn exchange(stream: TcpStream, answer: impl FnOnce(&Request) -> Answer) -> io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(5)))?;
    let mut reader = BufReader::new(&stream);
    let mut first = String::new();
    reader.read_line(&mut first)?;
    let mut length = 0;
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        if let Some((name, value)) =
            line.split_once(':').filter(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        {
            length = value.trim().parse().map_err(|_| io::Error::other(name.to_owned()))?;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    let mut words = first.split_whitespace().map(str::to_owned);
    let (method, path) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
    let Answer { status, body } = answer(&Request { method, path, form: form(&String::from_utf8_lossy(&body)) });
    let length = body.len();
    let head = format!("HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n");
    (&stream).write_all(format!("{head}connection: close\r\n\r\n{body}").as_bytes())
}

fn form(body: &str) -> Vec<(String, String)> {
    let pairs = body.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (plain(name), plain(value))).collect()
}

/// Without percent-encoding.
fn plain(text: &str) -> String {
    let mut bytes = text.bytes();
    let mut out = Vec::new();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'+' => b' ',
            b'%' => {
                let pair: Vec<u8> = bytes.by_ref().take(2).collect();
                std::str::from_utf8(&pair).ok().and_then(|pair| u8::from_str_radix(pair, 16).ok()).unwrap_or(b'?')
            }
            other => other,
        });
    }
    String::from_utf8_lossy(&out).into_owned()
}

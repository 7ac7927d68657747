//! `hallpass sandbox` as a process of its own, and what it says about itself.

use crate::temp_home::Home;
use serde_json::Value;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};

/// The running sandbox; ended when dropped.
pub(crate) struct Sandbox {
    process: Child,
    about: Value,
}

/// One of its demo accounts: where it signs in and with what.
pub(crate) struct Account {
    /// The address of the server.
    pub(crate) server: String,
    /// Field names and values, the secret ones too.
    pub(crate) fields: Vec<(String, String)>,
}

impl Sandbox {
    /// Starts it on free ports and waits until it has said its addresses.
    pub(crate) fn start(home: &Home, hallpass: &Path) -> Result<Self, String> {
        Self::start_with(home, hallpass, &[])
    }

    /// The same, with more arguments.
    pub(crate) fn start_with(home: &Home, hallpass: &Path, arguments: &[&str]) -> Result<Self, String> {
        let mut command = home.command(hallpass);
        command.args(["sandbox", "--json"]).args(arguments).stdin(Stdio::null()).stdout(Stdio::piped());
        let mut process = command.spawn().map_err(|error| format!("{}: {error}", hallpass.display()))?;
        let output = process.stdout.take().ok_or("hallpass sandbox: no output")?;
        let mut documents = serde_json::Deserializer::from_reader(output).into_iter();
        match documents.next() {
            Some(Ok(about)) => Ok(Self { process, about }),
            _ => {
                let _ = process.kill().and_then(|()| process.wait());
                Err("hallpass sandbox: it did not say its addresses".into())
            }
        }
    }

    /// The demo account of a system that signs in at this address by this method and has this account name or phone
    /// number; the first where `account` is empty.
    pub(crate) fn account(&self, system: &str, address: &str, method: &str, account: &str) -> Result<Account, String> {
        let missing = || format!("hallpass sandbox: no account {account} at {address}");
        let system = find(&self.about["systems"], |each| each["id"] == system).ok_or_else(missing)?;
        let door = find(&system["addresses"], |each| each["id"] == address).ok_or_else(missing)?;
        let is = |field: &Value| field == account;
        let named = |each: &Value| account.is_empty() || is(&each["fields"]["account"]) || is(&each["fields"]["phone"]);
        let fits = |each: &Value| each["address"] == address && each["method"] == method && named(each);
        let found = find(&system["accounts"], fits).ok_or_else(missing)?;
        let fields = found["fields"].as_object().into_iter().flatten();
        let fields = fields.map(|(name, value)| (name.clone(), text(value))).filter(|(_, value)| !value.is_empty());
        Ok(Account { server: text(&door["address"]), fields: fields.collect() })
    }
}

impl Sandbox {
    /// What only the sandbox knows, such as a captcha's text: `POST /hook/NAME` at its control port.
    pub(crate) fn hook(&self, name: &str, body: &str) -> Result<String, String> {
        let said = self.control(&format!("POST /hook/{name}"), body)?;
        let value = said.as_object().and_then(|members| members.values().next()).and_then(Value::as_str);
        value.map(str::to_owned).ok_or_else(|| format!("hallpass sandbox: {name} is not known"))
    }

    /// The same, where it is more than a word.
    pub(crate) fn told(&self, name: &str, body: &str) -> Result<Value, String> {
        self.control(&format!("POST /hook/{name}"), body)
    }

    /// How many requests of a system arrived.
    pub(crate) fn requests(&self, system: &str) -> Result<u64, String> {
        let counts = self.control(&format!("GET /counts?system={system}"), "")?;
        counts["requests"].as_u64().ok_or_else(|| "hallpass sandbox: no count of requests".into())
    }

    /// When the last requests for `path` arrived, in milliseconds; it keeps 2 000 requests.
    pub(crate) fn arrivals(&self, path: &str) -> Result<Vec<i64>, String> {
        let requests = self.control("GET /requests", "")?;
        let seen = requests.as_array().into_iter().flatten().filter(|seen| seen["path"] == path);
        Ok(seen.filter_map(|seen| seen["at"].as_i64()).collect())
    }

    /// Lets the answers of a system wait.
    pub(crate) fn slow_down(&self, system: &str, milliseconds: u32) -> Result<(), String> {
        self.control("POST /latency", &format!("{{\"system\":\"{system}\",\"ms\":{milliseconds}}}")).map(drop)
    }

    fn control(&self, route: &str, body: &str) -> Result<Value, String> {
        let control = text(&self.about["control"]);
        let asked = || -> std::io::Result<String> {
            let host = control.trim_start_matches("http://").trim_end_matches('/');
            let mut stream = TcpStream::connect(host)?;
            let length = body.len();
            write!(stream, "{route} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n")?;
            write!(stream, "content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer).map(|_| answer)
        };
        let answer = asked().map_err(|error| format!("{control}: {error}"))?;
        let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
        serde_json::from_str(body).map_err(|error| format!("{control}: {error}"))
    }
}

impl Account {
    /// The value of a field; empty where the account has none of that name.
    pub(crate) fn field(&self, name: &str) -> &str {
        let field = self.fields.iter().find(|(each, _)| each == name);
        field.map_or("", |(_, value)| value)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.process.kill().and_then(|()| self.process.wait());
    }
}

fn find(list: &Value, fits: impl Fn(&Value) -> bool) -> Option<&Value> {
    list.as_array()?.iter().find(|each| fits(each))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

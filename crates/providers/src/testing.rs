//! A test bench for providers: a profile, a fixed clock, and hand-written responses.
#![allow(clippy::unwrap_used, clippy::panic)]

use jiff::Timestamp;

use crate::address::Address;
use crate::call::{Call, Request};
use crate::challenge::Challenge;
use crate::codes::VendorCode;
use crate::fault::Fault;
use crate::protocol::{Context, Next, Op, Outcome, Provider, Random};
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::secret::Secret;
use crate::session::Session;
use crate::state::State;
use crate::text::Lang;
use crate::values::{Value, Values};

/// 2022-01-18T09:00:00Z
pub(crate) const NOW: i64 = 1_642_496_400;

struct Fixed;

impl Random for Fixed {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

/// A provider with a profile.
pub(crate) struct Bench {
    provider: &'static dyn Provider,
    server: Address,
    pub(crate) values: Values,
}

impl Bench {
    pub(crate) fn new(provider: &'static dyn Provider, plain: &[(&str, &str)], secret: &[(&str, &str)]) -> Self {
        let mut values = Values::new();
        for (name, value) in plain {
            values.set(*name, *value);
        }
        for (name, value) in secret {
            values.keep(*name, Secret::new(*value));
        }
        Self { provider, server: Address::parse("https://gw.example.com").unwrap(), values }
    }

    fn cx(&self) -> Context<'_> {
        let now = Timestamp::from_second(NOW).unwrap();
        Context { server: &self.server, values: &self.values, now, random: &Fixed, lang: Lang::Zh }
    }

    pub(crate) fn begin(&self, op: Op<'_>) -> Result<Next, Fault> {
        self.provider.begin(op, &self.cx())
    }

    pub(crate) fn reply(&self, state: State, reply: &Reply) -> Result<Next, Fault> {
        crate::protocol::read_answer(self.provider, &Request::get("/"), state, reply, &self.cx())
    }

    /// Answers with a JSON text under HTTP 200.
    pub(crate) fn on(&self, state: State, body: &str) -> Result<Next, Fault> {
        self.reply(state, &json(body))
    }
}

/// An answer of HTTP 200 in JSON.
pub(crate) fn json(body: &str) -> Reply {
    Reply {
        status: 200,
        content_type: "application/json".to_owned(),
        body: body.as_bytes().to_vec().into(),
        ..Reply::default()
    }
}

/// The call to send, whether or not something is settled already.
pub(crate) fn sent(next: Result<Next, Fault>) -> (Call, State) {
    match next.unwrap() {
        Next::Send(call, state) | Next::More { call, state, .. } => (call, state),
        other => panic!("{other:?}"),
    }
}

/// What is returned if the call fails.
pub(crate) fn settled(next: Result<Next, Fault>) -> Next {
    match next.unwrap() {
        Next::More { settled, .. } => *settled,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn asked(next: Result<Next, Fault>) -> (Challenge, State) {
    match next.unwrap() {
        Next::Ask(challenge, state) => (challenge, state),
        other => panic!("{other:?}"),
    }
}

pub(crate) fn refused(next: Result<Next, Fault>) -> Refusal {
    match next.unwrap() {
        Next::Refused(refusal) => refusal,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn outcome(next: Result<Next, Fault>) -> Outcome {
    match next.unwrap() {
        Next::Done(outcome) => *outcome,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn session(next: Result<Next, Fault>) -> Session {
    match outcome(next) {
        Outcome::SignedIn(session) | Outcome::Changed(session) => session,
        other => panic!("{other:?}"),
    }
}

/// The body of a call as text.
pub(crate) fn body(call: &Call) -> String {
    let bytes = call.request.body.bytes().map(|(_, bytes)| bytes.to_vec()).unwrap_or_default();
    String::from_utf8(bytes).unwrap()
}

/// A header of a call, and whether it is secret.
pub(crate) fn header(call: &Call, name: &str) -> Option<(String, bool)> {
    call.request.headers.iter().find(|(one, _)| *one == name).map(|(_, value)| match value {
        Value::Plain(text) => (text.clone(), false),
        Value::Secret(secret) => (secret.expose().to_owned(), true),
    })
}

/// Every entry has words in both languages, what to do next included, and no two entries of a table are the same.
pub(crate) fn check_words(tables: &[&[VendorCode]]) {
    for table in tables {
        for entry in *table {
            for text in [&entry.text, &entry.advice] {
                assert!(!text.zh.trim().is_empty() && !text.en.trim().is_empty(), "{}", entry.code);
                assert!(text.zh.chars().any(|c| c > '\u{2e80}'), "{} has no Chinese", entry.code);
                assert!(text.en.is_ascii() && text.zh != text.en, "{} has no English", entry.code);
            }
            let twins = table.iter().filter(|one| (one.code, one.says) == (entry.code, entry.says)).count();
            assert_eq!(twins, 1, "{}", entry.code);
        }
    }
}

//! A login server's answers, through every provider and every operation: whatever a server says, there is an outcome or a
//! fault, a person is asked in a bounded number of steps, and nothing that may be shown holds a secret that was sent.

use std::collections::BTreeSet;

use hallpass_providers::registry::{PROVIDERS, provider};
use hallpass_providers::{
    Address, AuthkeyAsk, Capability, Context, Descriptor, Fault, Lang, Next, Op, Outcome, Provider, Random, Reply,
    Request, Secret, Session, SessionFacts, State, Tokens, Values, read_answer,
};
use jiff::Timestamp;

use crate::{CANARY, CANARY_MARK, check_shown, replies};

/// Calls that an operation takes at most, whatever the server answers.
const MOST_CALLS: usize = 24;

struct Fixed;

impl Random for Fixed {
    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

pub(crate) fn read(input: &[u8]) {
    let input = String::from_utf8_lossy(input).replace(CANARY_MARK, CANARY);
    let (first, replies) = replies::parse(input.as_bytes());
    let mut words = first.split_whitespace();
    let provider = words.next().and_then(provider).unwrap_or(PROVIDERS[first.len() % PROVIDERS.len()]);
    let descriptor = provider.descriptor();
    let method = words.next().and_then(|id| descriptor.method(id)).unwrap_or(&descriptor.methods[0]);
    let values = values(descriptor, method.id);
    let session = session();
    let ask = AuthkeyAsk { login_names: vec!["zhang.wei".to_owned(), "li.na".to_owned()], ..AuthkeyAsk::default() };
    let op = match words.next().unwrap_or_default() {
        "renew" => Op::Renew(&session),
        "verify" => Op::Verify(&session),
        "choose" => Op::Choose(&session, "o1"),
        "sign-out" => Op::SignOut(&session),
        "authkeys" => Op::Authkeys(&session, &ask),
        _ => Op::SignIn { method: method.id },
    };
    Walk { provider, values: &values, replies: replies.into_iter() }.from(op);
}

/// Every field of the method filled in, secrets with the canary.
fn values(descriptor: &Descriptor, method: &str) -> Values {
    let mut values = Values::new();
    for field in descriptor.fields_of(method) {
        match field.default {
            _ if field.is_secret() => values.keep(field.name, Secret::new(CANARY)),
            Some(default) => values.set(field.name, default),
            None => values.set(field.name, "13800000000"),
        };
    }
    values
}

/// A session that can do everything.
fn session() -> Session {
    use Capability::{Authkeys, Choose, Renew, SignOut, Verify};
    let can = vec![Renew, Verify, Choose, SignOut, Authkeys];
    let tokens = Tokens { token: Secret::new(CANARY), refresh: Some(Secret::new(CANARY)) };
    Session { facts: SessionFacts { can, ..SessionFacts::default() }, tokens }
}

/// An operation on its way, answered by the replies until there are none left.
struct Walk<'a, R> {
    provider: &'static dyn Provider,
    values: &'a Values,
    replies: R,
}

impl<R: Iterator<Item = Reply>> Walk<'_, R> {
    fn from(mut self, op: Op<'_>) {
        let server = Address::parse("https://gw.example.com").unwrap();
        let now = Timestamp::from_second(1_642_496_400).unwrap();
        let cx = Context { server: &server, values: self.values, now, random: &Fixed, lang: Lang::Zh };
        let mut next = self.provider.begin(op, &cx);
        for _ in 0..MOST_CALLS {
            check(&next);
            next = match next {
                Ok(Next::Send(call, state) | Next::More { call, state, .. }) => self.sent(&call.request, state, &cx),
                Ok(Next::Ask(challenge, state)) => {
                    let mut answered = self.values.clone();
                    // A person answers what is offered, where something is: another answer is asked about again, for as
                    // long as somebody gives it, and nothing is sent.
                    let answer = challenge.options.first().map_or(CANARY, |option| &option.id);
                    answered.set(challenge.kind.field().name, answer);
                    let cx = Context { values: &answered, ..cx };
                    self.provider.begin(Op::Answer(state), &cx)
                }
                Ok(Next::Done(_) | Next::Refused(_)) | Err(_) => return,
            };
        }
        panic!("{} continues after {MOST_CALLS} calls", self.provider.descriptor().id);
    }

    fn sent(&mut self, request: &Request, state: State, cx: &Context<'_>) -> Result<Next, Fault> {
        // A server that says nothing more says what every API refuses.
        let reply = self.replies.next().unwrap_or_default();
        read_answer(self.provider, request, state, &reply, cx)
    }
}

/// What may be shown or stored in the open holds no secret, and every sentence is there in both languages.
fn check(next: &Result<Next, Fault>) {
    match next {
        Ok(Next::Done(outcome)) => check_outcome(outcome),
        Ok(Next::More { settled, .. }) => match &**settled {
            Next::Done(outcome) => check_outcome(outcome),
            other => check_shown(&format!("{other:?}")),
        },
        Ok(Next::Ask(challenge, _)) => check_shown(&serde_json::to_string(challenge).unwrap()),
        other => check_shown(&format!("{other:?}")),
    }
}

fn check_outcome(outcome: &Outcome) {
    check_shown(&format!("{outcome:?}"));
    let (Outcome::SignedIn(session) | Outcome::Changed(session)) = outcome else { return };
    let shown = serde_json::to_string(&session.facts).unwrap();
    check_shown(&shown);
    for token in [Some(&session.tokens.token), session.tokens.refresh.as_ref()].into_iter().flatten() {
        assert!(!token.is_empty(), "a session without a token");
    }
    let capabilities: BTreeSet<_> = session.facts.can.iter().map(|can| format!("{can:?}")).collect();
    assert_eq!(capabilities.len(), session.facts.can.len(), "a capability twice: {shown}");
}

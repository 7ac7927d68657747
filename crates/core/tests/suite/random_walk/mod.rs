//! Every step of a sign-in and of what can be done with its session, as the providers see them: what was sent, what came
//! back from the sandbox, and the state between them.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use hallpass_core::providers::registry::PROVIDERS;
use hallpass_core::providers::{
    Address, AuthkeyAsk, Body, Capability, ChallengeKind, Context, Effect, Lang, Next, Op, Outcome, Provider, Reply,
    Request, Secret, Session, State, Value, Values, Verb, read_answer,
};
use hallpass_core::{Clock, SystemClock, SystemRandom};
use hallpass_sandbox::Sandbox;

use crate::accounts::Person;

/// Codes that were typed, unlike anything else in an answer.
const TYPED: [(&str, &str); 3] = [("captcha", "9x7q"), ("sms_code", "048213"), ("mfa_code", "731946")];

/// One answer, with everything that its provider reads it by.
pub struct Step {
    pub provider: &'static dyn Provider,
    pub server: Address,
    pub values: Values,
    pub sent: Request,
    pub state: State,
    pub reply: Reply,
    pub operation: &'static str,
    pub effect: Effect,
}

impl Step {
    pub fn context(&self) -> Context<'_> {
        context(&self.server, &self.values)
    }

    pub fn name(&self) -> String {
        format!("{} {} {}", self.provider.descriptor().id, self.operation, self.state.step)
    }

    /// Everything that the server could repeat: what was sent, what the step keeps, what was typed.
    pub fn secrets(&self) -> Vec<String> {
        let form = match &self.sent.body {
            Body::Form(pairs) => pairs.clone(),
            _ => Vec::new(),
        };
        let sent = self.sent.query.iter().chain(&self.sent.headers).chain(&form);
        let sent = sent.filter_map(|(_, value)| secret(value));
        let typed = TYPED.iter().filter(|(name, _)| self.values.has(name)).map(|(_, code)| (*code).to_owned());
        let kept = self.state.secrets.values().map(|secret| secret.expose().to_owned());
        let mut all: Vec<String> =
            self.values.iter().filter_map(|(_, value)| secret(value)).chain(sent).chain(kept).chain(typed).collect();
        all.sort();
        all.dedup();
        all
    }

    /// The tokens that the answer brings.
    pub fn brings(&self) -> Vec<String> {
        match read_answer(self.provider, &self.sent, self.state.clone(), &self.reply, &self.context()) {
            Ok(Next::Send(_, state) | Next::More { state, .. } | Next::Ask(_, state)) => {
                state.secrets.values().map(|secret| secret.expose().to_owned()).collect()
            }
            Ok(Next::Done(outcome)) => match *outcome {
                Outcome::SignedIn(session) | Outcome::Changed(session) => {
                    vec![session.tokens.token.expose().to_owned()]
                }
                _ => Vec::new(),
            },
            _ => Vec::new(),
        }
    }
}

fn secret(value: &Value) -> Option<String> {
    match value {
        Value::Secret(secret) => {
            let clear = secret.expose();
            Some(clear.strip_prefix("Bearer ").unwrap_or(clear).to_owned())
        }
        Value::Plain(_) => None,
    }
}

fn context<'a>(server: &'a Address, values: &'a Values) -> Context<'a> {
    Context { server, values, now: SystemClock.now().wall, random: &SystemRandom, lang: Lang::En }
}

struct Walk {
    provider: &'static dyn Provider,
    server: Address,
    values: Values,
    client: reqwest::Client,
    steps: Vec<Step>,
}

/// Signs a person in, with a wrong code first where one is asked for, and does what can be done with the session.
pub async fn walk(sandbox: &Sandbox, person: &Person) -> Vec<Step> {
    let provider = *PROVIDERS.iter().find(|provider| provider.descriptor().id == person.provider.id).unwrap();
    let server = Address::parse(person.draft.server.as_deref().unwrap()).unwrap();
    let mut walk = Walk { provider, server, values: values(person), client: client(), steps: Vec::new() };
    let method = person.how.method.clone().unwrap();
    let next = walk.go("sign-in", Op::SignIn { method: &method }).await;
    if let Some(session) = walk.answered(sandbox, person, next).await {
        walk.operate(&session).await;
    }
    walk.steps
}

/// Without certificates, whose reading takes longer than a walk.
fn client() -> reqwest::Client {
    let bare = reqwest::Client::builder().tls_certs_only([]).no_proxy();
    bare.redirect(reqwest::redirect::Policy::none()).build().unwrap()
}

fn values(person: &Person) -> Values {
    let mut values = Values::new();
    for field in person.provider.fields {
        if let Some(default) = field.default {
            values.set(field.name, default);
        }
    }
    if let Some(device) = person.provider.device() {
        values.set(device.name, "0f8b2c64-0000-4000-8000-5a11d0c0ffee");
    }
    for (name, value) in &person.draft.values {
        values.set(name, value);
    }
    for (name, value) in &person.secrets {
        values.keep(name, Secret::new(value.as_str()));
    }
    values
}

impl Walk {
    /// To the end of an operation or a question; nothing where an answer is none.
    async fn go(&mut self, operation: &'static str, op: Op<'_>) -> Option<Next> {
        let mut next = self.provider.begin(op, &context(&self.server, &self.values)).ok()?;
        loop {
            let (call, state) = match next {
                Next::Send(call, state) | Next::More { call, state, .. } => (call, state),
                other => return Some(other),
            };
            let reply = self.send(&call.request).await;
            let cx = context(&self.server, &self.values);
            next = read_answer(self.provider, &call.request, state.clone(), &reply, &cx).ok()?;
            let values = self.typed();
            let (provider, server, sent) = (self.provider, self.server.clone(), call.request);
            self.steps.push(Step { provider, server, values, sent, state, reply, operation, effect: call.effect });
        }
    }

    /// The values with unmistakable codes in the place of those that were typed.
    fn typed(&self) -> Values {
        let mut values = self.values.clone();
        for (name, code) in TYPED {
            if values.has(name) {
                values.set(name, code);
            }
        }
        values
    }

    async fn answered(&mut self, sandbox: &Sandbox, person: &Person, mut next: Option<Next>) -> Option<Session> {
        let mut wrong = true;
        for _ in 0..4 {
            let (challenge, state) = match next? {
                Next::Ask(challenge, state) => (challenge, state),
                Next::Done(outcome) => match *outcome {
                    Outcome::SignedIn(session) => return Some(session),
                    other => panic!("{other:?}"),
                },
                Next::Refused(_) => return None,
                other => panic!("{other:?}"),
            };
            let code = match challenge.kind {
                ChallengeKind::Organisation => challenge.options[0].id.clone(),
                _ if std::mem::take(&mut wrong) => "0000".to_owned(),
                kind => person.code(sandbox, kind)?,
            };
            self.values.set(challenge.kind.field().name, code);
            next = self.go("answer", Op::Answer(state)).await;
        }
        None
    }

    async fn operate(&mut self, session: &Session) {
        let organisation = session.facts.organisations.first().cloned().unwrap_or_default().id;
        let ask = AuthkeyAsk {
            login_names: vec!["somebody@corp.example".to_owned()],
            expires_ms: -1,
            ..AuthkeyAsk::default()
        };
        for can in &session.facts.can {
            match can {
                Capability::Renew => drop(self.go("renew", Op::Renew(session)).await),
                Capability::Verify => drop(self.go("verify", Op::Verify(session)).await),
                Capability::Choose => drop(self.go("choose", Op::Choose(session, &organisation)).await),
                Capability::SignOut => drop(self.go("sign-out", Op::SignOut(session)).await),
                Capability::Authkeys => drop(self.go("authkeys", Op::Authkeys(session, &ask)).await),
            }
        }
    }

    async fn send(&self, request: &Request) -> Reply {
        let wire = request.wire(&self.server);
        let method = match wire.verb {
            Verb::Get => reqwest::Method::GET,
            Verb::Post => reqwest::Method::POST,
            Verb::Put => reqwest::Method::PUT,
        };
        let mut request = self.client.request(method, wire.url);
        for (name, value, _) in &wire.headers {
            request = request.header(*name, value.as_str());
        }
        if let Some((kind, bytes)) = &wire.body {
            request = request.header("content-type", *kind).body(bytes.to_vec());
        }
        let answer = request.send().await.unwrap();
        let status = answer.status().as_u16();
        Reply { status, body: answer.bytes().await.unwrap().to_vec().into(), ..Reply::default() }
    }
}

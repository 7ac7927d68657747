//! What a provider declares, and what its calls show of it.

use std::collections::BTreeMap;

use hallpass_core::providers::registry::PROVIDERS;
use hallpass_core::providers::{
    Address, Body, Context, Descriptor, Effect, Field, FieldKind, Lang, Next, Op, Provider, Request, Scope, Secret,
    Session, SessionFacts, Text, Tokens, Value, Values,
};
use hallpass_core::{Clock, SystemClock, SystemRandom};
use hallpass_sandbox::{Options, start};

use crate::accounts::people;
use crate::random_walk::walk;

const SERVER: &str = "https://server.example/base";

fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c))
}

/// A text in each of the two languages; a name that both share is one.
fn translated(what: &str, text: &Text) {
    let name = text.zh == text.en && text.en.split(' ').count() < 3;
    assert!(is_chinese(&text.zh) || name, "{what} is not in Chinese: {text:?}");
    assert!(!is_chinese(&text.en), "{what} is not in English: {text:?}");
}

#[test]
fn every_sentence_of_a_provider_is_translated() {
    for provider in PROVIDERS {
        let Descriptor { id, about, methods, fields, codes, .. } = provider.descriptor();
        translated(id, about);
        methods.iter().for_each(|method| translated(method.id, &method.about));
        for field in *fields {
            translated(field.name, &field.help);
            // Common to both languages are abbreviations alone.
            assert!(
                is_chinese(&field.label.zh) || field.label.zh.to_uppercase() == field.label.zh,
                "{:?}",
                field.label
            );
        }
        for code in codes.iter().copied().flatten() {
            translated(code.code, &code.text);
            translated(code.code, &code.advice);
        }
    }
}

#[test]
fn a_method_needs_its_account_and_its_password_and_no_code_is_saved() {
    for provider in PROVIDERS {
        let descriptor = provider.descriptor();
        for method in descriptor.methods {
            for name in [Some(method.account), method.password].into_iter().flatten() {
                let field = descriptor.field(name).unwrap();
                let applies = field.methods.is_empty() || field.methods.contains(&method.id);
                assert!(applies && field.is_required(method.id), "{} {}: {name}", descriptor.id, method.id);
            }
        }
        for field in descriptor.fields {
            let once = ["code", "totp", "otp"].iter().any(|word| field.name.split('_').any(|part| part == *word));
            let dialling = field.name == "tel_code";
            assert!(!once || dialling || field.scope == Scope::SignIn, "{} {}", descriptor.id, field.name);
        }
    }
}

/// A value that the field accepts.
fn sample(field: &Field) -> String {
    match &field.kind {
        FieldKind::Number { min, .. } => min.to_string(),
        FieldKind::Choice { options } => options[0].value.to_owned(),
        FieldKind::Switch => "true".to_owned(),
        FieldKind::Text | FieldKind::Lines | FieldKind::Secret => field.default.unwrap_or("sample").to_owned(),
    }
}

fn samples(descriptor: &Descriptor) -> Values {
    let mut values = Values::new();
    for field in descriptor.fields {
        if field.is_secret() {
            values.keep(field.name, Secret::new(sample(field)));
        } else {
            values.set(field.name, sample(field));
        }
    }
    values
}

/// The first request of each operation that there is with these values.
fn requests(provider: &dyn Provider, values: &Values) -> Vec<(String, Request)> {
    let server = Address::parse(SERVER).unwrap();
    let cx = Context { server: &server, values, now: SystemClock.now().wall, random: &SystemRandom, lang: Lang::En };
    let secret = |text: &str| Secret::new(text);
    let tokens = Tokens { token: secret("sample-token"), refresh: Some(secret("sample-refresh-token")) };
    let session = Session { facts: SessionFacts::default(), tokens };
    let sign_ins = provider.descriptor().methods.iter().map(|method| Op::SignIn { method: method.id });
    let others = [Op::Renew(&session), Op::Verify(&session), Op::SignOut(&session), Op::Choose(&session, "7")];
    let ops = sign_ins.chain(others);
    ops.filter_map(|op| {
        let name = format!("{op:?}");
        match provider.begin(op, &cx) {
            Ok(Next::Send(call, _)) => Some((name, call.request)),
            _ => None,
        }
    })
    .collect()
}

/// The steps of a request's path and the names in its query, at the server that it goes to.
fn shape(request: &Request) -> (String, usize, Vec<String>, bool) {
    let url = request.wire(&Address::parse(SERVER).unwrap()).url;
    let names = url.query_pairs().map(|(name, _)| name.into_owned()).collect();
    (url.host_str().unwrap().to_owned(), url.path_segments().unwrap().count(), names, url.fragment().is_some())
}

#[test]
fn what_is_typed_leads_to_no_other_address() {
    const HOSTILE: [&str; 4] = ["../../admin", "a/b", "x?y=1&w=2#z", "//other.example/"];
    let mut tried = 0;
    for provider in PROVIDERS {
        let descriptor = provider.descriptor();
        let plain = requests(*provider, &samples(descriptor));
        for field in descriptor.fields.iter().filter(|field| matches!(field.kind, FieldKind::Text)) {
            for hostile in HOSTILE.iter().filter_map(|hostile| field.check(hostile).ok()) {
                let mut values = samples(descriptor);
                values.set(field.name, hostile.as_str());
                for (op, request) in requests(*provider, &values) {
                    let usual = plain.iter().find(|(name, _)| *name == op).unwrap();
                    let what = format!("{} {}={hostile} {op}: {}", descriptor.id, field.name, request.path);
                    assert_eq!(shape(&request), shape(&usual.1), "{what}");
                    tried += 1;
                }
            }
        }
    }
    assert!(tried > 100, "{tried}");
}

/// Everything that a request has outside of a JSON body and that is not marked as secret.
fn plain(request: &Request) -> String {
    let form = match &request.body {
        Body::Form(pairs) => pairs.clone(),
        _ => Vec::new(),
    };
    let all = request.query.iter().chain(&request.headers).chain(&form);
    let plain = all.filter_map(|(name, value)| match value {
        Value::Plain(text) => Some(format!("{name}={text}")),
        Value::Secret(_) => None,
    });
    format!("{} {}", request.path, plain.collect::<Vec<_>>().join(" "))
}

/// What the calls of an operation on a session are at most: one that only looks changes nothing, and the others say that
/// they change something, or an answer that is lost would be taken for one that does not matter.
fn most_is_as_it_should_be(operation: &str, effects: &[Effect]) -> bool {
    match operation {
        "verify" => effects.iter().all(|effect| *effect == Effect::Read),
        "renew" | "choose" | "sign-out" | "authkeys" => effects.contains(&Effect::Change),
        _ => true,
    }
}

#[tokio::test]
async fn each_call_says_what_it_does_and_marks_what_is_secret() {
    let sandbox = start(Options::default()).await.unwrap();
    let mut judged = 0;
    for person in &people(&sandbox) {
        let mut operations: BTreeMap<&str, Vec<Effect>> = BTreeMap::new();
        for step in walk(&sandbox, person).await {
            operations.entry(step.operation).or_default().push(step.effect);
            // An address that was pasted with the path of a login is known by it.
            let known = person.provider.paths.iter().any(|path| step.sent.path.ends_with(path));
            let login = step.operation == "sign-in" && step.effect == Effect::Attempt;
            assert!(known || !login, "{}: {} is not in `paths`", step.name(), step.sent.path);
            let (sent, kept) = (plain(&step.sent), format!("{:?}", step.state));
            let secrets = person.secrets.iter().map(|(_, secret)| secret.as_str());
            let tokens = step.state.secrets.values().map(Secret::expose);
            for secret in secrets.chain(tokens).filter(|secret| secret.len() > 3) {
                assert!(!sent.contains(secret), "{}: a secret is sent as plain text", step.name());
                assert!(!kept.contains(secret), "{}: a secret is kept as plain text", step.name());
                judged += 1;
            }
        }
        for (operation, effects) in operations {
            assert!(most_is_as_it_should_be(operation, &effects), "{} {operation}: {effects:?}", person.provider.id);
        }
        sandbox.reset();
    }
    assert!(judged > 100, "{judged}");
}

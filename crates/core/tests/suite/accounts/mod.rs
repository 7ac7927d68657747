//! The invented people of the sandbox, as profiles and what each of them types.
#![allow(dead_code, unreachable_pub, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use hallpass_core::providers::registry::PROVIDERS;
use hallpass_core::providers::{ChallengeKind, Descriptor, Secret};
use hallpass_core::{Answers, Hallpass, ProfileDraft, Result, SignIn, SignInOutcome};
use hallpass_sandbox::Sandbox;
use serde_json::Value;

/// One invented person of the sandbox, as a profile and what that person types.
pub struct Person {
    pub provider: &'static Descriptor,
    pub happens: String,
    pub draft: ProfileDraft,
    pub how: SignIn,
    /// What of it is secret, by field.
    pub secrets: Vec<(String, String)>,
}

/// Everyone whom the sandbox knows.
pub fn people(sandbox: &Sandbox) -> Vec<Person> {
    let description = sandbox.describe();
    let mut people = Vec::new();
    for system in description["systems"].as_array().unwrap() {
        let provider = PROVIDERS.iter().find(|provider| provider.descriptor().id == system["id"]).unwrap().descriptor();
        for account in system["accounts"].as_array().unwrap() {
            people.push(person(provider, system, account, people.len()));
        }
    }
    people
}

fn person(provider: &'static Descriptor, system: &Value, account: &Value, number: usize) -> Person {
    let door = account["address"].as_str();
    let addresses = system["addresses"].as_array().unwrap();
    let door = addresses.iter().find(|address| address["id"].as_str() == door).unwrap_or(&addresses[0]);
    let mut draft = ProfileDraft {
        name: Some(format!("p{number}")),
        provider: Some(provider.id.to_owned()),
        server: Some(door["address"].as_str().unwrap().to_owned()),
        ..ProfileDraft::default()
    };
    let mut how = SignIn { method: account["method"].as_str().map(str::to_owned), ..SignIn::default() };
    let mut secrets = Vec::new();
    for (name, value) in account["fields"].as_object().unwrap() {
        let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        match provider.field(name) {
            Some(field) if field.is_secret() => {
                how.answers.set(name, Secret::new(value.as_str()));
                secrets.push((name.clone(), value));
            }
            Some(_) => draft.values.push((name.clone(), value)),
            None => panic!("{}: the sandbox names a field {name} that the provider lacks", provider.id),
        }
    }
    Person { provider, happens: account["happens"]["en"].as_str().unwrap().to_owned(), draft, how, secrets }
}

/// Answers what is asked with what the sandbox knows.
pub async fn answered(
    hallpass: &Hallpass,
    sandbox: &Sandbox,
    person: &Person,
    mut end: Result<SignInOutcome>,
) -> Result<SignInOutcome> {
    for _ in 0..3 {
        let Ok(SignInOutcome::Challenge(asked)) = &end else { break };
        let answer = match asked.kind {
            ChallengeKind::Organisation => Some(asked.options[0].id.clone()),
            kind => person.code(sandbox, kind),
        };
        let answers = Answers::new().with(asked.fields[0].clone(), Secret::new(answer.unwrap()));
        end = hallpass.answer(&asked.pending, answers, false).await;
    }
    end
}

impl Person {
    /// A value of the profile.
    pub fn value(&self, name: &str) -> Option<String> {
        self.draft.values.iter().find(|(it, _)| it == name).map(|(_, value)| value.clone())
    }

    /// The profile's name.
    pub fn name(&self) -> &str {
        self.draft.name.as_deref().unwrap()
    }

    /// The code that the sandbox has just shown or sent.
    pub fn code(&self, sandbox: &Sandbox, kind: ChallengeKind) -> Option<String> {
        match kind {
            ChallengeKind::Captcha => sandbox.captcha_text(None),
            ChallengeKind::Sms => sandbox.sms_code(&self.value("phone")?),
            ChallengeKind::Mfa => sandbox.mfa_code(&self.value("account")?),
            ChallengeKind::Organisation => None,
        }
    }
}

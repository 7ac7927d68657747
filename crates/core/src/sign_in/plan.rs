//! What a sign-in needs and whether the guard allows it, before anything is sent.

use hallpass_providers::{Effect, Field, Next, Op, Text};
use serde::Serialize;

use super::options::SignIn;
use super::ready::Ready;
use crate::answers::Answers;
use crate::driver::Drive;
use crate::error::{Error, Result};
use crate::guard::{Kind, look};
use crate::hallpass::Hallpass;
use crate::profile::by_name;

/// A sign-in before it begins.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Plan {
    /// The method.
    pub method: String,
    /// Where the secrets will go.
    pub host: String,
    /// Every field of the method; by name for a reader.
    #[serde(serialize_with = "names")]
    #[cfg_attr(feature = "ts", ts(type = "string[]"))]
    pub fields: Vec<&'static Field>,
    /// The fields that are needed and that nothing gives.
    pub missing: Vec<&'static str>,
    /// Why the guard would hold it back.
    pub held: Option<Error>,
    /// Its first call has the server send a text message.
    pub sends_sms: bool,
    /// A person is asked first: it is production, and nobody has opened that.
    pub asks_production: bool,
    /// The saved secret that it would send.
    pub saved_secret: Option<Text>,
    /// One press is enough: nothing is missing, nothing holds it back, and no text message is sent.
    pub ready: bool,
}

impl Hallpass {
    /// What signing in would need.
    ///
    /// # Errors
    /// Returns an error if there is no such profile or method.
    pub async fn plan(&self, name: &str, method: Option<&str>, answers: &Answers) -> Result<Plan> {
        let (wanted, method, answers) = (name.to_owned(), method.map(str::to_owned), answers.clone());
        let read = self.vault().read(move |db| Ready::new(db, by_name(db, &wanted)?, method.as_deref(), &answers));
        self.plan_of(&read.await?).await
    }

    pub(super) async fn plan_of(&self, ready: &Ready) -> Result<Plan> {
        let Ready { profile, method, values, .. } = ready;
        let drive = self.prepare(ready, &SignIn::default())?;
        let missing: Vec<_> = ready.missing()?.into_iter().map(|field| field.name).collect();
        let held = look(self.vault(), Kind::Attempt, &drive.who, &self.now()).await.err();
        let sends_sms = missing.is_empty() && self.begins_with_sms(&drive, method.id);
        let descriptor = profile.provider()?.descriptor();
        let saved = |field: &&Field| values.secret(field.name).is_some_and(|secret| !secret.is_empty());
        // What the server judges; if it checks none, the secret that identifies the sign-in.
        let judged = method.password.and_then(|name| descriptor.field(name)).filter(saved);
        let required = || {
            descriptor
                .fields_of(method.id)
                .filter(|field| field.is_required(method.id) && field.is_secret())
                .find(saved)
        };
        Ok(Plan {
            method: method.id.to_owned(),
            host: drive.server.host().to_string(),
            fields: descriptor.fields_of(method.id).collect(),
            ready: missing.is_empty() && held.is_none() && !sends_sms,
            missing,
            held,
            sends_sms,
            asks_production: self.asks_production(profile),
            saved_secret: judged.or_else(required).map(|field| field.label.clone()),
        })
    }

    /// What the first call would be, without sending it: a provider is protocol alone.
    fn begins_with_sms(&self, drive: &Drive<'_>, method: &str) -> bool {
        let first = drive.provider.begin(Op::SignIn { method }, &self.context(drive));
        matches!(first, Ok(Next::Send(call, _)) if call.effect == Effect::Sms)
    }
}

fn names<S: serde::Serializer>(fields: &[&'static Field], serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_seq(fields.iter().map(|field| field.name))
}

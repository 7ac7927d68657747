//! What a sign-in will need and what the guard would say, before anything is sent.

use hallpass_providers::Field;
use serde::Serialize;

use super::{Answers, Ready};
use crate::guard::{Who, look};
use crate::profile::{by_name, missing_fields};
use crate::{Error, Hallpass, Result};

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
}

impl Hallpass {
    /// What signing in would need.
    ///
    /// # Errors
    /// No such profile or method.
    pub async fn plan(&self, name: &str, method: Option<&str>, answers: &Answers) -> Result<Plan> {
        let (wanted, method, answers) = (name.to_owned(), method.map(str::to_owned), answers.clone());
        let read = self.vault().read(move |db| Ready::new(db, by_name(db, &wanted)?, method.as_deref(), &answers));
        let Ready { profile, method, values } = read.await?;
        let server = profile.address()?;
        let who = Who::new(self.vault(), &server, method, &values);
        let missing = missing_fields(&profile, method, &values)?.into_iter().map(|field| field.name).collect();
        Ok(Plan {
            method: method.id.to_owned(),
            host: server.host(),
            fields: profile.provider()?.descriptor().fields_of(method.id).collect(),
            missing,
            held: look(self.vault(), &who, &self.now()).await.err(),
        })
    }
}

fn names<S: serde::Serializer>(fields: &[&'static Field], serializer: S) -> std::result::Result<S::Ok, S::Error> {
    serializer.collect_seq(fields.iter().map(|field| field.name))
}

//! One change to several profiles: all of them or none.

use std::collections::BTreeSet;

use hallpass_providers::Text;
use serde::Deserialize;

use super::profile::{SavedProfile, edit};
use crate::environment::Environment;
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;
use crate::profile::{ProfileDraft, by_name};
use crate::shared_profiles::check_own_edit;

/// What several profiles get at once; what is not named stays unchanged.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ProfilesChange {
    /// Tags that each gets.
    #[serde(default)]
    pub add_tags: Vec<String>,
    /// Tags that each loses.
    #[serde(default)]
    pub remove_tags: Vec<String>,
    /// The shared credential; empty for none.
    #[serde(default)]
    pub credential: Option<String>,
    /// Their environment.
    #[serde(default)]
    pub environment: Option<Environment>,
}

impl Hallpass {
    /// Changes several profiles alike, in one commit.
    ///
    /// # Errors
    /// Returns an error, and changes none, if one of them is not there or cannot be changed so.
    pub async fn edit_profiles(&self, names: &[String], change: ProfilesChange) -> Result<Vec<SavedProfile>> {
        let (now, names) = (self.wall(), names.to_vec());
        self.vault()
            .write(move |tx| {
                let edited = names.iter().map(|name| {
                    let before = by_name(tx, name)?.tags;
                    let tags = Some(tags(before.clone(), &change)).filter(|tags| *tags != before);
                    let ProfilesChange { credential, environment, .. } = change.clone();
                    let draft = ProfileDraft { tags, credential, environment, ..ProfileDraft::default() };
                    check_own_edit(tx, name, &draft)
                        .and_then(|()| edit(tx, now, name, draft))
                        .map_err(|error| about(name, error))
                });
                edited.collect()
            })
            .await
    }
}

fn about(name: &str, error: Error) -> Error {
    let (zh, en) = (format!("{name}：{}", error.message.zh), format!("{name}: {}", error.message.en));
    Error { message: Text::made(zh, en), ..error }
}

fn tags(before: Vec<String>, change: &ProfilesChange) -> Vec<String> {
    let all: BTreeSet<String> = before.into_iter().chain(change.add_tags.iter().cloned()).collect();
    all.into_iter().filter(|tag| !change.remove_tags.contains(tag)).collect()
}

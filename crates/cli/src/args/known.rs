//! Values of known sets: completion offers their names, and an error is in the reader's language.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};
use hallpass_core::providers::Lang;
use hallpass_core::providers::registry::PROVIDERS;
use hallpass_core::{
    AutoRenew, Environment, EnvironmentColour, Shell, TABLE_FORMATS, TableFormat, TeamMethod, TokenFormat, table_format,
};

use super::values::{Bad, bad, lang};

/// A value of a known set.
struct Known<T> {
    names: fn() -> Vec<&'static str>,
    read: fn(&str) -> Result<T, Bad>,
}

impl<T> Clone for Known<T> {
    fn clone(&self) -> Self {
        Self { names: self.names, read: self.read }
    }
}

impl<T: Clone + Send + Sync + 'static> TypedValueParser for Known<T> {
    type Value = T;

    fn parse_ref(&self, command: &clap::Command, arg: Option<&clap::Arg>, value: &OsStr) -> Result<T, clap::Error> {
        let read = self.read;
        StringValueParser::new().try_map(move |text: String| read(&text)).parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.names)().into_iter().map(PossibleValue::new)))
    }
}

/// A language.
pub(crate) fn languages() -> impl TypedValueParser<Value = Lang> {
    Known { names: || vec!["zh", "en"], read: lang }
}

/// An environment.
pub(crate) fn environments() -> impl TypedValueParser<Value = Environment> {
    let read = |text: &str| {
        let bad = bad(
            "应为dev、test、staging、prod或您自己的环境的ID",
            "must be dev, test, staging, prod or the ID of an environment of your own",
        );
        Environment::from_id(text).map_err(|_| bad)
    };
    Known { names: || vec!["dev", "test", "staging", "prod"], read }
}

/// What an environment is drawn with.
pub(crate) fn colours() -> impl TypedValueParser<Value = EnvironmentColour> {
    let read = |text: &str| {
        let why = bad("应为grey、outline、cyan、blue或violet", "must be grey, outline, cyan, blue or violet");
        EnvironmentColour::from_id(text).map_err(|_| why)
    };
    Known { names: || EnvironmentColour::ALL.map(|(name, _)| name).to_vec(), read }
}

/// A way of logging in to a team's server.
pub(crate) fn team_methods() -> impl TypedValueParser<Value = TeamMethod> {
    let read = |text: &str| {
        let why =
            bad("应为userpass、ldap、approle、jwt、oidc或cert", "must be userpass, ldap, approle, jwt, oidc or cert");
        TeamMethod::from_id(text).ok_or(why)
    };
    Known { names: || TeamMethod::ALL.map(TeamMethod::id).to_vec(), read }
}

/// Whether a session is renewed automatically.
pub(crate) fn renewals() -> impl TypedValueParser<Value = AutoRenew> {
    let read =
        |text: &str| AutoRenew::from_id(text).map_err(|_| bad("应为on、off或window", "must be on, off or window"));
    Known { names: || AutoRenew::ALL.map(|(name, _)| name).to_vec(), read }
}

/// A form of a token.
pub(crate) fn formats() -> impl TypedValueParser<Value = TokenFormat> {
    let read = |text: &str| {
        let bad = bad(
            "应为raw、header、env、json、curl、exec-credential或credential-process",
            "must be raw, header, env, json, curl, exec-credential or credential-process",
        );
        TokenFormat::ALL.into_iter().find(|(name, _)| *name == text).map(|(_, format)| format).ok_or(bad)
    };
    Known { names: || TokenFormat::ALL.map(|(name, _)| name).to_vec(), read }
}

/// A shell.
pub(crate) fn shells() -> impl TypedValueParser<Value = Shell> {
    let read = |text: &str| {
        let bad = bad("应为sh、fish、powershell或cmd", "must be sh, fish, powershell or cmd");
        Shell::ALL.into_iter().find(|(name, _)| *name == text).map(|(_, shell)| shell).ok_or(bad)
    };
    Known { names: || Shell::ALL.map(|(name, _)| name).to_vec(), read }
}

/// A form of a table of keys.
pub(crate) fn table_formats() -> impl TypedValueParser<Value = TableFormat> {
    let read =
        |text: &str| table_format(text).ok_or(bad("应为csv、json、ndjson或xlsx", "must be csv, json, ndjson or xlsx"));
    Known { names: || TABLE_FORMATS.map(|(name, _)| name).to_vec(), read }
}

/// A provider; the core says so where there is none of that name.
pub(crate) fn providers() -> impl TypedValueParser<Value = String> {
    let names = || PROVIDERS.iter().map(|provider| provider.descriptor().id).collect();
    Known { names, read: |text: &str| Ok(text.to_owned()) }
}

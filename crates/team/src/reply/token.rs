//! Logins, tokens and what they allow.

use std::collections::BTreeMap;

use hallpass_providers::{OneOrMany, Reply, Scalar, Secret};
use serde::Deserialize;

use super::json::{Data, json, number};
use crate::documents::{Object, check_name};
use crate::fault::TeamFault;

/// A login at the server.
#[derive(Debug, Clone)]
pub struct Token {
    /// To be kept by the vault alone.
    pub token: Secret,
    /// What is known of it.
    pub facts: TokenFacts,
}

/// What is known of a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenFacts {
    /// Seconds that are left; 0 for one without an end.
    pub ttl_seconds: u64,
    /// It can be renewed.
    pub renewable: bool,
    /// The policies that it carries.
    pub policies: Vec<String>,
    /// Who has it: the name in the certificate, else what the server calls them, after the method's mount. A login itself
    /// does not say it.
    pub name: Option<String>,
}

/// What may be done, by path as it was asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Capabilities(BTreeMap<String, Vec<String>>);

impl Capabilities {
    /// Whether `capability` is allowed under a path that was asked about.
    pub fn allow(&self, path: &str, capability: &str) -> bool {
        self.0.get(path).is_some_and(|all| all.iter().any(|one| one == capability || one == "root"))
    }
}

#[derive(Deserialize)]
struct LoggedIn {
    auth: Option<Object<Auth>>,
}

#[derive(Deserialize)]
struct Auth {
    client_token: Secret,
    #[serde(default)]
    lease_duration: Scalar,
    #[serde(default)]
    renewable: Scalar,
    #[serde(default)]
    policies: OneOrMany<Scalar>,
    #[serde(default)]
    mfa_requirement: Option<serde::de::IgnoredAny>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Looked {
    ttl: Scalar,
    renewable: Scalar,
    policies: OneOrMany<Scalar>,
    display_name: Scalar,
    meta: Option<BTreeMap<String, Scalar>>,
}

/// A login.
pub(crate) fn token(reply: &Reply) -> Result<Token, TeamFault> {
    let auth = json::<LoggedIn>(reply)?.auth.ok_or(TeamFault::NotTheApi)?.0;
    if auth.mfa_requirement.is_some() {
        return Err(TeamFault::NeedsSecondFactor);
    }
    // Reason: looked at for characters that no header can carry.
    let text = auth.client_token.expose();
    if text.is_empty() || text.len() > 8 * 1024 || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(TeamFault::NotTheApi);
    }
    let facts = facts(&auth.lease_duration, &auth.renewable, &auth.policies)?;
    Ok(Token { token: auth.client_token, facts })
}

/// What a token is.
pub(crate) fn token_facts(reply: &Reply) -> Result<TokenFacts, TeamFault> {
    let Looked { ttl, renewable, policies, display_name, meta } = json::<Data<Looked>>(reply)?.data;
    // Of a certificate, the server's own name for the login is only that of the role.
    let own = meta.as_ref().and_then(|meta| meta.get("common_name")).and_then(Scalar::text);
    // It is written beside what this person changes, so that it is as plain as such a name has to be.
    let name = own.or(display_name.text()).filter(|name| check_name(name).is_ok()).map(str::to_owned);
    Ok(TokenFacts { name, ..facts(&ttl, &renewable, &policies)? })
}

fn facts(ttl: &Scalar, renewable: &Scalar, policies: &OneOrMany<Scalar>) -> Result<TokenFacts, TeamFault> {
    Ok(TokenFacts { ttl_seconds: number(ttl)?, renewable: renewable.is(true), policies: texts(policies), name: None })
}

fn texts(list: &OneOrMany<Scalar>) -> Vec<String> {
    list.0.iter().filter_map(Scalar::text).map(str::to_owned).collect()
}

/// What may be done.
pub(crate) fn capabilities(reply: &Reply) -> Result<Capabilities, TeamFault> {
    let Data { data } = json::<Data<BTreeMap<String, OneOrMany<Scalar>>>>(reply)?;
    Ok(Capabilities(data.into_iter().map(|(path, all)| (path, texts(&all))).collect()))
}

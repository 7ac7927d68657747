//! The settings of a team as the user enters them.

use hallpass_providers::{Secret, Text};
use hallpass_team::{Mount, Name, Place};
use serde::Deserialize;

use super::settings::{TeamMethod, TeamSettings};
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;
use crate::network::{Network, Proxy, check_ca, unusable_proxy};

/// The mount of the engine, where nobody says otherwise.
const MOUNT: &str = "hallpass";

/// What the user writes; what is `None` stays unchanged, or takes its default in a team that is not joined yet.
#[derive(Debug, Clone, Default, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default)]
pub struct TeamDetails {
    /// The team's name at the server.
    pub team: Option<String>,
    /// The reader's own name of it.
    pub alias: Option<String>,
    /// The addresses of the nodes.
    pub servers: Vec<String>,
    /// The mount of the engine.
    pub mount: Option<String>,
    /// The namespace; empty for none.
    pub namespace: Option<String>,
    /// How to log in.
    pub method: Option<TeamMethod>,
    /// Where that is mounted.
    pub method_mount: Option<String>,
    /// The user name, or the id of the role.
    pub user: Option<String>,
    /// PEM of an extra certificate authority; empty for none.
    pub ca: Option<String>,
    /// `system`, `none` or an address.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub proxy: Option<Secret>,
}

impl Hallpass {
    /// The settings of a team as the user has written them, beside those of the team that was joined under that name.
    ///
    /// # Errors
    /// Returns an error that names the field if one is missing or cannot be used.
    pub async fn team_written(&self, written: TeamDetails) -> Result<TeamSettings> {
        let name = written.alias.as_ref().or(written.team.as_ref()).cloned().unwrap_or_default();
        let teams = self.teams().await?;
        let before = teams.into_iter().find(|team| team.alias.as_str().eq_ignore_ascii_case(&name));
        TeamSettings::with(before.as_ref(), written)
    }
}

impl TeamSettings {
    /// The settings as the user has entered them.
    ///
    /// # Errors
    /// Returns an error that names the field if one is missing or cannot be used.
    pub fn with(before: Option<&Self>, written: TeamDetails) -> Result<Self> {
        let team = match (&written.team, before) {
            (Some(team), _) => name("team", team)?,
            (None, Some(before)) => before.place.team.clone(),
            (None, None) => return Err(Error::missing("team")),
        };
        let alias = match (&written.alias, before) {
            // In whatever letter case it is written: what is here is under the name of then.
            (Some(alias), Some(before)) if before.alias.as_str().eq_ignore_ascii_case(alias) => before.alias.clone(),
            (Some(alias), _) => name("as", alias)?,
            (None, before) => before.map_or_else(|| team.clone(), |before| before.alias.clone()),
        };
        let method = written.method.or(before.map(|before| before.method)).unwrap_or(TeamMethod::Userpass);
        let kept_mount = before.filter(|before| before.method == method).map(|before| before.method_mount.clone());
        let method_mount = match (written.method_mount, kept_mount) {
            (Some(written), _) => mount("method-mount", &written)?,
            (None, Some(kept)) => kept,
            (None, None) => mount("method-mount", method.id())?,
        };
        let engine = match (written.mount, before) {
            (Some(written), _) => mount("mount", &written)?,
            (None, Some(before)) => before.place.mount.clone(),
            (None, None) => mount("mount", MOUNT)?,
        };
        let namespace = match written.namespace.as_deref() {
            Some("") => None,
            Some(text) => Some(text.parse().map_err(|why: Text| Error::invalid("namespace", &why))?),
            None => before.and_then(|before| before.place.namespace.clone()),
        };
        let nodes = if written.servers.is_empty() {
            before.map(|before| before.nodes.clone()).unwrap_or_default()
        } else {
            written.servers
        };
        // A user's name is no role's.
        let kept_user = before.filter(|before| before.method.has_role() == method.has_role());
        let user = written.user.or_else(|| kept_user.map(|before| before.user.clone())).unwrap_or_default();
        let network = network(before, written.ca, written.proxy)?;
        let place = Place { mount: engine, team, namespace };
        let settings = Self { alias, nodes, place, method, method_mount, user, network };
        settings.check().map(|()| settings)
    }
}

fn network(before: Option<&TeamSettings>, ca: Option<String>, proxy: Option<Secret>) -> Result<Network> {
    let mut network = before.map(|before| before.network.clone()).unwrap_or_default();
    if let Some(ca) = ca {
        network.ca = Some(ca).filter(|ca| !ca.trim().is_empty());
        network.ca.as_deref().map(check_ca).transpose()?;
    }
    if let Some(proxy) = proxy {
        // Reason: it is read for whether it holds a password, which is not kept for a team.
        let (proxy, password) = Proxy::parse(proxy.expose())?;
        if password.is_some() {
            return Err(Error::invalid("proxy", &unusable_proxy()));
        }
        network.proxy = proxy;
    }
    Ok(network)
}

fn name(field: &str, text: &str) -> Result<Name> {
    text.parse().map_err(|why| Error::invalid(field, &why))
}

fn mount(field: &str, text: &str) -> Result<Mount> {
    text.parse().map_err(|why| Error::invalid(field, &why))
}

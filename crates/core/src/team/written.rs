//! The settings of a team as a person writes them.

use hallpass_providers::{Secret, Text};
use hallpass_team::{Mount, Name, Place};

use super::{TeamMethod, TeamSettings};
use crate::profile::{check_ca, unusable_proxy};
use crate::{Error, Network, Proxy, Result};

/// The mount of the engine, where nobody says otherwise.
const MOUNT: &str = "hallpass";

/// What a person writes; what is `None` stays as it is, or takes its default in a team that is not joined yet.
#[derive(Debug, Clone, Default)]
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
    pub proxy: Option<Secret>,
}

impl TeamSettings {
    /// The settings with what a person has written.
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
        let user = written.user.or_else(|| before.map(|before| before.user.clone())).unwrap_or_default();
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

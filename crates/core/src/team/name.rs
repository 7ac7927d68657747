//! Who someone is at a team's server, where the login itself says it: a role is the same for many people.

use hallpass_team::Name;

use super::store;
use crate::error::Result;
use crate::hallpass::Hallpass;

impl Hallpass {
    /// Keeps what the server calls whoever has just logged in, to be written beside what they change. Where it does not say
    /// it, that is the role.
    pub(super) async fn keep_name(&self, alias: &Name) -> Result<()> {
        let team = self.team(Some(alias.as_str())).await?;
        if !team.settings.method.has_role() {
            return Ok(());
        }
        let Ok(facts) = team.client.look_up(&team.token).await else { return Ok(()) };
        let name = facts.name.map(|name| without_mount(&name, team.settings.method_mount.as_str()).to_owned());
        let (alias, name) = (alias.clone(), name.filter(|name| !name.is_empty()));
        self.vault().write(move |tx| store::change(tx, &alias, |stored| stored.name = name)).await
    }
}

/// The server puts the mount of the method before a name.
fn without_mount<'a>(name: &'a str, mount: &str) -> &'a str {
    name.strip_prefix(&mount.replace('/', "-")).and_then(|rest| rest.strip_prefix('-')).unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::without_mount;

    #[test]
    fn a_name_is_the_accounts_own() {
        for (name, mount, own) in [
            ("oidc-anna@example.com", "oidc", "anna@example.com"),
            ("corp-oidc-anna", "corp/oidc", "anna"),
            ("anna.li", "cert", "anna.li"),
            ("oidcanna", "oidc", "oidcanna"),
        ] {
            assert_eq!(without_mount(name, mount), own);
        }
    }
}

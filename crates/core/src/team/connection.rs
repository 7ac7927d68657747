//! A team with its client and its token.

use hallpass_providers::Secret;
use hallpass_team::{Client, TeamFault};
use hallpass_vault::secrets;

use super::certificate;
use super::outside::Transport;
use super::settings::{TeamSettings, addresses};
use super::store;
use crate::error::{Error, Result};
use crate::hallpass::Hallpass;

/// The owner kind, and the name, of a team's token in the vault.
pub(super) const SECRETS: &str = "team";
pub(super) const TOKEN: &str = "token";

/// A team that was joined.
pub(super) struct Connection {
    pub(super) settings: TeamSettings,
    /// Who it is, beside what they write.
    pub(super) by: String,
    pub(super) client: Client<Transport>,
    pub(super) token: Secret,
}

impl Hallpass {
    /// The team of this name, or the only one.
    pub(super) async fn team(&self, alias: Option<&str>) -> Result<Connection> {
        let asked = alias.map(str::to_owned);
        let (settings, name, token, certificate) = self
            .vault()
            .read(move |db| {
                let settings = store::settings(db, asked.as_deref())?;
                let token = secrets::get(db, SECRETS, settings.alias.as_str(), TOKEN)?;
                let certificate = certificate::kept(db, &settings.alias)?;
                let name = store::stored(db, &settings.alias)?.and_then(|stored| stored.name);
                Ok::<_, Error>((settings, name, token, certificate))
            })
            .await?;
        // Without one nothing is asked: an empty token is refused at the server in the same words.
        let token = token.map(|text| Secret::new(text.as_str())).ok_or_else(|| Error::from(TeamFault::NotLoggedIn))?;
        let by = name.unwrap_or_else(|| settings.shown_user().to_owned());
        Ok(Connection { client: self.team_client(&settings, certificate)?, by, settings, token })
    }

    /// A client of a team's server, whose connections show this certificate.
    pub(super) fn team_client(
        &self,
        settings: &TeamSettings,
        certificate: Option<Secret>,
    ) -> Result<Client<Transport>> {
        let transport = Transport::new(self, &settings.network, certificate);
        Ok(Client::new(transport, addresses(settings)?, settings.place.clone()))
    }
}

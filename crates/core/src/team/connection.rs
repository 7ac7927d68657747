//! A team with its client and its token.

use hallpass_providers::{Address, Secret, Text};
use hallpass_team::{Client, TeamFault};
use hallpass_vault::secrets;

use super::outside::World;
use super::{TeamSettings, store};
use crate::{Error, Hallpass, Result};

/// The owner kind, and the name, of a team's token in the vault.
pub(super) const SECRETS: &str = "team";
pub(super) const TOKEN: &str = "token";

/// A team that was joined.
pub(super) struct Connection {
    pub(super) settings: TeamSettings,
    pub(super) client: Client<World>,
    pub(super) token: Secret,
}

impl Hallpass {
    /// The team of this name, or the only one.
    pub(super) async fn team(&self, alias: Option<&str>) -> Result<Connection> {
        let asked = alias.map(str::to_owned);
        let (settings, token) = self
            .vault()
            .read(move |db| {
                let settings = store::settings(db, asked.as_deref())?;
                let token = secrets::get(db, SECRETS, settings.alias.as_str(), TOKEN)?;
                Ok::<_, Error>((settings, token))
            })
            .await?;
        // Without one nothing is asked: an empty token is refused at the server in the same words.
        let token = token.map(|text| Secret::new(text.as_str())).ok_or_else(|| Error::from(TeamFault::NotLoggedIn))?;
        Ok(Connection { client: self.team_client(&settings)?, settings, token })
    }

    pub(super) fn team_client(&self, settings: &TeamSettings) -> Result<Client<World>> {
        let world = World::new(self, &settings.network);
        Ok(Client::new(world, addresses(settings)?, settings.place.clone()))
    }
}

/// The nodes. Plain http is for this machine alone: everything that is sent there is a secret.
pub(super) fn addresses(settings: &TeamSettings) -> Result<Vec<Address>> {
    let plain = Text::new("是明文http，团队服务器只能用https", "is plain http; a team server must use https");
    let parse = |node: &String| {
        let address = Address::parse(node).map_err(|_| {
            let why = Text::made(format!("“{node}”不是服务器地址"), format!("{node} is not the address of a server"));
            Error::invalid("server", &why)
        })?;
        let open = address.is_plain_http() && !address.is_loopback();
        if open { Err(Error::invalid("server", &plain)) } else { Ok(address) }
    };
    settings.nodes.iter().map(parse).collect()
}

//! How a team's server is reached, and as whom.

use hallpass_providers::{Address, Secret, Text};
use hallpass_team::{LogIn, Mount, Name, Place};
use serde::{Deserialize, Serialize};

use super::device::confirmed_in_a_browser;
use crate::error::{Error, Result};
use crate::network::Network;
use crate::profile::typed_address;

/// How a team's server is reached, and as whom. Nothing secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TeamSettings {
    /// The reader's own name of the team.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub alias: Name,
    /// The addresses of the server's nodes.
    pub nodes: Vec<String>,
    /// Where its documents are.
    #[cfg_attr(feature = "ts", ts(type = "{ mount: string, team: string, namespace: string | null }"))]
    pub place: Place,
    /// How to log in.
    pub method: TeamMethod,
    /// Where that method is mounted.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub method_mount: Mount,
    /// The user name, or the id or name of the role.
    pub user: String,
    /// Proxy and certificate authority.
    #[serde(default)]
    pub network: Network,
}

/// How to log in to a team's server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum TeamMethod {
    /// User name and password of the server's own.
    Userpass,
    /// User name and password of a directory.
    Ldap,
    /// A program's role and its secret.
    Approle,
    /// A signed token of an identity provider, for a role.
    Jwt,
    /// A confirmation in a browser at an identity provider (device flow), for a role. HashiCorp Vault does not have it.
    Oidc,
    /// The client certificate of the connection, for a role.
    Cert,
}

impl TeamMethod {
    /// All, in the order in which they are listed.
    pub const ALL: [Self; 6] = [Self::Userpass, Self::Ldap, Self::Approle, Self::Jwt, Self::Oidc, Self::Cert];

    /// By its name.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.id() == id)
    }

    /// Its name, which is also where it is usually mounted.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Userpass => "userpass",
            Self::Ldap => "ldap",
            Self::Approle => "approle",
            Self::Jwt => "jwt",
            Self::Oidc => "oidc",
            Self::Cert => "cert",
        }
    }

    /// Whether the login itself says who it is: a name that is entered is a role's, and may be left out.
    pub const fn has_role(self) -> bool {
        matches!(self, Self::Jwt | Self::Oidc | Self::Cert)
    }
}

impl TeamSettings {
    /// The login with this password, secret of a role, or signed token; a certificate is shown by the connection.
    pub(super) fn log_in(&self, secret: Secret) -> Result<LogIn> {
        let (mount, user) = (self.method_mount.clone(), self.user.clone());
        let role = self.role().map(str::to_owned);
        Ok(match self.method {
            TeamMethod::Userpass => LogIn::Userpass { mount, user, password: secret },
            TeamMethod::Ldap => LogIn::Ldap { mount, user, password: secret },
            TeamMethod::Approle => LogIn::AppRole { mount, role_id: user, secret_id: secret },
            TeamMethod::Jwt => LogIn::Jwt { mount, role, jwt: secret },
            TeamMethod::Cert => LogIn::Cert { mount, role },
            TeamMethod::Oidc => return Err(confirmed_in_a_browser()),
        })
    }

    /// The role of a method that has one; the server chooses where there is none.
    pub(super) fn role(&self) -> Option<&str> {
        Some(self.user.as_str()).filter(|role| self.method.has_role() && !role.is_empty())
    }

    /// What a person calls the login: the user or role, else the method.
    pub fn shown_user(&self) -> &str {
        if self.user.is_empty() { self.method.id() } else { &self.user }
    }

    /// Checks what only the user can have got wrong.
    pub(super) fn check(&self) -> Result<()> {
        if self.nodes.is_empty() {
            return Err(Error::missing("server"));
        }
        if self.user.is_empty() && !self.method.has_role() {
            return Err(Error::missing("user"));
        }
        addresses(self).map(drop)
    }
}

/// The nodes. Plain http is for this machine alone: everything that is sent there is a secret.
pub(super) fn addresses(settings: &TeamSettings) -> Result<Vec<Address>> {
    let plain = Text::new("是明文HTTP，团队服务器只能用HTTPS", "is plain HTTP; a team server must use HTTPS");
    let parse = |node: &String| {
        let address = typed_address(node)?;
        let open = address.is_plain_http() && !address.is_loopback();
        if open { Err(Error::invalid("server", &plain)) } else { Ok(address) }
    };
    settings.nodes.iter().map(parse).collect()
}

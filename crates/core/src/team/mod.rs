//! Teams: profiles and secrets that are shared through a server of OpenBao or HashiCorp Vault.
//!
//! A team's profiles are kept here as profiles like any other, beside which document and version each is from. Its shared
//! secrets are not kept: each sign-in reads the one that it needs, under the team's guard.

mod apply;
mod connection;
mod drafts;
mod edit;
mod failure;
mod held;
mod join;
mod outside;
mod rotate;
mod set_up;
mod share;
mod shared_secret;
mod status;
mod store;
mod sync;
mod written;

use hallpass_providers::Secret;
use hallpass_team::{LogIn, Mount, Place};
use serde::{Deserialize, Serialize};

pub use drafts::TeamDraft;
pub use edit::TeamEdit;
pub use hallpass_team::{Name as TeamName, Namespace as TeamNamespace, Place as TeamPlace, SetUpStep};
pub use held::HeldVersion;
pub(crate) use outside::NODE_TIMEOUT;
pub use rotate::TeamRotation;
pub use share::SharedSecret;
pub(crate) use shared_secret::Lent;
pub use status::{SharedProfile, TeamStatus};
pub(crate) use store::{check_own, check_own_edit, secret_of};
pub use sync::TeamSync;
pub use written::TeamDetails;

use crate::{Network, Result};

/// How a team's server is reached, and as whom. Nothing secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamSettings {
    /// The reader's own name of the team.
    pub alias: TeamName,
    /// The addresses of the server's nodes.
    pub nodes: Vec<String>,
    /// Where its documents are.
    pub place: Place,
    /// How to log in.
    pub method: TeamMethod,
    /// Where that method is mounted.
    pub method_mount: Mount,
    /// The user name, or the id of the role.
    pub user: String,
    /// Proxy and certificate authority.
    #[serde(default)]
    pub network: Network,
}

/// How to log in to a team's server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
}

impl TeamMethod {
    /// All, in the order in which they are listed.
    pub const ALL: [Self; 4] = [Self::Userpass, Self::Ldap, Self::Approle, Self::Jwt];

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
        }
    }
}

impl TeamSettings {
    /// The log-in with this password, secret of a role, or signed token.
    fn log_in(&self, secret: Secret) -> LogIn {
        let (mount, user) = (self.method_mount.clone(), self.user.clone());
        match self.method {
            TeamMethod::Userpass => LogIn::Userpass { mount, user, password: secret },
            TeamMethod::Ldap => LogIn::Ldap { mount, user, password: secret },
            TeamMethod::Approle => LogIn::AppRole { mount, role_id: user, secret_id: secret },
            TeamMethod::Jwt => LogIn::Jwt { mount, role: Some(user).filter(|role| !role.is_empty()), jwt: secret },
        }
    }

    /// Checks what only a person can have got wrong.
    fn check(&self) -> Result<()> {
        if self.nodes.is_empty() {
            return Err(crate::Error::missing("server"));
        }
        if self.user.is_empty() && self.method != TeamMethod::Jwt {
            return Err(crate::Error::missing("user"));
        }
        connection::addresses(self).map(drop)
    }
}

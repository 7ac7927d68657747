//! Teams: profiles and secrets that are shared through a server of OpenBao or HashiCorp Vault.
//!
//! A team's profiles are kept here as profiles like any other, beside which document and version each is from. Its shared
//! secrets are not kept: each sign-in reads the one that it needs, under the team's guard.

mod apply;
mod certificate;
mod connection;
mod device;
mod drafts;
mod edit;
mod failure;
mod held;
mod join;
mod links;
mod log_in;
mod name;
mod outside;
mod reference;
mod rotate;
mod savepoint;
mod set_up;
mod settings;
mod share;
mod shared_secret;
mod status;
mod store;
mod sync;
mod whole_draft;
mod written;

pub use apply::TeamSync;
pub use device::TeamDeviceLogIn;
pub use drafts::TeamDraft;
pub use edit::TeamEdit;
pub use hallpass_team::{Name as TeamName, Namespace as TeamNamespace, Place as TeamPlace, SetUpStep};
pub use held::HeldVersion;
pub(crate) use links::secret_of;
pub use rotate::TeamRotation;
pub use settings::{TeamMethod, TeamSettings};
pub use share::SharedSecret;
pub(crate) use shared_secret::ReservedSecret;
pub use status::{SharedProfile, TeamStatus};
pub use store::SyncFailure;
pub(crate) use store::aliases;
pub use written::TeamDetails;

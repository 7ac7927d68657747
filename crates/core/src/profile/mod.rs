//! Profiles, with their groups, credentials and values.

mod credential;
mod draft;
mod group;
mod id;
mod production;
#[expect(clippy::module_inception, reason = "the profile itself")]
mod profile;
mod proxy_password;
mod renewal;
mod store;
mod transport;
mod typed_address;
mod values;

pub use credential::CredentialView;
pub(crate) use credential::{credentials, must_exist as credential_must_exist, reference};
pub use draft::ProfileDraft;
pub(crate) use draft::apply;
pub(crate) use group::groups;
pub use group::{Bindings, GroupView};
pub use id::ProfileId;
pub use production::PRODUCTION_MINUTES;
pub(crate) use production::is_open_for;
pub use profile::Profile;
pub(crate) use proxy_password::{
    SECRETS as PROXY_SECRETS, forget as forget_proxy_password, keep as keep_proxy_password, password as proxy_password,
};
pub use renewal::{AutoRenew, Renewal};
pub(crate) use store::{all, by_id, by_name, delete, find, find_by_id, insert, of_group, update};
pub(crate) use transport::check_production_transport;
pub(crate) use typed_address::typed_address;
pub(crate) use values::{SECRETS, binding, missing_fields, profile_secret, values};

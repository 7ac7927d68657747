//! Every provider, one line each.

use crate::protocol::Provider;
use crate::{authing_ldap, enos_iam, enos_portal, hzero, keycloak, quanshi};

/// The providers, in the order in which they are offered.
pub static PROVIDERS: &[&dyn Provider] = &[
    &enos_iam::EnosIam,
    &hzero::Hzero,
    &enos_portal::EnosPortal,
    &authing_ldap::AuthingLdap,
    &quanshi::Quanshi,
    &keycloak::Keycloak,
];

/// A provider by its id.
pub fn provider(id: &str) -> Option<&'static dyn Provider> {
    PROVIDERS.iter().copied().find(|provider| provider.descriptor().id == id)
}

/// The ids, for a message about an unknown one.
pub fn known() -> Vec<&'static str> {
    PROVIDERS.iter().map(|provider| provider.descriptor().id).collect()
}

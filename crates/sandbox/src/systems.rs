//! The registry: one line per simulated system.

use std::sync::Arc;

use crate::apim::Gateway;
use crate::system::System;

/// Every system, in the order of their ports.
#[rustfmt::skip]
pub(crate) fn all() -> Vec<Arc<dyn System>> {
    let gateway = Arc::new(Gateway::default());
    vec![
        Arc::new(crate::enos_iam::EnosIam::new(Arc::clone(&gateway))),
        Arc::new(crate::hzero::Hzero::default()),
        Arc::new(crate::enos_portal::EnosPortal::new(gateway)),
        Arc::new(crate::authing_ldap::AuthingLdap::default()),
        Arc::new(crate::quanshi::Quanshi::default()),
        Arc::new(crate::keycloak::Keycloak::default()),
    ]
}

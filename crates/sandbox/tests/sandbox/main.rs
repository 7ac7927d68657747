//! The sandbox seen from outside, over HTTP.
#![allow(clippy::unwrap_used, clippy::panic)]

mod authing_ldap;
mod client;
mod control;
mod enos_iam;
mod enos_portal;
mod faults;
mod hzero;
mod keycloak;
mod quanshi;

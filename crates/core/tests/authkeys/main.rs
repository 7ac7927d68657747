//! Jobs against a real sandbox that loses requests and answers, and counts the keys it makes.
#![allow(clippy::unwrap_used, clippy::panic)]

mod drafts;
mod export;
mod fixture;
mod minting;
mod persistence;
mod seeds;
#[path = "../support/mod.rs"]
mod support;

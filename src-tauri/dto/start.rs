//! What the page needs to draw its first frame.

use hallpass_core::providers::{Descriptor, Field, Lang};
use serde::Serialize;

use super::vault::VaultView;
use crate::settings::Settings;

/// What the page needs to draw its first frame.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Start {
    /// The program's version.
    pub version: &'static str,
    /// The language of the desktop.
    pub system_language: Lang,
    /// What a person has chosen.
    pub settings: Settings,
    /// Where the secrets are.
    pub vault: VaultView,
    /// The systems one can sign in to; every form is drawn from them.
    pub providers: Vec<&'static Descriptor>,
    /// The secret that a profile of any system may keep: what one-time codes are made from.
    pub totp_seed: &'static Field,
    /// Whether this is the built-in sandbox.
    pub demo: bool,
    /// The profile that is selected at first, where there is a best one to begin with.
    pub first: Option<&'static str>,
    /// For how many minutes production stays open once a person has entered it.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub production_minutes: i64,
}

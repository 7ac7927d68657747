//! What is stored of a response.

use hallpass_providers::{Secret, Text};

use crate::authkeys::store::queue::{AccountStatus, FollowUp};

/// What is to be kept of one account.
#[derive(Debug)]
pub(in crate::authkeys) struct AccountOutcome {
    pub(in crate::authkeys) seq: i64,
    pub(in crate::authkeys) was: Option<AccountStatus>,
    pub(in crate::authkeys) status: AccountStatus,
    pub(in crate::authkeys) next: FollowUp,
    pub(in crate::authkeys) user_id: Option<String>,
    pub(in crate::authkeys) login_name: Option<String>,
    pub(in crate::authkeys) auth_key: Option<Secret>,
    pub(in crate::authkeys) expires_ms: Option<i64>,
    pub(in crate::authkeys) message: Option<Text>,
}

/// What is to be kept of one call.
#[derive(Debug, Default)]
pub(in crate::authkeys) struct Settled {
    pub(in crate::authkeys) outcomes: Vec<AccountOutcome>,
    /// Ids and login names of rows that nobody asked for.
    pub(in crate::authkeys) strangers: Vec<(String, String)>,
    pub(in crate::authkeys) requests: u64,
}

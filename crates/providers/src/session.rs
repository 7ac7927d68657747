//! The result of a sign-in.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::secret::Secret;
use crate::text::Text;

/// A session: facts that may be shown, tokens that may not.
#[derive(Debug, Clone)]
pub struct Session {
    /// What is known about it.
    pub facts: SessionFacts,
    /// The secrets.
    pub tokens: Tokens,
}

/// The secrets of a session.
#[derive(Debug, Clone)]
pub struct Tokens {
    /// The token that calls carry.
    pub token: Secret,
    /// The token that renews it, where the server gives one.
    pub refresh: Option<Secret>,
}

/// What is known about a session. All times are the server's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SessionFacts {
    /// Who signed in.
    pub subject: Named,
    /// The organisations or tenants the subject belongs to.
    pub organisations: Vec<Named>,
    /// The one the session works in.
    pub organisation: Option<Named>,
    /// Why the server lets it do less than usual; empty for a normal session.
    pub limits: Vec<Restriction>,
    /// When the server issued it.
    pub issued_at: Option<Timestamp>,
    /// When it ends, and how that is known.
    pub expiry: Expiry,
    /// What can be done with it.
    pub can: Vec<Capability>,
    /// What the server says about the account.
    pub account: Account,
    /// The server's clock in the answer's own body, more exact than its `Date` header.
    pub server_time: Option<Timestamp>,
    /// Until when it can be renewed, where the server says so.
    pub renewable_until: Option<Timestamp>,
    /// Things worth knowing that limit nothing: a weak key, two stated ends that differ.
    pub notes: Vec<Text>,
}

/// An id and a name. Ids are text: some exceed 2^53.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Named {
    /// The server's id.
    pub id: String,
    /// The name people know.
    pub name: String,
}

/// When a session ends and how that is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Expiry {
    /// The earliest stated end.
    pub at: Option<Timestamp>,
    /// The server says that it never ends.
    pub never: bool,
    /// Who says so.
    pub source: ExpirySource,
    /// The end may be later than stated, since use extends it at some servers.
    pub may_be_later: bool,
    /// Seconds between two stated ends, where they differ.
    pub difference_seconds: Option<i64>,
}

/// Who stated the end of a session.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ExpirySource {
    /// A member of the server's answer.
    Server,
    /// The token itself, unverified.
    Jwt,
    /// Both.
    Both,
    /// Nobody: the end is unknown.
    #[default]
    None,
}

/// Why a session may do less than usual, with what to do next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Restriction {
    /// The reason.
    pub kind: RestrictionKind,
    /// The reason in words.
    pub text: Text,
    /// What to do next.
    pub advice: Text,
}

/// The reasons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RestrictionKind {
    /// The server gives limited access until something is finished.
    Restricted,
    /// The password must be changed first.
    PasswordChange,
    /// Two-factor authentication is still required.
    Mfa,
    /// The account is blocked.
    Blocked,
    /// The account is deleted.
    Deleted,
    /// The account is not active.
    Inactive,
    /// An organisation is to be chosen first, or there is none.
    Organisation,
}

/// What can be done with a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Capability {
    /// Get more time without a password.
    Renew,
    /// Check whether the server still accepts the token.
    Verify,
    /// Switch the session to another organisation.
    Choose,
    /// End it at the server.
    SignOut,
    /// Export authKeys.
    Authkeys,
}

/// What the server says about the account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(default)]
pub struct Account {
    /// The name typed to sign in.
    pub login_name: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// What kind of account it is.
    pub kind: Option<Text>,
    /// Which second factor is set up.
    pub mfa: Option<Text>,
    /// When the password ends.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub password_expires_at: Option<Timestamp>,
}

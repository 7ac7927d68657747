//! What crosses to the page and back. Nothing that goes to the page can hold a secret, but [`Revealed`].

use std::collections::BTreeMap;

use hallpass_core::providers::{Descriptor, Lang, Secret};
use hallpass_core::{AutoRenew, Environment, Error, PendingView, Profile, ProfileDraft, SessionView, SignInOutcome};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

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
    /// Whether this is the built-in sandbox.
    pub demo: bool,
    /// The profile that is selected at first, where there is a best one to begin with.
    pub first: Option<&'static str>,
    /// For how many minutes production stays open once a person has entered it.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub production_minutes: i64,
}

/// The vault as a person sees it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct VaultView {
    /// How it stands.
    pub state: VaultState,
    /// Where its key comes from.
    pub source: Option<KeyPlace>,
    /// The folder it is in.
    pub home: String,
    /// Why it is not open.
    pub failure: Option<Error>,
    /// While it is locked: when the next session expires, by the clock here.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub next_expiry: Option<Timestamp>,
    /// Commits that a damaged log swallowed.
    #[cfg_attr(feature = "ts", ts(type = "number | null"))]
    pub lost_commits: Option<u64>,
}

/// How the vault stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum VaultState {
    /// There is none yet.
    Missing,
    /// Its key is being fetched.
    Opening,
    /// In use.
    Open,
    /// A person's passphrase, or another try at the keyring, opens it.
    Locked,
    /// It cannot be opened; nothing was changed.
    Failed,
}

/// Where a vault's key comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum KeyPlace {
    /// The OS keyring.
    Keyring,
    /// A passphrase.
    Passphrase,
    /// Nowhere: the vault is in memory.
    Memory,
}

/// Whether the OS keyring works.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct KeyringCheck {
    /// It answers and is open.
    pub available: bool,
    /// Why not.
    pub failure: Option<Error>,
}

/// What is thought of a passphrase.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PassphraseJudgement {
    /// In a word.
    pub level: Level,
    /// How long it withstands guessing, as a clause.
    pub words: hallpass_core::providers::Text,
}

/// How good a passphrase is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// As good as none.
    Weak,
    /// A person should choose another.
    Fair,
    /// Good.
    Good,
}

/// What a sign-in came to.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "outcome", rename_all = "snake_case")]
pub enum SignInReply {
    /// A session.
    SignedIn {
        /// It.
        session: Box<SessionView>,
    },
    /// A person is needed.
    Challenge {
        /// What waits.
        pending: Box<PendingView>,
    },
}

impl From<SignInOutcome> for SignInReply {
    fn from(end: SignInOutcome) -> Self {
        match end {
            SignInOutcome::SignedIn { session } => Self::SignedIn { session },
            SignInOutcome::Challenge(pending) => Self::Challenge { pending },
        }
    }
}

/// One of several sign-ins.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BatchItem {
    /// The profile's name.
    pub profile: String,
    /// What it came to.
    pub end: Option<SignInReply>,
    /// Or why it did not.
    pub failure: Option<Error>,
}

impl BatchItem {
    pub(crate) fn new(profile: &str, end: &Result<SignInOutcome, Error>) -> Self {
        let (end, failure) = match end {
            Ok(end) => (Some(SignInReply::from(end.clone())), None),
            Err(error) => (None, Some(error.clone())),
        };
        Self { profile: profile.to_owned(), end, failure }
    }
}

/// A profile as the window edits it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ProfileView {
    /// As stored.
    #[serde(flatten)]
    pub profile: Profile,
    /// Things a person should know: a look-alike host, a session that was dropped.
    pub notices: Vec<hallpass_core::providers::Text>,
}

/// A profile as a person filled it in; secrets hold only what was typed.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Draft {
    name: String,
    provider: String,
    server: String,
    environment: Environment,
    group: Option<String>,
    tags: Vec<String>,
    method: Option<String>,
    values: BTreeMap<String, String>,
    #[cfg_attr(feature = "ts", ts(type = "Record<string, string>"))]
    secrets: BTreeMap<String, Secret>,
    credential: Option<String>,
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    proxy: Secret,
    allow_http: bool,
    ca: Option<String>,
    /// Left as it is where it is not sent.
    #[serde(default)]
    auto_renew: Option<AutoRenew>,
    /// In minutes, 0 for never; left as it is where it is not sent.
    #[serde(default)]
    keep_alive: Option<u32>,
}

impl From<Draft> for ProfileDraft {
    fn from(draft: Draft) -> Self {
        Self {
            name: Some(draft.name),
            provider: Some(draft.provider),
            server: Some(draft.server),
            environment: Some(draft.environment),
            group: Some(draft.group.unwrap_or_default()),
            tags: Some(draft.tags),
            method: Some(draft.method.unwrap_or_default()),
            values: draft.values.into_iter().collect(),
            secrets: draft.secrets.into_iter().collect(),
            credential: Some(draft.credential.unwrap_or_default()),
            proxy: Some(draft.proxy),
            ca: Some(draft.ca.unwrap_or_default()),
            allow_http: Some(draft.allow_http),
            auto_renew: draft.auto_renew,
            keep_alive: draft.keep_alive,
        }
    }
}

/// A token was put into the clipboard.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CopyResult {
    /// It is cleared after so many seconds, if it is still there.
    pub seconds: u32,
}

/// The clipboard's time is over.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Cleared {
    /// Our token was still in it and is gone; otherwise somebody had copied something else.
    pub cleared: bool,
}

/// What the health of a vault is drawn from.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HealthReport {
    /// Every session in full.
    pub sessions: Vec<SessionView>,
    /// Whose sign-in would be blocked now.
    pub blocked: Vec<hallpass_core::Blocked>,
}

/// A file of profiles as the page has read it.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PackFile {
    /// Its bytes, in base64.
    pub content: String,
    /// Whether it is CSV; otherwise JSON.
    pub csv: bool,
}

/// A file that was written for a person.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SavedFile {
    /// Where.
    pub path: String,
}

/// What a person asks to see.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(untagged)]
pub enum Reveal {
    /// A token.
    Token {
        /// Whose: the profile's name.
        name: String,
        /// As text or as a picture.
        form: RevealForm,
        /// A person confirmed production, or an expired session.
        confirmed: bool,
    },
    /// The recovery key of the vault that was just made; it can be asked for once.
    Recovery {
        /// `true`.
        recovery: bool,
    },
}

/// In which form a token is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum RevealForm {
    /// Characters.
    Text,
    /// A QR code.
    Qr,
}

/// The one answer that holds a secret, because a person asked to see it. The page drops it after `seconds`.
#[derive(Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Revealed {
    /// The characters.
    pub text: Option<String>,
    /// A QR code, as a data URL of an SVG.
    pub picture: Option<String>,
    /// For how long it may stay on the screen.
    pub seconds: u32,
}

impl std::fmt::Debug for Revealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Revealed({} s)", self.seconds)
    }
}

/// Files over the window, of which the page learns no more.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Dragged {
    /// They are over it.
    Over,
    /// They were taken away, or are no file.
    Gone,
    /// One was dropped: it can be read as a list.
    Dropped,
}

/// What the desktop offers, for the settings to show.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DesktopView {
    /// A shell shows the tray, so that the window may be closed to it.
    pub tray: bool,
    /// A program may take a key combination; else a person binds `hallpass-desktop --show` to one.
    pub shortcut: bool,
    /// Whether this program starts with the computer, which a person may have changed outside it; none where no program
    /// can.
    pub autostart: Option<bool>,
}

/// What was asked for outside the window, and has to be done in it.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Asked {
    /// What.
    pub act: AskedFor,
    /// The profile's name.
    pub name: String,
    /// What went wrong, where something did.
    pub failure: Option<Error>,
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum AskedFor {
    /// To copy a token that requires confirmation.
    Copy,
    /// To sign in.
    SignIn,
    /// To sign out.
    SignOut,
    /// Something that has failed.
    Failed,
}

//! The driver and the house keeping around it: guard, profiles, sessions, activity. Knows no Tauri.
//!
//! A surface (the window, the command) holds one [`Hallpass`] and calls plain functions on it. Everything that could
//! go wrong once in each provider is written once here: an attempt is reserved before it is sent, sent once, and settled.

mod activity;
mod activity_table;
mod authkeys;
mod background;
mod captcha_image;
mod clipboard;
mod clock;
pub mod doctor;
mod driver;
mod duration;
mod error;
mod guard;
mod hallpass;
mod lease;
mod mask;
mod next_step;
mod overview;
mod packs;
mod path;
mod production;
mod profile;
mod schema;
mod session;
mod shell;
mod sign_in;
mod stop;
mod strength;
mod support;
mod team;
mod text;
mod token;
mod totp;
mod unlock;
mod vault_error;

pub use activity::{AUTOMATIC, Event, EventKind};
pub use activity_table::activity_table;
pub use authkeys::{
    Confirmed, Counts, DEFAULT_CONCURRENT_CALLS, DraftView, Expires, ExpiringKey, JobDetail, JobDraft, JobEnd, JobList,
    JobOptions, JobPlan, JobRow, JobRows, JobState, JobStop, JobView, LeftOut, ListChoice, ListFacts,
    MAX_CONCURRENT_CALLS, MAX_ROWS, MINT_WAIT, NotOk, Problem, Progress, Protection, RowFilter, Share, Step, Stranger,
    TABLE_FORMATS, TableFormat, Unit, UnsentLine, Worker, table_format,
};
pub use background::{
    AutoRenew, Background, BackgroundEvent, BackgroundSettings, Glance, LockReason, Notice, NoticeAction, NoticeId,
    NoticeKind, Renewal,
};
pub use captcha_image::Pixels;
pub use clipboard::{CLIPBOARD_TIME, ClipboardSecret, Hold};
pub use clock::{Clock, Moment, SystemClock, Uptime};
pub use driver::{SystemProxy, system_proxy};
pub use duration::format_duration;
pub use error::{Error, ErrorCode, Result};
pub use hallpass::{Hallpass, Parts, SystemRandom};
pub use hallpass_providers as providers;
pub use hallpass_vault as vault;
pub use mask::Masker;
pub use next_step::NextStep;
pub use overview::{Overview, ProfileRow, SessionSummary};
pub use packs::{Difference, Import, ImportedProfile, Pack, PackFormat, Packed, PackedRenewal};
pub use path::shown;
pub use production::{PRODUCTION_MINUTES, ProductionOpen};
pub use profile::{
    Aside, Bindings, CredentialView, Environment, GroupView, Network, Profile, ProfileDraft, ProfilesChange, Proxy,
    SavedProfile,
};
pub use schema::MIGRATIONS;
pub use session::{SessionState, SessionView, SignedOut, StateWords, Verified};
pub use shell::Shell;
pub use sign_in::{
    Answers, Blocked, BulkChoice, BulkPlan, BulkProduction, BulkSkipped, PendingView, Plan, SignIn, SignInOutcome,
};
pub use stop::StopSignal;
pub use strength::PassphraseStrength;
pub use team::{
    HeldVersion, SetUpStep, SharedProfile, SharedSecret, TeamDetails, TeamDraft, TeamEdit, TeamMethod, TeamName,
    TeamNamespace, TeamPlace, TeamRotation, TeamSettings, TeamStatus, TeamSync,
};
pub use text::{check_secret, read_secret, read_text};
pub use token::{TokenFormat, TokenUse};
pub use unlock::{UNLOCK_TIME, open_typed, open_unlocked};

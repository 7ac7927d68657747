//! The core of Hallpass: driver, guard, profiles, sessions, jobs and activity. Independent of the window and the
//! command line.
//!
//! A surface (the window or the command) holds one [`Hallpass`] and calls its functions. Everything that every provider
//! needs is implemented once here: an attempt is reserved before it is sent, sent once, and settled.

mod activity;
mod activity_table;
mod answers;
mod authkeys;
mod background;
mod captcha_image;
mod client_certificate;
mod clipboard;
mod clock;
pub mod doctor;
mod driver;
mod duration;
mod edit;
mod environment;
mod error;
mod guard;
mod hallpass;
mod key_ends;
mod lease;
mod mask;
mod name;
mod network;
mod next_step;
mod overview;
mod packs;
mod path;
mod pending;
mod production;
mod profile;
mod retry;
mod schema;
mod session;
mod shared_profiles;
mod shell;
mod sign_in;
mod signed_in;
mod stop;
mod strength;
mod support;
mod team;
mod text;
mod token;
mod totp;
mod unlock;

pub use activity::{AUTOMATIC, Client, Event, EventKind};
pub use activity_table::activity_table;
pub use answers::Answers;
pub use authkeys::{
    Confirmed, Counts, DEFAULT_CONCURRENT_CALLS, DraftView, Expires, ExpiringKey, JobDetail, JobDraft, JobEnd, JobList,
    JobOptions, JobPages, JobPlan, JobRow, JobRun, JobState, JobStop, JobView, LeftOut, ListChoice, ListEncoding,
    ListFacts, MINT_WAIT, NotOk, PAGE_ROWS, Problem, Progress, Protection, RowFilter, Share, Step, Stranger,
    TABLE_FORMATS, TableFormat, Unit, UnsentLine, Worker, table_format,
};
pub use background::{
    Background, BackgroundEvent, BackgroundSettings, Glance, LockReason, Notice, NoticeAction, NoticeId, NoticeKind,
};
pub use captcha_image::Pixels;
pub use client_certificate::{CLIENT_CERTIFICATE_PASSPHRASE, read_client_certificate};
pub use clipboard::{CLIPBOARD_TIME, ClipboardSecret, Hold};
pub use clock::{Clock, Moment, SystemClock, Uptime};
pub use duration::format_duration;
pub use edit::{Aside, ProfilesChange, RemovedEnvironment, SavedProfile};
pub use environment::{Environment, EnvironmentColour, EnvironmentDraft, EnvironmentView};
pub use error::{Error, ErrorCode, Result};
pub use hallpass::{Hallpass, MAX_CONCURRENT_CALLS, Parts, SystemRandom};
pub use hallpass_providers as providers;
pub use hallpass_vault as vault;
pub use lease::SignedOut;
pub use mask::Masker;
pub use network::{Network, Proxy, SystemProxy, system_proxy};
pub use next_step::NextStep;
pub use overview::{Overview, ProfileRow, SessionSummary};
pub use packs::{
    Difference, Import, ImportedEnvironment, ImportedProfile, Pack, PackFormat, Packed, PackedEnvironment,
    PackedRenewal,
};
pub use path::shown;
pub use production::ProductionOpen;
pub use profile::{
    AutoRenew, Bindings, CredentialView, GroupView, PRODUCTION_MINUTES, Profile, ProfileDraft, ProfileId, Renewal,
};
pub use retry::Retry;
pub use schema::MIGRATIONS;
pub use session::{SessionState, SessionView, StateWords, Verified};
pub use shell::Shell;
pub use sign_in::{
    Blocked, BulkChoice, BulkLeftOut, BulkPlan, BulkProduction, BulkProgress, BulkReason, PendingView, Plan, SignIn,
    SignInOutcome,
};
pub use signed_in::SignedIn;
pub use stop::StopSignal;
pub use strength::PassphraseStrength;
pub use team::{
    HeldVersion, SetUpStep, SharedProfile, SharedSecret, SyncFailure, TeamDetails, TeamDeviceLogIn, TeamDraft,
    TeamEdit, TeamMethod, TeamName, TeamNamespace, TeamPlace, TeamRotation, TeamSettings, TeamStatus, TeamSync,
};
pub use text::{check_secret, read_secret, read_text};
pub use token::{TokenFormat, TokenUse};
pub use unlock::{UNLOCK_TIME, open_typed, open_unlocked};

//! The page's TypeScript types, written from the structs that cross to it.

use hallpass_core as core;
use hallpass_core::providers;
use ts_rs::{Config, TS};

use crate::{dto, jobs, settings};

const HEAD: &str = "// Written from the Rust structs by `UPDATE_TYPES=1 cargo test --workspace --features hallpass-desktop/ts --test types`.\n\
// A test fails when this file is stale. Times are RFC 3339 text.\n";

macro_rules! declarations {
    ($($type:ty),* $(,)?) => {
        /// All of them, as one file.
        pub fn typescript() -> String {
            // A page's number holds every count of ours.
            let config = Config::default().with_large_int("number");
            let declared = [$(<$type as TS>::decl(&config)),*];
            let exported = declared.map(|one| format!("export {one}\n"));
            format!("{HEAD}\n{}", exported.join("\n"))
        }
    };
}

declarations![
    providers::Lang,
    providers::Text,
    providers::Named,
    providers::Descriptor,
    providers::Method,
    providers::Field,
    providers::FieldKind,
    providers::Choice,
    providers::Group,
    providers::Required,
    providers::Scope,
    providers::ChallengeKind,
    providers::Refusal,
    providers::RefusalKind,
    providers::Account,
    providers::ExpirySource,
    providers::Restriction,
    providers::RestrictionKind,
    providers::Capability,
    core::ErrorCode,
    core::Error,
    core::NextStep,
    core::Environment,
    core::Network,
    core::AutoRenew,
    core::Renewal,
    core::Proxy,
    core::Profile,
    core::GroupView,
    core::CredentialView,
    core::SessionState,
    core::SessionView,
    core::Verified,
    core::SignedOut,
    core::PendingView,
    core::Plan,
    core::BulkChoice,
    core::BulkPlan,
    core::BulkProduction,
    core::BulkSkipped,
    core::ProductionOpen,
    core::Event,
    core::EventKind,
    core::SessionSummary,
    core::ProfileRow,
    core::Overview,
    core::JobState,
    core::Counts,
    core::JobView,
    core::ListFacts,
    core::Worker,
    core::DraftView,
    core::UnsentLine,
    core::JobPlan,
    core::Confirmed,
    core::RowFilter,
    core::JobRow,
    core::JobRows,
    core::Share,
    core::Step,
    settings::Settings,
    settings::Language,
    settings::Theme,
    settings::Density,
    dto::KeyPlace,
    dto::VaultState,
    dto::VaultView,
    dto::Start,
    dto::KeyringCheck,
    dto::PassphraseJudgement,
    dto::Level,
    dto::SignInReply,
    dto::BatchItem,
    dto::ProfileView,
    dto::Draft,
    dto::CopyResult,
    dto::Cleared,
    dto::Reveal,
    dto::RevealForm,
    dto::Revealed,
    dto::HealthReport,
    dto::PackFile,
    dto::SavedFile,
    core::Blocked,
    core::ProfilesChange,
    core::Import,
    core::ImportedProfile,
    core::Difference,
    core::doctor::Finding,
    core::doctor::Health,
    dto::Dragged,
    dto::DesktopView,
    dto::Asked,
    dto::AskedFor,
    jobs::JobItem,
    jobs::JobUpdates,
    jobs::JobUpdate,
    jobs::JobEnded,
    jobs::ListFrom,
    jobs::KeyRef,
    jobs::JobRequest,
    jobs::KeyLifetime,
    jobs::TableProtection,
    jobs::TablePlace,
    jobs::ExpiringKeys,
    jobs::SoonKey,
];

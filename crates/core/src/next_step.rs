//! Advice kinds for errors, which the window and the command word differently.

use serde::{Deserialize, Serialize};

/// What to do next. Core names the step; each surface has its own words and its own button or option for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum NextStep {
    /// Choose an existing profile.
    ListProfiles,
    /// Choose an existing job.
    ListJobs,
    /// Delete a job and start again.
    DeleteJob {
        /// The job's id.
        job: String,
    },
    /// Choose which environment of a group is meant.
    ChooseEnvironment {
        /// The group's name.
        group: String,
    },
    /// Sign in.
    SignIn {
        /// The profile's name.
        profile: String,
    },
    /// Sign in again: the session is over.
    SignInAgain {
        /// The profile's name.
        profile: String,
    },
    /// Sign in again, or use the expired token on purpose.
    SignInOrUseExpired {
        /// The profile's name.
        profile: String,
    },
    /// Confirm the use of production.
    ConfirmProduction,
    /// Wait until the cool-down is over, or continue anyway.
    WaitOrContinue,
    /// Make sure that the password is right, or continue anyway.
    CheckOrContinue,
    /// Use another password, or continue anyway.
    ChangeOrContinue,
    /// Add the certificate of a company's own authority to the profile.
    AddCertificate,
    /// Save a certificate with its private key in the profile.
    AddClientCertificate,
    /// Check the server's address and the clock of this machine.
    CheckAddressAndClock,
    /// Allow plain HTTP for the profile, if it is unavoidable.
    AllowPlainHttp,
    /// Give the value as a secret.
    GiveAsSecret,
    /// Give the value as a setting: it is no secret.
    GiveAsSetting,
    /// Enter the passphrase.
    UnlockVault,
    /// Use the recovery key.
    RecoverVault,
    /// Check the passphrase, or use the recovery key.
    RetryOrRecover,
    /// Create a vault.
    CreateVault,
    /// Start the keyring service, or use a vault with a passphrase.
    StartKeyring,
    /// Join a team.
    JoinTeam,
    /// Say which team is meant.
    ChooseTeam,
    /// Change a shared profile for everyone, or stop sharing it.
    EditShared {
        /// The profile's name.
        profile: String,
    },
    /// Use a desktop session, or print the token instead of copying it.
    UseDesktopSession,
}

//! What is wrong with a vault or its keyring, in particular.

use std::fmt;

/// What is wrong, or what could not be done. The vault's own words are English; a surface has others for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// A rule of the schema forbids it.
    SchemaRule,
    /// A value is not of the expected type.
    WrongType,
    /// No such row.
    NoRow,
    /// The statement failed.
    Statement,
    /// A vault in memory cannot be unlocked.
    InMemory,
    /// It belongs to another user.
    OtherOwner,
    /// Other users can write to it.
    OthersWrite,
    /// Other users can read or write it.
    OthersReadOrWrite,
    /// It belongs to another vault.
    OtherVault,
    /// It is empty.
    Empty,
    /// It is missing, but its database exists.
    MissingEnvelope,
    /// It is missing, but its envelope exists.
    MissingDatabase,
    /// It is missing, but its key exists.
    MissingSideDatabase,
    /// It is not an envelope.
    NoEnvelope,
    /// Its checksum is wrong.
    Checksum,
    /// Its pages fail verification.
    Pages,
    /// Its tables are missing.
    NoTables,
    /// Keeping a passphrase vault unlocked works on Linux only.
    UnlockOnLinuxOnly,
    /// Starting a thread.
    Thread,
    /// The kernel refuses to keep a key.
    KernelKeyring,
    /// The system provides no random bytes.
    NoRandom,
    /// These Argon2id parameters.
    Argon2Parameters,
    /// This vault has no passphrase.
    NoPassphrase,
    /// Encrypting the key.
    Encryption,
    /// It returns something other than what was stored.
    OtherContent,
    /// No thread could be started.
    KeyringThread,
    /// It failed while responding.
    KeyringFailed,
    /// It did not respond in time.
    KeyringTooLate,
    /// It has no default collection.
    NoCollection,
    /// No keyring belongs to this logon session.
    NoLogonSession,
    /// No keyring service is running.
    NoKeyring,
    /// It has more than one item with that name.
    Ambiguous,
    /// Its response could not be parsed.
    KeyringResponse,
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::SchemaRule => "a rule of the schema forbids it",
            Self::WrongType => "a value is not of the expected type",
            Self::NoRow => "no such row",
            Self::Statement => "the statement failed",
            Self::InMemory => "a vault in memory cannot be unlocked",
            Self::OtherOwner => "it belongs to another user",
            Self::OthersWrite => "other users can write to it",
            Self::OthersReadOrWrite => "other users can read or write it",
            Self::OtherVault => "it belongs to another vault",
            Self::Empty => "it is empty",
            Self::MissingEnvelope => "it is missing, but its database exists",
            Self::MissingDatabase => "it is missing, but its envelope exists",
            Self::MissingSideDatabase => "it is missing, but its key exists",
            Self::NoEnvelope => "it is not an envelope",
            Self::Checksum => "its checksum is wrong",
            Self::Pages => "its pages fail verification",
            Self::NoTables => "its tables are missing",
            Self::UnlockOnLinuxOnly => "keeping a passphrase vault unlocked works on Linux only",
            Self::Thread => "starting a thread",
            Self::KernelKeyring => "the kernel refuses to keep a key",
            Self::NoRandom => "the system provides no random bytes",
            Self::Argon2Parameters => "these Argon2id parameters",
            Self::NoPassphrase => "this vault has no passphrase",
            Self::Encryption => "encrypting the key",
            Self::OtherContent => "it returns something other than what was stored",
            Self::KeyringThread => "no thread could be started",
            Self::KeyringFailed => "it failed while responding",
            Self::KeyringTooLate => "it did not respond in time",
            Self::NoCollection => "it has no default collection",
            Self::NoLogonSession => "no keyring belongs to this logon session",
            Self::NoKeyring => "no keyring service is running",
            Self::Ambiguous => "it has more than one item with that name",
            Self::KeyringResponse => "its response could not be parsed",
        })
    }
}

//! `hallpass vault ...`

use std::time::Duration;

use clap::{Args, Subcommand};

use super::values::duration;

#[derive(Debug, Subcommand)]
pub(crate) enum Vault {
    Init(NewKeyPlace),
    Status,
    Lock,
    Unlock(Unlock),
    Recover(NewKeyPlace),
}

/// Where a vault's key is stored; a passphrase comes by the global option.
#[derive(Debug, Args)]
pub(crate) struct NewKeyPlace {
    #[arg(long, conflicts_with = "passphrase")]
    pub(crate) keyring: bool,
    #[arg(long)]
    pub(crate) passphrase: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Unlock {
    #[arg(long = "for", value_name = "DURATION", value_parser = duration, default_value = "15m")]
    pub(crate) time: Duration,
}

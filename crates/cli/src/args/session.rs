//! Arguments of signing in and of commands on sessions.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand, ValueHint};
use hallpass_core::{Shell, TokenFormat};

use super::known::{formats, shells};
use super::values::{AnswerFrom, Assigned, duration, from_system};

/// One profile, or a set.
#[derive(Debug, Args)]
pub(crate) struct Name {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
}

#[derive(Debug, Args)]
pub(crate) struct Login {
    #[arg(value_name = "NAME", required_unless_present_any = ["group", "tag"])]
    pub(crate) names: Vec<String>,
    #[arg(long, alias = "all-in", value_name = "GROUP")]
    pub(crate) group: Option<String>,
    #[arg(long, value_name = "T")]
    pub(crate) tag: Option<String>,
    #[arg(long, value_name = "ID")]
    pub(crate) method: Option<String>,
    #[arg(long = "answer", value_name = "FIELD=VALUE")]
    pub(crate) answers: Vec<Assigned>,
    #[arg(long = "answer-file", value_name = "FIELD=FILE", value_hint = ValueHint::FilePath)]
    #[arg(value_parser = from_system::<AnswerFrom>())]
    pub(crate) answer_files: Vec<AnswerFrom>,
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) picture: Option<PathBuf>,
    #[arg(long)]
    pub(crate) remember: bool,
    #[arg(long)]
    pub(crate) totp: bool,
    #[arg(long, alias = "anyway")]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Answer {
    #[arg(value_name = "PENDING")]
    pub(crate) pending: String,
    #[arg(value_name = "FIELD=VALUE", conflicts_with = "again")]
    pub(crate) answers: Vec<Assigned>,
    #[arg(long, conflicts_with_all = ["answers", "again"])]
    pub(crate) totp: bool,
    #[arg(long)]
    pub(crate) again: bool,
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) picture: Option<PathBuf>,
    #[arg(long, alias = "anyway")]
    pub(crate) force: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Pending {
    #[command(subcommand)]
    pub(crate) drop: Option<PendingDrop>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum PendingDrop {
    Drop(PendingId),
}

#[derive(Debug, Args)]
pub(crate) struct PendingId {
    #[arg(value_name = "ID")]
    pub(crate) pending: String,
}

#[derive(Debug, Args)]
pub(crate) struct Token {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, alias = "min-life", value_name = "DURATION", value_parser = duration)]
    pub(crate) min_ttl: Option<Duration>,
    #[arg(long, alias = "expired-ok")]
    pub(crate) allow_expired: bool,
    #[arg(long, value_name = "raw|header|env|json|curl|exec-credential|credential-process", hide_possible_values = true, value_parser = formats())]
    pub(crate) format: Option<TokenFormat>,
    #[arg(long, value_name = "sh|fish|powershell|cmd", hide_possible_values = true, value_parser = shells())]
    pub(crate) shell: Option<Shell>,
    #[arg(long, alias = "yes-prod")]
    pub(crate) allow_prod: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Copy {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long)]
    pub(crate) header: bool,
    #[arg(long, alias = "expired-ok")]
    pub(crate) allow_expired: bool,
    #[arg(long, alias = "yes-prod")]
    pub(crate) allow_prod: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Qr {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "FILE.svg", value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
    #[arg(long, alias = "expired-ok")]
    pub(crate) allow_expired: bool,
    #[arg(long, alias = "yes-prod")]
    pub(crate) allow_prod: bool,
}

#[derive(Debug, Args)]
pub(crate) struct SwitchOrg {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "ID")]
    pub(crate) organisation: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Run {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, alias = "min-life", value_name = "DURATION", value_parser = duration)]
    pub(crate) min_ttl: Option<Duration>,
    #[arg(long, alias = "expired-ok")]
    pub(crate) allow_expired: bool,
    #[arg(long, alias = "yes-prod")]
    pub(crate) allow_prod: bool,
    #[arg(long)]
    pub(crate) mask: bool,
    #[arg(last = true, required = true, value_name = "COMMAND", num_args = 1.., value_hint = ValueHint::CommandWithArguments)]
    pub(crate) command: Vec<OsString>,
}

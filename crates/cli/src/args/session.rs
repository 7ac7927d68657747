//! Signing in and what comes of it.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, Subcommand, ValueHint};
use hallpass_core::Format;

use super::values::{AnswerFrom, Assigned, format, from_system, span};

/// One profile, or a set.
#[derive(Debug, Args)]
pub(crate) struct Name {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
}

#[derive(Debug, Args)]
pub(crate) struct Login {
    #[arg(value_name = "NAME", required_unless_present_any = ["all_in", "tag"])]
    pub(crate) names: Vec<String>,
    #[arg(long, value_name = "SET")]
    pub(crate) all_in: Option<String>,
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
    pub(crate) anyway: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Answer {
    #[arg(value_name = "PENDING")]
    pub(crate) pending: String,
    #[arg(value_name = "FIELD=VALUE", conflicts_with = "again")]
    pub(crate) answers: Vec<Assigned>,
    #[arg(long)]
    pub(crate) again: bool,
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) picture: Option<PathBuf>,
    #[arg(long)]
    pub(crate) anyway: bool,
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
    #[arg(long, value_name = "SPAN", value_parser = span)]
    pub(crate) min_life: Option<Duration>,
    #[arg(long)]
    pub(crate) expired_ok: bool,
    #[arg(long, value_name = "raw|header|env|json|curl|exec-credential", value_parser = format)]
    pub(crate) format: Option<Format>,
    #[arg(long)]
    pub(crate) yes_prod: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Copy {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long)]
    pub(crate) header: bool,
    #[arg(long)]
    pub(crate) expired_ok: bool,
    #[arg(long)]
    pub(crate) yes_prod: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Qr {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "FILE.svg", value_hint = ValueHint::FilePath)]
    pub(crate) out: Option<PathBuf>,
    #[arg(long)]
    pub(crate) expired_ok: bool,
    #[arg(long)]
    pub(crate) yes_prod: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Choose {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "ID")]
    pub(crate) organisation: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Run {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "SPAN", value_parser = span)]
    pub(crate) min_life: Option<Duration>,
    #[arg(long)]
    pub(crate) expired_ok: bool,
    #[arg(long)]
    pub(crate) yes_prod: bool,
    #[arg(last = true, required = true, value_name = "COMMAND", num_args = 1.., value_hint = ValueHint::CommandWithArguments)]
    pub(crate) command: Vec<OsString>,
}

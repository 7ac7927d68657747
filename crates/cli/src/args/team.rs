//! `hallpass team ...`

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};
use hallpass_core::TeamMethod;
use hallpass_core::providers::Secret;

use super::known::team_methods;
use super::profile::ProfileFields;
use super::values::{Source, from_system, secret};

#[derive(Debug, Subcommand)]
pub(crate) enum Team {
    Join(TeamJoin),
    Status(TeamChoice),
    Sync(TeamSync),
    Share(TeamShare),
    Unshare(TeamUnshare),
    Edit(TeamEditArgs),
    Rotate(TeamRotate),
    Leave(TeamLeave),
    Init(TeamInit),
}

/// How a team's server is reached, and as whom.
#[derive(Debug, Args)]
pub(crate) struct TeamServer {
    #[arg(value_name = "TEAM")]
    pub(crate) team: String,
    #[arg(long = "as", value_name = "NAME")]
    pub(crate) alias: Option<String>,
    #[arg(long = "server", value_name = "URL", value_hint = ValueHint::Url)]
    pub(crate) servers: Vec<String>,
    #[arg(long, value_name = "PATH")]
    pub(crate) mount: Option<String>,
    #[arg(long, value_name = "PATH")]
    pub(crate) namespace: Option<String>,
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) ca: Option<PathBuf>,
    #[arg(long, value_name = "system|none|URL", value_parser = secret)]
    pub(crate) proxy: Option<Secret>,
}

#[derive(Debug, Args)]
pub(crate) struct TeamJoin {
    #[command(flatten)]
    pub(crate) server: TeamServer,
    #[arg(long, value_name = "NAME")]
    pub(crate) user: Option<String>,
    #[arg(long, value_name = "METHOD", hide_possible_values = true, value_parser = team_methods())]
    pub(crate) method: Option<TeamMethod>,
    #[arg(long, value_name = "PATH")]
    pub(crate) method_mount: Option<String>,
    #[command(flatten)]
    pub(crate) proof: TeamProof,
}

/// What a login shows; which of it, the method says.
#[derive(Debug, Args)]
pub(crate) struct TeamProof {
    #[arg(long, value_name = "-|@FILE", value_parser = from_system::<Source>())]
    pub(crate) secret: Option<Source>,
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) client_cert: Option<PathBuf>,
    #[arg(long, value_name = "-|@FILE", requires = "client_cert", value_parser = from_system::<Source>())]
    pub(crate) client_cert_passphrase: Option<Source>,
}

#[derive(Debug, Args)]
pub(crate) struct TeamInit {
    #[command(flatten)]
    pub(crate) server: TeamServer,
    #[arg(long, value_name = "-|@FILE", value_parser = from_system::<Source>())]
    pub(crate) token: Option<Source>,
    #[arg(long)]
    pub(crate) dry_run: bool,
    #[arg(short, long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct TeamChoice {
    #[arg(long, value_name = "TEAM")]
    pub(crate) team: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct TeamSync {
    #[command(flatten)]
    pub(crate) choice: TeamChoice,
    #[arg(long, value_name = "PROFILE")]
    pub(crate) accept: Vec<String>,
}

#[derive(Debug, Args)]
pub(crate) struct TeamLeave {
    #[arg(value_name = "TEAM")]
    pub(crate) name: String,
    #[arg(short, long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct TeamShare {
    #[arg(value_name = "PROFILE")]
    pub(crate) name: String,
    #[arg(long, value_name = "TEAM")]
    pub(crate) team: Option<String>,
    #[arg(long, value_name = "-|@FILE", value_parser = from_system::<Source>())]
    pub(crate) secret: Option<Source>,
    #[arg(long, value_name = "PROFILE", conflicts_with = "secret")]
    pub(crate) same_secret_as: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct TeamUnshare {
    #[arg(value_name = "PROFILE")]
    pub(crate) name: String,
}

#[derive(Debug, Args)]
pub(crate) struct TeamEditArgs {
    #[arg(value_name = "PROFILE")]
    pub(crate) name: String,
    #[arg(long, value_name = "NAME")]
    pub(crate) rename: Option<String>,
    #[arg(long)]
    pub(crate) send_draft: bool,
    #[arg(long, requires = "send_draft")]
    pub(crate) over: bool,
    #[arg(long, conflicts_with = "send_draft")]
    pub(crate) discard_draft: bool,
    #[command(flatten)]
    pub(crate) fields: ProfileFields,
}

#[derive(Debug, Args)]
pub(crate) struct TeamRotate {
    #[arg(value_name = "PROFILE")]
    pub(crate) name: String,
    #[arg(long, value_name = "-|@FILE", value_parser = from_system::<Source>())]
    pub(crate) secret: Option<Source>,
    #[arg(long)]
    pub(crate) force: bool,
}

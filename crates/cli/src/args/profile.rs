//! `hallpass profile ...` and `hallpass credential ...`

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

use super::known::{environments, providers, renewals};
use super::values::{Assigned, SecretFrom, Source, from_system, keep_alive, secret};
use hallpass_core::providers::Secret;
use hallpass_core::{AutoRenew, Environment};

#[derive(Debug, Subcommand)]
pub(crate) enum Profile {
    Add(Add),
    List(List),
    Show(super::Name),
    Edit(Edit),
    Remove(Remove),
    Export(Export),
    Import(Import),
}

#[derive(Debug, Args)]
pub(crate) struct Add {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "ID", hide_possible_values = true, value_parser = providers())]
    pub(crate) provider: String,
    #[command(flatten)]
    pub(crate) fields: ProfileFields,
}

#[derive(Debug, Args)]
pub(crate) struct Edit {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "NAME")]
    pub(crate) rename: Option<String>,
    #[arg(long, conflicts_with = "allow_http")]
    pub(crate) no_allow_http: bool,
    #[command(flatten)]
    pub(crate) fields: ProfileFields,
}

/// What `add` and `edit` share.
#[derive(Debug, Args)]
pub(crate) struct ProfileFields {
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub(crate) server: Option<String>,
    #[arg(long, value_name = "dev|test|staging|prod", hide_possible_values = true, value_parser = environments())]
    pub(crate) env: Option<Environment>,
    #[arg(long, alias = "in-set", value_name = "GROUP")]
    pub(crate) group: Option<String>,
    #[arg(long = "tag", value_name = "T")]
    pub(crate) tags: Vec<String>,
    #[arg(long, value_name = "ID")]
    pub(crate) method: Option<String>,
    #[command(flatten)]
    pub(crate) settings: Settings,
    #[arg(long, value_name = "NAME")]
    pub(crate) credential: Option<String>,
    #[arg(long, value_name = "system|none|URL", value_parser = secret)]
    pub(crate) proxy: Option<Secret>,
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) ca: Option<PathBuf>,
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) client_cert: Option<PathBuf>,
    #[arg(long, value_name = "-|@FILE", requires = "client_cert", value_parser = from_system::<Source>())]
    pub(crate) client_cert_passphrase: Option<Source>,
    #[arg(long)]
    pub(crate) allow_http: bool,
    #[arg(long, value_name = "on|off|window", hide_possible_values = true, value_parser = renewals())]
    pub(crate) auto_renew: Option<AutoRenew>,
    #[arg(long, value_name = "MINUTES|off", value_parser = keep_alive)]
    pub(crate) keep_alive: Option<u32>,
}

/// Field values: those that may be seen, and where the others are read from.
#[derive(Debug, Args)]
pub(crate) struct Settings {
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    pub(crate) values: Vec<Assigned>,
    #[arg(long = "secret", value_name = "FIELD=-|@FILE", value_parser = from_system::<SecretFrom>())]
    pub(crate) secrets: Vec<SecretFrom>,
}

#[derive(Debug, Args)]
pub(crate) struct List {
    #[arg(long)]
    pub(crate) names: bool,
    #[arg(long, value_name = "T")]
    pub(crate) tag: Option<String>,
}

#[derive(Debug, Args)]
pub(crate) struct Remove {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(short, long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Export {
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub(crate) out: PathBuf,
    #[arg(short, long)]
    pub(crate) yes: bool,
}

#[derive(Debug, Args)]
pub(crate) struct Import {
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath, required_unless_present = "template")]
    pub(crate) file: Option<PathBuf>,
    #[arg(short, long)]
    pub(crate) yes: bool,
    #[arg(long, conflicts_with = "file")]
    pub(crate) template: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Credential {
    Add(CredentialAdd),
    List,
    Remove(Remove),
}

#[derive(Debug, Args)]
pub(crate) struct CredentialAdd {
    #[arg(value_name = "NAME")]
    pub(crate) name: String,
    #[arg(long, value_name = "-|@FILE", value_parser = from_system::<Source>())]
    pub(crate) secret: Option<Source>,
    #[arg(long, value_name = "vault://TEAM/MOUNT/PATH#FIELD", conflicts_with = "secret")]
    pub(crate) reference: Option<String>,
}

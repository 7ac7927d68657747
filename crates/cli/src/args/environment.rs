//! `hallpass environment ...`

use clap::{Args, Subcommand};
use hallpass_core::{Environment as Id, EnvironmentColour};

use super::known::{colours, environments};

#[derive(Debug, Subcommand)]
pub(crate) enum Environment {
    List(EnvironmentList),
    Add(EnvironmentAdd),
    Edit(EnvironmentEdit),
    Remove(EnvironmentRemove),
}

#[derive(Debug, Args)]
pub(crate) struct EnvironmentList {
    #[arg(long)]
    pub(crate) names: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EnvironmentAdd {
    #[arg(value_name = "ENV")]
    pub(crate) env: String,
    #[command(flatten)]
    pub(crate) fields: EnvironmentFields,
}

#[derive(Debug, Args)]
pub(crate) struct EnvironmentEdit {
    #[arg(value_name = "ENV")]
    pub(crate) env: String,
    #[command(flatten)]
    pub(crate) fields: EnvironmentFields,
    #[arg(long, conflicts_with = "production")]
    pub(crate) no_production: bool,
    #[arg(long)]
    pub(crate) allow_prod: bool,
}

/// What `add` and `edit` share.
#[derive(Debug, Args)]
pub(crate) struct EnvironmentFields {
    #[arg(long, value_name = "NAME")]
    pub(crate) name_zh: Option<String>,
    #[arg(long, value_name = "NAME")]
    pub(crate) name_en: Option<String>,
    #[arg(long, value_name = "grey|outline|cyan|blue|violet", hide_possible_values = true, value_parser = colours())]
    pub(crate) colour: Option<EnvironmentColour>,
    #[arg(long)]
    pub(crate) production: bool,
    #[arg(long, value_name = "ENV")]
    pub(crate) after: Option<String>,
    #[arg(long, conflicts_with = "after")]
    pub(crate) first: bool,
}

#[derive(Debug, Args)]
pub(crate) struct EnvironmentRemove {
    #[arg(value_name = "ENV")]
    pub(crate) env: String,
    #[arg(long, value_name = "ENV", hide_possible_values = true, value_parser = environments())]
    pub(crate) move_to: Option<Id>,
    #[arg(long)]
    pub(crate) allow_prod: bool,
    #[arg(short, long)]
    pub(crate) yes: bool,
}

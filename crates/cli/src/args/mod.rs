//! The command line. All help texts are in [`crate::i18n`].

mod authkeys;
mod environment;
mod known;
mod profile;
mod read;
mod session;
mod team;
mod values;
mod vault;

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueHint};

pub(crate) use authkeys::{Authkeys, Confirmations, Keys, Protected, Resume, Revoke};
pub(crate) use environment::{
    Environment, EnvironmentAdd, EnvironmentEdit, EnvironmentFields, EnvironmentList, EnvironmentRemove,
};
pub(crate) use profile::{Add, Credential, CredentialAdd, Edit, Export, Import, List, Profile, ProfileFields, Remove};
pub(crate) use read::{ParseOutcome, command, preparse, read};
pub(crate) use session::{Answer, Copy, Login, Name, Pending, PendingDrop, Qr, Run, SwitchOrg, Token};
pub(crate) use team::{
    Team, TeamChoice, TeamEditArgs, TeamInit, TeamJoin, TeamLeave, TeamProof, TeamRotate, TeamServer, TeamShare,
    TeamSync,
};
pub(crate) use values::{AnswerFrom, Assigned, Bad, SecretFrom, Since, Source};
pub(crate) use vault::{NewKeyPlace, Vault};

use hallpass_core::providers::Lang;

/// Everything on the command line.
#[derive(Debug, Parser)]
#[command(name = "hallpass", version, disable_help_flag = true, disable_help_subcommand = true)]
#[command(disable_version_flag = true)]
pub(crate) struct Cli {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// Options of every command.
#[derive(Debug, Args)]
pub(crate) struct Global {
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) home: Option<PathBuf>,
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[arg(long, global = true, value_name = "zh|en", hide_possible_values = true, value_parser = known::languages())]
    pub(crate) lang: Option<Lang>,
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
    #[arg(long, global = true, alias = "vault-passphrase-file", value_name = "FILE")]
    #[arg(value_hint = ValueHint::FilePath)]
    pub(crate) passphrase_file: Option<PathBuf>,
    #[arg(short, long, global = true)]
    pub(crate) verbose: bool,
    #[arg(short, long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

/// The commands, in the order in which the help lists them.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    #[command(subcommand)]
    Vault(Vault),
    Providers(Providers),
    #[command(subcommand)]
    Profile(Profile),
    #[command(subcommand)]
    Credential(Credential),
    #[command(subcommand, alias = "set")]
    Group(Group),
    Use(UseEnvironment),
    #[command(subcommand, alias = "env")]
    Environment(Environment),
    #[command(subcommand)]
    Team(Team),
    Login(Login),
    Answer(Answer),
    Pending(Pending),
    Sessions,
    Session(Name),
    #[command(alias = "whose")]
    Identify,
    Token(Token),
    Copy(Copy),
    Qr(Qr),
    #[command(alias = "refresh")]
    Renew(Name),
    Verify(Name),
    #[command(alias = "choose")]
    SwitchOrg(SwitchOrg),
    Logout(Name),
    Run(Run),
    #[command(subcommand)]
    Authkeys(Authkeys),
    Activity(Activity),
    Sandbox(Sandbox),
    Doctor,
    Completions(Completions),
    Man(Man),
    #[command(hide = true)]
    ClipboardHold,
}

/// What can be signed in to.
#[derive(Debug, Args)]
pub(crate) struct Providers {
    #[arg(value_name = "ID", hide_possible_values = true, value_parser = known::providers())]
    pub(crate) provider: Option<String>,
}

/// Groups.
#[derive(Debug, Subcommand)]
pub(crate) enum Group {
    List,
}

/// Which environment of a group plain commands mean.
#[derive(Debug, Args)]
pub(crate) struct UseEnvironment {
    #[arg(value_name = "GROUP")]
    pub(crate) group: String,
    #[arg(value_name = "ENV")]
    pub(crate) environment: String,
}

/// What happened.
#[derive(Debug, Args)]
pub(crate) struct Activity {
    #[arg(long, value_name = "WHEN", default_value = "7d")]
    pub(crate) since: Since,
}

/// The login systems, simulated.
#[derive(Debug, Args)]
pub(crate) struct Sandbox {
    #[arg(long, value_name = "N")]
    pub(crate) port: Option<u16>,
    #[arg(long, value_name = "NAME")]
    pub(crate) fault: Option<String>,
}

/// Completion for a shell.
#[derive(Debug, Args)]
pub(crate) struct Completions {
    #[arg(value_name = "SHELL")]
    pub(crate) shell: clap_complete::Shell,
}

/// Man pages.
#[derive(Debug, Args)]
pub(crate) struct Man {
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) out: PathBuf,
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use clap::Parser;

    use super::Cli;

    fn meaning(words: &str) -> String {
        let words = ["hallpass"].into_iter().chain(words.split(' '));
        format!("{:?}", Cli::try_parse_from(words).unwrap())
    }

    #[test]
    fn the_names_of_earlier_versions_mean_the_same() {
        for (old, new) in [
            ("refresh a", "renew a"),
            ("choose a --organisation 1", "switch-org a --organisation 1"),
            ("whose", "identify"),
            ("set list", "group list"),
            ("login --all-in East --anyway", "login --group East --force"),
            ("answer 1 a=b --anyway", "answer 1 a=b --force"),
            ("profile edit a --in-set East", "profile edit a --group East"),
            ("token a --min-life 10m --expired-ok --yes-prod", "token a --min-ttl 10m --allow-expired --allow-prod"),
            (
                "run a --min-life 10m --expired-ok --yes-prod -- b",
                "run a --min-ttl 10m --allow-expired --allow-prod -- b",
            ),
            ("copy a --expired-ok --yes-prod", "copy a --allow-expired --allow-prod"),
            ("qr a --expired-ok --yes-prod", "qr a --allow-expired --allow-prod"),
            (
                "authkeys export a --accounts b --out c --expires 1d --plain --yes-prod --vault-passphrase-file d",
                "authkeys export a --accounts b --out c --expires 1d --plain --allow-prod --passphrase-file d",
            ),
        ] {
            assert_eq!(meaning(old), meaning(new), "{old}");
        }
    }

    #[test]
    fn no_help_shows_a_name_of_earlier_versions() {
        let mut left = vec![super::command(hallpass_core::providers::Lang::En)];
        while let Some(mut command) = left.pop() {
            let help = command.render_long_help().to_string();
            for old in
                ["--all-in", "--anyway", "--in-set", "--min-life", "--expired-ok", "--yes-prod", "  refresh", "  whose"]
            {
                assert!(!help.contains(old), "{old} in the help of {}", command.get_name());
            }
            left.extend(command.get_subcommands().cloned());
        }
    }
}

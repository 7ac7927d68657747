//! The command line. Every word of its help stands in [`crate::i18n`].

mod authkeys;
mod profile;
mod read;
mod session;
mod values;
mod vault;

use std::path::PathBuf;

use clap::{ArgAction, Args, Parser, Subcommand, ValueHint};

pub(crate) use authkeys::{Authkeys, Keys, Protected, Resume, Told};
pub(crate) use profile::{Add, Credential, CredentialAdd, Edit, Export, Import, Profile, ProfileFields};
pub(crate) use read::{Asked, command, outset, read};
pub(crate) use session::{Answer, Choose, Copy, Login, Name, Pending, PendingDrop, Qr, Run, Token};
pub(crate) use values::{AnswerFrom, Assigned, Bad, SecretFrom, Since, Source};
pub(crate) use vault::{NewKeyPlace, Vault};

use hallpass_core::providers::Lang;

/// Everything on the command line.
#[derive(Debug, Parser)]
#[command(name = "hallpass", version, disable_help_flag = true, disable_help_subcommand = true)]
#[command(disable_version_flag = true)]
pub(crate) struct Line {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What every level takes.
#[derive(Debug, Args)]
pub(crate) struct Global {
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(crate) home: Option<PathBuf>,
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[arg(long, global = true, value_name = "zh|en", value_parser = values::lang)]
    pub(crate) lang: Option<Lang>,
    #[arg(long, global = true)]
    pub(crate) no_input: bool,
    #[arg(long, global = true, value_name = "FILE")]
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
    Providers,
    #[command(subcommand)]
    Profile(Profile),
    #[command(subcommand)]
    Credential(Credential),
    #[command(subcommand)]
    Set(Set),
    Use(UseEnvironment),
    Login(Login),
    Answer(Answer),
    Pending(Pending),
    Sessions,
    Session(Name),
    Whose,
    Token(Token),
    Copy(Copy),
    Qr(Qr),
    Refresh(Name),
    Verify(Name),
    Choose(Choose),
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

impl Command {
    /// The option for the vault's passphrase; where tables are sealed, `--passphrase-file` is the table's.
    pub(crate) fn vault_option(&self) -> &'static str {
        match self {
            Self::Authkeys(Authkeys::Export(_)) => "--vault-passphrase-file",
            _ => "--passphrase-file",
        }
    }
}

/// Sets.
#[derive(Debug, Subcommand)]
pub(crate) enum Set {
    List,
}

/// Which environment of a set plain commands mean.
#[derive(Debug, Args)]
pub(crate) struct UseEnvironment {
    #[arg(value_name = "SET")]
    pub(crate) set: String,
    #[arg(value_name = "ENV")]
    pub(crate) environment: String,
}

/// What happened.
#[derive(Debug, Args)]
pub(crate) struct Activity {
    #[arg(long, value_name = "WHEN", default_value = "7d")]
    pub(crate) since: Since,
}

/// The five systems, simulated.
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

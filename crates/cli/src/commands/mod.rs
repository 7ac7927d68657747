//! The commands, one file per group. Each returns an exit code or an error.

mod activity;
mod answers;
mod authkeys;
mod authkeys_plan;
mod authkeys_revoke;
mod authkeys_run;
mod authkeys_view;
mod captcha;
mod client_certificate;
mod copy;
mod credential;
mod doctor;
mod environment;
mod group;
mod identify;
mod manual;
mod masked;
#[cfg(unix)]
mod masked_terminal;
mod packs;
mod pending;
mod profile;
mod profile_view;
mod providers;
mod qr;
mod run;
mod sandbox;
pub(crate) mod secret;
mod session;
mod session_view;
mod sign_in;
mod team;
mod team_log_in;
mod team_view;
mod token;
mod vault;

use std::ffi::OsString;
use std::process::ExitCode;

use hallpass_core::Result;
use hallpass_core::providers::Lang;
use hallpass_core::vault::enough_open_files;

use crate::args::{self, Cli, Command, ParseOutcome};
use crate::context::Context;
use crate::exit;
use crate::output::Output;

/// A command's result: an exit code.
pub(crate) type Done = Result<u8>;

/// Reads the command line, runs the command, and says what went wrong.
pub(crate) fn main(words: Vec<OsString>) -> ExitCode {
    let (lang, json) = args::preparse(&words);
    let output = Output::new(lang, json, true);
    let code = match args::read(&words, lang) {
        Ok(ParseOutcome::Cli(line)) => start(*line, lang),
        Ok(ParseOutcome::Help(help, false)) => output.out(&help).map(|()| exit::DONE),
        Ok(ParseOutcome::Help(_, true)) if json => Err(crate::i18n::messages::no_command()),
        Ok(ParseOutcome::Help(help, true)) => {
            output.note_line(&help);
            Ok(exit::USAGE)
        }
        Err(error) => Err(error),
    };
    ExitCode::from(code.unwrap_or_else(|error| {
        output.failed(&error);
        exit::code(error.code)
    }))
}

fn start(line: Cli, lang: Lang) -> Done {
    if line.global.verbose {
        crate::trace::begin();
    }
    enough_open_files().map_err(hallpass_core::Error::too_few_open_files)?;
    let context = Context::new(&line, lang)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|_| hallpass_core::Error::internal("no runtime could be started"))?;
    runtime.block_on(async {
        let done = dispatch(&context, line.command).await;
        context.close().await;
        done
    })
}

#[expect(clippy::cognitive_complexity, reason = "one line for each command")]
async fn dispatch(context: &Context, command: Command) -> Done {
    match command {
        Command::Vault(asked) => vault::run(context, asked).await,
        Command::Providers(asked) => providers::run(context, asked.provider.as_deref()),
        Command::Profile(asked) => profile::run(context, asked).await,
        Command::Credential(asked) => credential::run(context, asked).await,
        Command::Group(args::Group::List) => group::list(context).await,
        Command::Environment(asked) => environment::run(context, asked).await,
        Command::Use(asked) => group::choose(context, &asked).await,
        Command::Team(asked) => team::run(context, asked).await,
        Command::Login(asked) => sign_in::login(context, asked).await,
        Command::Answer(asked) => pending::answer(context, asked).await,
        Command::Pending(asked) => pending::pending(context, asked.drop).await,
        Command::Sessions => session::list(context).await,
        Command::Session(asked) => session::show(context, &asked.name).await,
        Command::Token(asked) => token::run(context, asked).await,
        Command::Renew(asked) => session::renew(context, &asked.name).await,
        Command::Verify(asked) => session::verify(context, &asked.name).await,
        Command::SwitchOrg(asked) => session::switch_org(context, asked).await,
        Command::Logout(asked) => session::logout(context, &asked.name).await,
        Command::Authkeys(asked) => authkeys::run(context, asked).await,
        Command::Activity(asked) => activity::run(context, asked.since).await,
        Command::Sandbox(asked) => sandbox::run(context, asked).await,
        Command::Completions(asked) => manual::completions(context, asked.shell),
        Command::Man(asked) => manual::man(context, &asked.out),
        Command::Identify => identify::run(context).await,
        Command::Copy(asked) => copy::run(context, asked).await,
        Command::Qr(asked) => qr::run(context, asked).await,
        Command::Run(asked) => run::run(context, asked).await,
        Command::Doctor => doctor::run(context).await,
        Command::ClipboardHold => copy::hold(),
    }
}

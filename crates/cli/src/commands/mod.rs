//! The commands, one file a group. Each answers with an exit code or a failure.

mod activity;
mod authkeys;
mod authkeys_plan;
mod authkeys_revoke;
mod authkeys_run;
mod authkeys_view;
mod copy;
mod credential;
mod doctor;
mod group;
mod identify;
mod packs;
mod pages;
mod picture;
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
mod token;
mod vault;
mod waiting;

use std::ffi::OsString;
use std::process::ExitCode;

use hallpass_core::Result;
use hallpass_core::providers::Lang;
use hallpass_core::vault::enough_open_files;

use crate::args::{self, Asked, Command, Line};
use crate::exit;
use crate::screen::Screen;
use crate::surface::Surface;

/// What a command comes to: an exit code.
pub(crate) type Done = Result<u8>;

/// Reads the command line, runs the command, and says what went wrong.
pub(crate) fn main(words: Vec<OsString>) -> ExitCode {
    let (lang, json) = args::outset(&words);
    let screen = Screen::new(lang, json, true);
    let code = match args::read(&words, lang) {
        Ok(Asked::Line(line)) => start(*line, lang),
        Ok(Asked::Words(help, false)) => screen.out(&help).map(|()| exit::DONE),
        Ok(Asked::Words(_, true)) if json => Err(crate::i18n::say::no_command()),
        Ok(Asked::Words(help, true)) => {
            screen.aside_line(&help);
            Ok(exit::USAGE)
        }
        Err(error) => Err(error),
    };
    ExitCode::from(code.unwrap_or_else(|error| {
        screen.failed(&error);
        exit::code(error.code)
    }))
}

fn start(line: Line, lang: Lang) -> Done {
    if line.global.verbose {
        crate::trace::begin();
    }
    enough_open_files().map_err(crate::i18n::say::too_few_open_files)?;
    let surface = Surface::new(&line, lang)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|_| hallpass_core::Error::internal("no runtime could be started"))?;
    runtime.block_on(async {
        let done = dispatch(&surface, line.command).await;
        surface.close().await;
        done
    })
}

async fn dispatch(surface: &Surface, command: Command) -> Done {
    match command {
        Command::Vault(asked) => vault::run(surface, asked).await,
        Command::Providers(asked) => providers::run(surface, asked.provider.as_deref()),
        Command::Profile(asked) => profile::run(surface, asked).await,
        Command::Credential(asked) => credential::run(surface, asked).await,
        Command::Group(args::Group::List) => group::list(surface).await,
        Command::Use(asked) => group::choose(surface, &asked).await,
        Command::Login(asked) => sign_in::login(surface, asked).await,
        Command::Answer(asked) => waiting::answer(surface, asked).await,
        Command::Pending(asked) => waiting::pending(surface, asked.drop).await,
        Command::Sessions => session::list(surface).await,
        Command::Session(asked) => session::show(surface, &asked.name).await,
        Command::Token(asked) => token::run(surface, asked).await,
        Command::Renew(asked) => session::renew(surface, &asked.name).await,
        Command::Verify(asked) => session::verify(surface, &asked.name).await,
        Command::SwitchOrg(asked) => session::switch_org(surface, asked).await,
        Command::Logout(asked) => session::logout(surface, &asked.name).await,
        Command::Authkeys(asked) => authkeys::run(surface, asked).await,
        Command::Activity(asked) => activity::run(surface, asked.since).await,
        Command::Sandbox(asked) => sandbox::run(surface, asked).await,
        Command::Completions(asked) => pages::completions(surface, asked.shell),
        Command::Man(asked) => pages::man(surface, &asked.out),
        Command::Identify => identify::run(surface).await,
        Command::Copy(asked) => copy::run(surface, asked).await,
        Command::Qr(asked) => qr::run(surface, asked).await,
        Command::Run(asked) => run::run(surface, asked).await,
        Command::Doctor => doctor::run(surface).await,
        Command::ClipboardHold => copy::hold(),
    }
}

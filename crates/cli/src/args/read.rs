//! Parses the arguments into [`Cli`]. Help and errors are rendered in the user's language, and only when shown.

use std::error::Error as _;
use std::ffi::{OsStr, OsString};

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{CommandFactory, FromArgMatches};
use hallpass_core::providers::{Lang, Text};
use hallpass_core::{Error, ErrorCode};

use super::{Bad, Cli};
use crate::i18n;

/// What the command line asks for.
pub(crate) enum ParseOutcome {
    /// A command.
    Cli(Box<Cli>),
    /// Help or the version, to be printed as it is; `true` if it replaces a missing command.
    Help(String, bool),
}

/// The reader's language and whether one JSON document is wanted: both are needed to say what is wrong with the rest.
pub(crate) fn preparse(words: &[OsString]) -> (Lang, bool) {
    let ours: Vec<&OsStr> = words.iter().map(OsString::as_os_str).take_while(|word| *word != "--").collect();
    let after = |flag: &str| ours.windows(2).find(|pair| pair[0] == flag).map(|pair| pair[1].to_string_lossy());
    let joined = ours.iter().find_map(|word| word.to_str()?.strip_prefix("--lang="));
    let named = after("--lang").map(std::borrow::Cow::into_owned).or(joined.map(str::to_owned));
    let lang = named.and_then(|name| super::values::lang(&name).ok()).unwrap_or_else(i18n::of_the_locale);
    (lang, ours.iter().any(|word| *word == "--json"))
}

/// Reads the command line.
///
/// # Errors
/// Returns a usage error, whose text does not repeat a value.
pub(crate) fn read(words: &[OsString], lang: Lang) -> Result<ParseOutcome, Error> {
    let words = &help_last(words);
    let matches = Cli::command().try_get_matches_from(words);
    match matches.and_then(|mut matches| Cli::from_arg_matches_mut(&mut matches)) {
        Ok(line) => Ok(ParseOutcome::Cli(Box::new(line))),
        Err(error) if shows_help(error.kind()) => Ok(help(words, lang, error.kind())),
        Err(error) => Err(usage(&error)),
    }
}

/// `hallpass help login` is `hallpass login --help`. clap's own `help` command would have its words in English only.
fn help_last(words: &[OsString]) -> Vec<OsString> {
    let mut words = words.to_vec();
    let mut at = 1;
    while let Some(option) = words.get(at).filter(|word| word.to_string_lossy().starts_with('-')) {
        at += if ["--lang", "--home", "--passphrase-file"].iter().any(|name| option == name) { 2 } else { 1 };
    }
    if words.get(at).is_some_and(|word| word == "help") {
        words.remove(at);
        words.push("--help".into());
    }
    words
}

/// The whole command in one language.
pub(crate) fn command(lang: Lang) -> clap::Command {
    i18n::in_language(Cli::command(), lang)
}

fn shows_help(kind: ErrorKind) -> bool {
    use ErrorKind::{DisplayHelp, DisplayHelpOnMissingArgumentOrSubcommand, DisplayVersion, MissingSubcommand};
    matches!(kind, DisplayHelp | DisplayVersion | DisplayHelpOnMissingArgumentOrSubcommand | MissingSubcommand)
}

/// The same words once more, now to a command that has its help in it.
fn help(words: &[OsString], lang: Lang, kind: ErrorKind) -> ParseOutcome {
    let missing = !matches!(kind, ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    let mut words = words.to_vec();
    if kind == ErrorKind::MissingSubcommand {
        words.push("--help".into());
    }
    let shown = command(lang).try_get_matches_from(words).err().map(|error| i18n::help_text(&error.render(), lang));
    ParseOutcome::Help(shown.unwrap_or_default(), missing)
}

fn usage(error: &clap::Error) -> Error {
    let about = name(error, ContextKind::InvalidArg);
    let bad = error.source().and_then(|source| source.downcast_ref::<Bad>());
    let text = match error.kind() {
        ErrorKind::ValueValidation => {
            let why = bad.map_or_else(|| Text::new("不能使用这个值", "has an invalid value"), |bad| bad.why.clone());
            Text::made(format!("{about}：{}", why.zh), format!("{about} {}", why.en))
        }
        ErrorKind::InvalidValue if name(error, ContextKind::InvalidValue).is_empty() => {
            Text::made(format!("{about}需要一个值"), format!("{about} requires a value"))
        }
        ErrorKind::InvalidValue => known_values(error, &about),
        // A word too many may be anything, so it is not repeated.
        ErrorKind::UnknownArgument if !about.starts_with('-') => Text::new("多了一个参数", "Unexpected argument"),
        ErrorKind::UnknownArgument => Text::made(format!("未知的选项{about}"), format!("Unknown option {about}")),
        ErrorKind::InvalidSubcommand => {
            let about = name(error, ContextKind::InvalidSubcommand);
            Text::made(format!("未知的命令{about}"), format!("Unknown command {about}"))
        }
        ErrorKind::MissingRequiredArgument => Text::made(format!("缺少{about}"), format!("{about} is missing")),
        ErrorKind::ArgumentConflict => {
            let other = name(error, ContextKind::PriorArg);
            Text::made(format!("{about}不能与{other}一起使用"), format!("{about} cannot be used together with {other}"))
        }
        ErrorKind::InvalidUtf8 => Text::new("参数不是有效的UTF-8", "An argument is not valid UTF-8"),
        _ => Text::made(format!("{about}用法不对"), format!("{about} is used incorrectly")),
    };
    let failure = Error { field: field(error, bad), ..Error::new(ErrorCode::Usage, text) };
    match suggestion(error) {
        Some(likely) => failure.advice(Text::made(format!("是否想用{likely}？"), format!("Did you mean {likely}?"))),
        None => failure.advice(Text::new("“--help”列出用法", "--help shows the usage")),
    }
}

/// What the error is about: the provider's field that was given, else the option or argument by its name.
fn field(error: &clap::Error, bad: Option<&Bad>) -> Option<String> {
    let about = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(about)) => about,
        Some(ContextValue::Strings(several)) => several.first()?,
        _ => return None,
    };
    let option = bare(about);
    let ours = error.kind() != ErrorKind::UnknownArgument || option.starts_with("--");
    let option = option.trim_start_matches('-').split(' ').next()?.trim_matches(['<', '>', '[', ']', '.']);
    let option = Some(option.to_lowercase()).filter(|option| ours && !option.is_empty());
    bad.and_then(|bad| bad.field).map(str::to_owned).or(option)
}

fn known_values(error: &clap::Error, about: &str) -> Text {
    let known = name(error, ContextKind::ValidValue);
    Text::made(format!("{about}只能是：{known}"), format!("{about} must be one of: {known}"))
}

fn suggestion(error: &clap::Error) -> Option<String> {
    let of = |kind| Some(name(error, kind)).filter(|name| !name.is_empty());
    of(ContextKind::SuggestedSubcommand).or_else(|| of(ContextKind::SuggestedArg))
}

/// The argument or command that an error is about, without a value that was typed with it.
fn name(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::String(name)) => bare(name),
        Some(ContextValue::Strings(names)) => names.iter().map(|name| bare(name)).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

/// `--set <FIELD=VALUE>` is ours and stays; of `--password=hunter2` only the option is said.
fn bare(name: &str) -> String {
    let typed = name.starts_with("--") && !name.contains('<');
    if typed { name.split('=').next().unwrap_or(name).to_owned() } else { name.to_owned() }
}

//! All texts of the command, in Chinese and English.

pub(crate) mod doctor;
mod help;
pub(crate) mod label;
pub(crate) mod messages;
pub(crate) mod time;

use clap::Command;
use clap::builder::StyledStr;
use hallpass_core::providers::{Lang, Text};

/// The language of the locale: Chinese where it is a Chinese one.
pub(crate) fn of_the_locale() -> Lang {
    let chinese = sys_locale::get_locale().is_some_and(|locale| locale.to_ascii_lowercase().starts_with("zh"));
    if chinese { Lang::Zh } else { Lang::En }
}

/// A command with its help in one language.
pub(crate) fn in_language(command: Command, lang: Lang) -> Command {
    level(command, "", lang)
}

fn level(command: Command, path: &str, lang: Lang) -> Command {
    let words = |text: &'static Text| text.get(lang);
    let headings = &help::HEADINGS;
    let mut command = command
        .about(help::about(path).map_or("", words))
        .help_template(format!(
            "{{about-with-newline}}\n{}{{usage}}\n\n{{all-args}}{{after-help}}",
            headings.usage.get(lang)
        ))
        .subcommand_help_heading(words(&headings.commands))
        .subcommand_value_name(words(&headings.command))
        .mut_args(|arg| {
            let heading = if arg.is_positional() { &headings.arguments } else { &headings.options };
            let heading = if arg.is_global_set() { &headings.global } else { heading };
            let help = help::argument(path, arg.get_id().as_str()).map_or("", words);
            let valued = arg.get_action().takes_values();
            let arg = arg.help(help).help_heading(words(heading));
            if valued { arg.hide_default_value(true).hide_possible_values(true) } else { arg }
        });
    if let Some(after) = help::after(path) {
        command = command.after_help(words(after));
    }
    let names: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
    for name in names {
        let path = if path.is_empty() { name.clone() } else { format!("{path} {name}") };
        command = command.mut_subcommand(name, |sub| level(sub, &path, lang));
    }
    command
}

/// Rendered help; the one word and the one sign that clap cannot be told are put into the reader's language here.
pub(crate) fn help_text(rendered: &StyledStr, lang: Lang) -> String {
    let text = rendered.to_string();
    match lang {
        Lang::Zh => text.replace("[OPTIONS]", "[选项]").replace(":\n", "：\n"),
        Lang::En => text,
    }
}

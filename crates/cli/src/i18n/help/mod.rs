//! Help texts of every command and option.

mod after;
mod arguments;
mod commands;

use hallpass_core::providers::Text;

use after::AFTER;
use arguments::ARGUMENTS;
use commands::COMMANDS;

/// Headings of a help page.
pub(super) struct Headings {
    pub(super) usage: Text,
    pub(super) commands: Text,
    pub(super) command: Text,
    pub(super) arguments: Text,
    pub(super) options: Text,
    pub(super) global: Text,
}

pub(super) static HEADINGS: Headings = Headings {
    usage: Text::new("用法：", "Usage: "),
    commands: Text::new("命令", "Commands"),
    command: Text::new("命令", "COMMAND"),
    arguments: Text::new("参数", "Arguments"),
    options: Text::new("选项", "Options"),
    global: Text::new("通用选项", "Global options"),
};

/// What a command does; `path` is its name below `hallpass`, empty for `hallpass` itself.
pub(super) fn about(path: &str) -> Option<&'static Text> {
    COMMANDS.iter().find(|(name, _)| *name == path).map(|(_, text)| text)
}

/// What an argument means: for this command, else wherever it occurs.
pub(super) fn argument(path: &str, id: &str) -> Option<&'static Text> {
    let named = |wanted: &str| ARGUMENTS.iter().find(|(at, name, _)| *at == wanted && *name == id);
    named(path).or_else(|| named("*")).map(|(_, _, text)| text)
}

/// Text at the end of a help page.
pub(super) fn after(path: &str) -> Option<&'static Text> {
    AFTER.iter().find(|(name, _)| *name == path).map(|(_, text)| text)
}

const fn t(zh: &'static str, en: &'static str) -> Text {
    Text::new(zh, en)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use clap::CommandFactory;

    use super::*;

    /// Every command and option has its sentence, and no sentence is left over.
    #[test]
    fn the_help_is_whole() {
        let (mut commands, mut arguments) = (BTreeSet::new(), BTreeSet::new());
        walk(&crate::args::Cli::command(), "", &mut commands, &mut arguments);
        for (path, _) in COMMANDS {
            assert!(commands.contains(*path), "no command {path}");
        }
        for (path, id, _) in ARGUMENTS {
            assert!(arguments.iter().any(|(at, name)| name == id && (*path == "*" || at == path)), "no {path} {id}");
        }
    }

    fn walk(
        command: &clap::Command,
        path: &str,
        commands: &mut BTreeSet<String>,
        arguments: &mut BTreeSet<(String, String)>,
    ) {
        assert!(about(path).is_some(), "{path} has no help");
        commands.insert(path.to_owned());
        for arg in command.get_arguments() {
            let id = arg.get_id().to_string();
            assert!(argument(path, &id).is_some(), "{path} {id} has no help");
            arguments.insert((path.to_owned(), id));
        }
        for sub in command.get_subcommands() {
            let path = if path.is_empty() { sub.get_name().to_owned() } else { format!("{path} {}", sub.get_name()) };
            walk(sub, &path, commands, arguments);
        }
    }
}

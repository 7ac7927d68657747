//! Secrets that come from standard input, a prompt or a file, never from the command line.

use std::io::IsTerminal;

use hallpass_core::providers::registry::PROVIDERS;
use hallpass_core::providers::{Secret, Text};
use hallpass_core::{Error, Result};

use crate::args::{SecretFrom, Source};
use crate::context::Context;
use crate::i18n::messages;
use crate::input;
pub(crate) use crate::input::secret_of_file as of_file;

/// Reads a secret from where it was said to be; `field` is what it is for.
pub(crate) fn read(context: &Context, source: &Source, field: &str) -> Result<Secret> {
    match source {
        Source::Input => of_input(context, &label(field), field),
        Source::File(file) => of_file(file),
    }
}

/// Reads every `FIELD=-|@FILE`. Standard input gives one of them, unless it is a terminal, where each is asked for.
pub(crate) fn read_all(context: &Context, asked: &[SecretFrom]) -> Result<Vec<(String, Secret)>> {
    let inputs = asked.iter().filter(|secret| matches!(secret.source, Source::Input)).count();
    if inputs > 1 && !std::io::stdin().is_terminal() {
        return Err(messages::one_input());
    }
    asked.iter().map(|secret| Ok((secret.field.clone(), read(context, &secret.source, &secret.field)?))).collect()
}

/// Standard input, without one line break at its end. A terminal is asked instead, so that nothing is shown.
pub(crate) fn of_input(context: &Context, question: &Text, field: &str) -> Result<Secret> {
    match std::io::stdin().is_terminal() {
        false => input::secret_of_input(),
        true if context.no_input => Err(Error::missing(field)),
        true => context.output.ask_secret(question.get(context.lang())),
    }
}

/// What a field is called; they are the same words in every system that has it.
fn label(field: &str) -> Text {
    let known = PROVIDERS.iter().find_map(|provider| provider.descriptor().field(field));
    known.map_or_else(|| Text::same(field), |field| field.label.clone())
}

//! What a person types for a sign-in: on the command line, in files, or when asked.

use hallpass_core::providers::registry::PROVIDERS;
use hallpass_core::providers::{Field, FieldKind, PROFILE_SECRETS, Secret};
use hallpass_core::{Answers, Result};

use super::secret;
use crate::args::{AnswerFrom, Assigned};
use crate::context::Context;
use crate::i18n::messages;

/// What was typed for this sign-in. A secret on the command line is taken and warned about.
pub(super) fn answers(context: &Context, typed: &[Assigned], files: &[AnswerFrom]) -> Result<Answers> {
    if typed.iter().any(|answer| is_secret(&answer.field)) {
        context.output.warn(&messages::secret_typed());
    }
    let mut answers = Answers::new();
    for answer in typed {
        answers.set(&answer.field, answer.value.clone());
    }
    for answer in files {
        answers.set(&answer.field, secret::of_file(&answer.file)?);
    }
    Ok(answers)
}

/// Whether a system has a field of this name whose value is a secret.
fn is_secret(name: &str) -> bool {
    let fields = PROVIDERS.iter().flat_map(|provider| provider.descriptor().fields);
    fields.chain(PROFILE_SECRETS).any(|field| field.name == name && field.is_secret())
}

/// Asks for a field until its value can be used.
pub(super) fn ask_field(context: &Context, field: &Field) -> Result<Secret> {
    let (output, lang) = (context.output, context.lang());
    if let FieldKind::Choice { options } = &field.kind {
        let labels: Vec<String> = options.iter().map(|option| option.label.get(lang).to_owned()).collect();
        return Ok(options[output.pick(field.label.get(lang), &labels)?].value.to_owned().into());
    }
    if field.is_secret() {
        return output.ask_secret(field.label.get(lang));
    }
    loop {
        match field.check(&output.ask(field.label.get(lang))?) {
            Ok(value) => return Ok(value.into()),
            Err(why) => output.warn(&why),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_secret_of_each_system_is_warned_about_and_nothing_else() {
        let fields = || PROVIDERS.iter().flat_map(|provider| provider.descriptor().fields);
        let missed: Vec<&str> = fields()
            .filter(|field| matches!(field.kind, FieldKind::Secret) != is_secret(field.name))
            .map(|field| field.name)
            .collect();
        assert!(missed.is_empty() && fields().count() > 20, "{missed:?}");
        assert!(is_secret("totp_seed") && is_secret("client_certificate"));
        assert!(!is_secret("captcha") && !is_secret("sms_code") && !is_secret("account"));
    }
}

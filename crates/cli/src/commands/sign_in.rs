//! `hallpass login`: signs in to one or several profiles, one at a time per host.

use std::path::Path;

use hallpass_core::providers::{Field, registry};
use hallpass_core::{BulkProgress, Error, ErrorCode, Hallpass, Result, SignIn, SignInOutcome};
use serde_json::{Value, json};

use super::answers::{answers, ask_field};
use super::{Done, pending, session_view};
use crate::args::Login;
use crate::context::Context;
use crate::exit;
use crate::i18n::messages;
use crate::output::failure;

pub(super) async fn login(context: &Context, asked: Login) -> Done {
    let answers = answers(context, &asked.answers, &asked.answer_files)?;
    let hallpass = context.open().await?;
    let names = names(context, &hallpass, &asked).await?;
    let how = SignIn {
        method: asked.method,
        answers,
        one_time_code: asked.totp,
        anyway: asked.force,
        remember: asked.remember,
        ..SignIn::default()
    };
    let picture = asked.picture.as_deref();
    match names.as_slice() {
        [name] if asked.names.len() == 1 => one(context, &hallpass, name, how, picture).await,
        _ if picture.is_some() => Err(messages::one_picture()),
        _ => several(context, &hallpass, &names, &how).await,
    }
}

/// The profiles that are meant, each once and in order.
async fn names(context: &Context, hallpass: &Hallpass, asked: &Login) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for name in &asked.names {
        names.push(context.name(hallpass, name).await?);
    }
    if let Some(group) = asked.group.as_deref().or(asked.tag.as_deref()) {
        let profiles = hallpass.profiles().await?;
        let inside = |group: &Option<String>| {
            asked.group.as_ref().zip(group.as_ref()).is_some_and(|(wanted, group)| wanted.eq_ignore_ascii_case(group))
        };
        let tagged = |tags: &[String]| tags.iter().any(|tag| Some(tag) == asked.tag.as_ref());
        let before = names.len();
        let found = profiles.into_iter().filter(|profile| inside(&profile.group) || tagged(&profile.tags));
        names.extend(found.map(|profile| profile.name));
        if names.len() == before {
            return Err(messages::nobody_there(group));
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    names.retain(|name| seen.insert(name.clone()));
    Ok(names)
}

async fn one(context: &Context, hallpass: &Hallpass, name: &str, mut how: SignIn, picture: Option<&Path>) -> Done {
    if context.output.asks {
        ask_missing(context, hallpass, name, &mut how).await?;
    }
    let end = hallpass.sign_in(name, how.clone()).await.map_err(|error| named(error, name))?;
    pending::finish(context, hallpass, end, picture, how.anyway).await
}

/// Asks a person for what nothing gives.
async fn ask_missing(context: &Context, hallpass: &Hallpass, name: &str, how: &mut SignIn) -> Result<()> {
    let plan = hallpass.plan(name, how.method.as_deref(), &how.answers).await?;
    for field in plan.fields.iter().filter(|field| plan.missing.contains(&field.name)) {
        how.answers.set(field.name, ask_field(context, field)?);
    }
    Ok(())
}

/// A missing field or a refused password tells what to do about it.
fn named(error: Error, name: &str) -> Error {
    match (&error.code, &error.field) {
        (ErrorCode::MissingField, Some(field)) if !error.is_advised() => {
            let advice = messages::give_field(name, field, is_secret(field));
            error.advice(advice)
        }
        // A team's guard says what its members do.
        (ErrorCode::PasswordKnownRefused, _) if error.advice.is_none() => error.advice(messages::new_password(name)),
        _ => error,
    }
}

fn is_secret(name: &str) -> bool {
    registry::PROVIDERS.iter().any(|provider| provider.descriptor().field(name).is_some_and(Field::is_secret))
}

/// Several: each is reported as it ends, and a failure does not stop the next.
async fn several(context: &Context, hallpass: &Hallpass, names: &[String], how: &SignIn) -> Done {
    let told = |name: &str, progress: BulkProgress<'_>| {
        if let (BulkProgress::Ended(end), false) = (progress, context.output.json) {
            // A line that cannot be printed is no reason to stop signing in.
            drop(tell(context, name, &advised(name, end)));
        }
    };
    let ends = hallpass.sign_in_many(names, how, told).await;
    let ends: Vec<_> = ends.into_iter().map(|(name, end)| (name.clone(), advised(&name, &end))).collect();
    if context.output.json {
        let results: Vec<Value> = ends.iter().map(|(name, end)| row(name, end)).collect();
        context.output.document(&json!({ "results": results }))?;
    } else {
        let done = ends.iter().filter(|(_, end)| matches!(end, Ok(SignInOutcome::SignedIn { .. }))).count();
        context.output.note(&messages::some_not_signed_in(done, ends.len()));
    }
    let ends: Vec<_> = ends.into_iter().map(|(_, end)| end).collect();
    Ok(together(&ends))
}

fn advised(name: &str, end: &Result<SignInOutcome>) -> Result<SignInOutcome> {
    end.clone().map_err(|error| named(error, name))
}

fn tell(context: &Context, name: &str, end: &Result<SignInOutcome>) -> Result<()> {
    match end {
        Ok(SignInOutcome::SignedIn { session }) => {
            let done = session_view::signed_in(session);
            context.output.out(&session_view::said(&context.output, &done, session))
        }
        Ok(SignInOutcome::Challenge(pending)) => {
            let field = pending.kind.field().name;
            let waits = context.output.pending(&messages::waiting(name, &pending.pending, field));
            context.output.out(&format!("{waits}\n{}", pending::beside(context, pending, None)))
        }
        Err(error) => {
            context.output.out(&context.output.failure(&messages::about(name, &messages::what_happened(error))))?;
            messages::advice(error).iter().try_for_each(|advice| context.output.out(&context.output.advice(advice)))
        }
    }
}

fn row(name: &str, end: &Result<SignInOutcome>) -> Value {
    let mut row = match end {
        Ok(end) => pending::document(end, None),
        Err(error) => failure(error),
    };
    row["profile"] = name.into();
    row
}

/// The exit code of several: the worst that a person can do something about, 8 where some are signed in.
fn together(ends: &[Result<SignInOutcome>]) -> u8 {
    let signed_in = ends.iter().filter(|end| matches!(end, Ok(SignInOutcome::SignedIn { .. }))).count();
    let first_failure = ends.iter().find_map(|end| end.as_ref().err());
    match first_failure {
        None if signed_in == ends.len() => exit::DONE,
        None => exit::PERSON,
        Some(_) if signed_in > 0 => exit::PARTIAL,
        Some(error) => exit::code(error.code),
    }
}

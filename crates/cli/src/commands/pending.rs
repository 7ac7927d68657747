//! Pending sign-ins: continuing at the terminal, `hallpass answer`, `hallpass pending`.

use std::path::Path;

use hallpass_core::providers::ChallengeKind;
use hallpass_core::{Answers, Error, ErrorCode, Hallpass, PendingView, Result, SignInOutcome, shown};
use serde_json::{Value, json};

use super::answers::{answers, ask_field};
use super::{Done, captcha, session_view};
use crate::args::{Answer, PendingDrop};
use crate::context::Context;
use crate::exit;
use crate::i18n::{label, messages, time};
use crate::output::{Cell, Colour, Table};

/// Brings a sign-in to its end: at a terminal by asking, elsewhere by saying what is waited for.
pub(super) async fn finish(
    context: &Context,
    hallpass: &Hallpass,
    mut end: SignInOutcome,
    file: Option<&Path>,
    anyway: bool,
) -> Done {
    loop {
        let written = match &end {
            SignInOutcome::Challenge(pending) => captcha::write(hallpass, pending, file).await?,
            SignInOutcome::SignedIn { .. } => false,
        };
        match end {
            SignInOutcome::Challenge(pending) if context.output.asks => {
                end = ask(context, hallpass, &pending, file.filter(|_| written), anyway).await?;
            }
            end => return say_end(context, &end, file.filter(|_| written)),
        }
    }
}

/// Shows what is asked, reads the answer, and sends it; an empty one asks for another picture or message.
async fn ask(
    context: &Context,
    hallpass: &Hallpass,
    pending: &PendingView,
    file: Option<&Path>,
    anyway: bool,
) -> Result<SignInOutcome> {
    let (output, lang) = (context.output, context.lang());
    if let Some(note) = &pending.note {
        output.warn(&note.text);
    }
    if let Some(whom) = &pending.sent_to {
        output.note(&messages::sent_to(whom));
    }
    match file {
        Some(file) => output.note(&messages::picture_written(file)),
        None => captcha::show(context, hallpass, pending).await?,
    }
    let field = pending.kind.field();
    if pending.kind == ChallengeKind::Organisation && !pending.options.is_empty() {
        let names: Vec<String> = pending.options.iter().map(session_view::named).collect();
        let chosen = &pending.options[output.pick(field.label.get(lang), &names)?].id;
        return hallpass.answer(&pending.pending, Answers::new().with(field.name, chosen.clone()), anyway).await;
    }
    if pending.kind != ChallengeKind::Organisation {
        output.note(&messages::empty_again());
    }
    loop {
        let typed = ask_field(context, field)?;
        if !typed.is_empty() {
            let answered = hallpass.answer(&pending.pending, Answers::new().with(field.name, typed), anyway).await;
            return answered.map_err(|error| going_on(error, pending));
        }
        match hallpass.again(&pending.pending).await {
            // Too soon for another one: the first may still come, and there must be a place to type it.
            Err(error) if error.code == ErrorCode::CoolingDown => output.warn(&messages::what_happened(&error)),
            end => return end.map_err(|error| going_on(error, pending)),
        }
    }
}

/// Where nothing was settled the sign-in still waits: how to continue it.
fn going_on(error: Error, pending: &PendingView) -> Error {
    let open = !matches!(error.code, ErrorCode::Refused | ErrorCode::Usage);
    if open && !error.is_advised() { error.advice(messages::answer_later(pending)) } else { error }
}

fn say_end(context: &Context, end: &SignInOutcome, file: Option<&Path>) -> Done {
    match end {
        SignInOutcome::SignedIn { session } => {
            let done = session_view::signed_in(session);
            context.output.result(&document(end, None), || session_view::said(&context.output, &done, session))?;
            Ok(exit::DONE)
        }
        SignInOutcome::Challenge(pending) => {
            let waits = messages::waiting(&pending.profile, &pending.pending, pending.kind.field().name);
            context.output.result(&document(end, file), || {
                let mut text = context.output.pending(&waits) + "\n";
                text.push_str(&beside(context, pending, file));
                text
            })?;
            Ok(exit::PERSON)
        }
    }
}

/// What the user needs to know to answer.
pub(super) fn beside(context: &Context, pending: &PendingView, file: Option<&Path>) -> String {
    let lang = context.lang();
    let mut lines = Vec::new();
    lines.extend(pending.note.as_ref().map(|note| note.text.get(lang).to_owned()));
    lines.extend(pending.sent_to.as_ref().map(|whom| messages::sent_to(whom).get(lang).to_owned()));
    lines.extend(pending.options.iter().map(session_view::named));
    lines.extend(
        match file {
            Some(file) => Some(messages::picture_written(file)),
            None => pending.has_picture.then(|| messages::see_picture(&pending.pending)),
        }
        .map(|text| text.get(lang).to_owned()),
    );
    lines.iter().map(|line| format!("  {line}\n")).collect()
}

/// The document of a sign-in's end.
pub(super) fn document(end: &SignInOutcome, file: Option<&Path>) -> Value {
    let mut document = serde_json::to_value(end).unwrap_or_default();
    if matches!(end, SignInOutcome::Challenge(_)) {
        document["picture"] = json!(file.map(shown));
    }
    document
}

pub(super) async fn answer(context: &Context, asked: Answer) -> Done {
    let hallpass = context.open().await?;
    let end = if asked.again {
        hallpass.again(&asked.pending).await?
    } else if asked.totp {
        let code = hallpass.one_time_answer(&asked.pending).await?;
        hallpass.answer(&asked.pending, code, asked.force).await?
    } else {
        let answers = answers(context, &asked.answers, &[])?;
        match asked.answers.is_empty() {
            true => resumed(&hallpass, &asked.pending).await?,
            false => hallpass.answer(&asked.pending, answers, asked.force).await?,
        }
    };
    finish(context, &hallpass, end, asked.picture.as_deref(), asked.force).await
}

/// The sign-in as it waits, to be asked about or shown.
async fn resumed(hallpass: &Hallpass, id: &str) -> Result<SignInOutcome> {
    let waiting = hallpass.pending().await?.into_iter().find(|pending| pending.pending == id);
    waiting.map(|pending| SignInOutcome::Challenge(Box::new(pending))).ok_or_else(|| messages::no_such_pending(id))
}

pub(super) async fn pending(context: &Context, drop: Option<PendingDrop>) -> Done {
    let hallpass = context.open().await?;
    if let Some(PendingDrop::Drop(asked)) = drop {
        hallpass.drop_pending(&asked.pending).await?;
        let said = messages::dropped(&asked.pending);
        context.output.result(&json!({ "dropped": asked.pending }), || context.output.success(&said))?;
        return Ok(exit::DONE);
    }
    let waiting = hallpass.pending().await?;
    context.output.result(&json!({ "pending": waiting }), || table(context, &waiting))?;
    Ok(exit::DONE)
}

fn table(context: &Context, waiting: &[PendingView]) -> String {
    let lang = context.lang();
    if waiting.is_empty() {
        return messages::nothing_waits().get(lang).to_owned();
    }
    let heads = [label::PENDING, label::PROFILE, label::ASKED, label::ASKED_AT];
    let mut table = Table::new(&context.output, &heads.each_ref().map(|head| head.get(lang)));
    for pending in waiting {
        table.row([
            Cell::painted(&pending.pending, Colour::Bold),
            pending.profile.as_str().into(),
            label::challenge(pending.kind).get(lang).into(),
            time::local(pending.asked_at).into(),
        ]);
    }
    table.text()
}

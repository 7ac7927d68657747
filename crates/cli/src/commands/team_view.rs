//! Formats a team for output.

use hallpass_core::providers::Text;
use hallpass_core::{Difference, SetUpStep, TeamEdit, TeamStatus, TeamSync, format_duration};
use serde_json::{Value, json};

use crate::context::Context;
use crate::i18n::{label, messages, time};
use crate::output::Table;

/// What a sync could not use.
pub(super) fn problems(context: &Context, brought: &TeamSync) {
    for problem in &brought.problems {
        context.output.warn(problem);
    }
    for name in &brought.held {
        context.output.warn(&messages::how_to_accept(name));
    }
}

/// What a join brought: to which servers it leads is seen before anyone signs in there.
pub(super) fn joined(context: &Context, said: &Text, brought: &TeamSync) -> String {
    let servers = brought.servers.iter().map(|(name, server)| format!("  {name}  {server}"));
    std::iter::once(context.output.success(said)).chain(servers).collect::<Vec<_>>().join("\n")
}

/// What was accepted, and what a sync brought.
pub(super) fn synced(context: &Context, accepted: &[(&str, Vec<Difference>)], came: &TeamSync) -> String {
    let mut lines = Vec::new();
    for (name, differences) in accepted {
        lines.push(context.output.success(&messages::accepted(name)));
        lines.extend(differences.iter().map(difference));
    }
    lines.push(brought(context, came));
    lines.join("\n")
}

/// What a sync brought.
fn brought(context: &Context, brought: &TeamSync) -> String {
    let lang = context.lang();
    let mut lines = Vec::new();
    let kinds =
        [(label::ADDED, &brought.added), (label::CHANGED, &brought.changed), (label::REMOVED, &brought.removed)];
    for (head, names) in kinds {
        lines.extend(names.iter().map(|name| match brought.servers.get(name) {
            Some(server) => format!("{} {name}  {server}", head.get(lang)),
            None => format!("{} {name}", head.get(lang)),
        }));
    }
    let count = brought.added.len() + brought.changed.len() + brought.removed.len();
    lines.push(messages::synced(&brought.team, count).get(lang).to_owned());
    lines.join("\n")
}

/// A team on a page: who one is, what may be done, what is shared, what waits.
pub(super) fn page(context: &Context, status: &TeamStatus) -> String {
    let lang = context.lang();
    let mut lines = vec![messages::team_line(status).get(lang).to_owned()];
    match (&status.trouble, status.may_edit) {
        (Some(trouble), _) => {
            lines.push(trouble.message.get(lang).to_owned());
            lines.extend(trouble.advice.as_ref().map(|advice| advice.get(lang).to_owned()));
        }
        (None, may_edit) => lines.push(messages::rights(may_edit == Some(true)).get(lang).to_owned()),
    }
    if let Some(seconds) = status.ttl_seconds.filter(|seconds| *seconds > 0) {
        let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
        lines.push(messages::log_in_lasts(&format_duration(seconds, lang)).get(lang).to_owned());
    }
    lines.push(messages::last_sync(status.synced_at.map(time::local).as_deref()).get(lang).to_owned());
    if let (None, Some(failed)) = (&status.trouble, &status.sync_failure) {
        let said = messages::sync_failed(&time::local(failed.at), &failed.error.message);
        lines.push(said.get(lang).to_owned());
    }
    if !status.profiles.is_empty() {
        lines.push(profiles(context, status));
    }
    for one in &status.profiles {
        let Some(held) = &one.held else { continue };
        lines.push(messages::held_line(&one.name, &held.by).get(lang).to_owned());
        lines.extend(held.differences.iter().map(difference));
        lines.push(messages::how_to_accept(&one.name).get(lang).to_owned());
    }
    for draft in &status.drafts {
        lines.push(messages::draft_line(&draft.profile, &draft.why).get(lang).to_owned());
        lines.extend(draft.differences.iter().map(difference));
    }
    lines.join("\n")
}

fn profiles(context: &Context, status: &TeamStatus) -> String {
    let lang = context.lang();
    let heads = [label::NAME, label::VERSION, label::SHARED_SECRET, label::CHANGED_BY, label::WHEN];
    let mut table = Table::new(&context.output, &heads.each_ref().map(|head| head.get(lang)));
    let yes = label::YES;
    for one in &status.profiles {
        let secret = if one.shared_secret { yes.get(lang) } else { "" };
        // A server writes nanoseconds; a person reads minutes.
        let at = one.written_at.get(..16).unwrap_or(&one.written_at).replace('T', " ");
        let name = match &one.problem {
            Some(_) => format!("{} ✘", one.name),
            None => one.name.clone(),
        };
        table.row([name.into(), one.version.to_string().into(), secret.into(), one.by.as_str().into(), at.into()]);
    }
    table.text()
}

/// The result of an edit.
pub(super) fn edit(context: &Context, name: &str, came: &TeamEdit) -> String {
    let lang = context.lang();
    let (said, differences) = match came {
        TeamEdit::Written { differences } => (context.output.success(&messages::edit_written(name)), differences),
        TeamEdit::Conflict { by, differences, .. } => {
            (messages::edit_conflict(name, by).get(lang).to_owned(), differences)
        }
    };
    let mut lines = vec![said];
    lines.extend(differences.iter().map(difference));
    lines.join("\n")
}

fn difference(one: &Difference) -> String {
    let value = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    format!("  {}: {} → {}", one.field, value(&one.before), value(&one.after))
}

/// What a set-up sends, as it could be sent by hand.
pub(super) fn steps(steps: &[SetUpStep]) -> String {
    let lines = steps.iter().map(|step| format!("POST /v1/{}\n{}", step.path, body(&step.body)));
    lines.collect::<Vec<_>>().join("\n")
}

/// A policy is read by people: line by line.
fn body(body: &Value) -> String {
    let policy = body.get("policy").and_then(Value::as_str);
    let text = policy.map_or_else(|| body.to_string(), str::to_owned);
    text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n")
}

pub(super) fn steps_json(steps: &[SetUpStep]) -> Vec<Value> {
    steps.iter().map(|step| json!({ "path": step.path, "body": step.body })).collect()
}

//! `hallpass sandbox`: runs the simulated login systems until it receives a signal.

use hallpass_core::providers::Lang;
use hallpass_sandbox::{Fault, Options, start};
use serde_json::Value;

use super::Done;
use crate::args::Sandbox as Asked;
use crate::context::Context;
use crate::exit;
use crate::i18n::messages;
use crate::output::{Cell, Colour, Table, paint};

pub(super) async fn run(context: &Context, asked: Asked) -> Done {
    let fault = asked.fault.map(|name| name.parse::<Fault>().map_err(|_| no_fault())).transpose()?;
    let options = Options { port: asked.port, fault, ..Options::default() };
    let sandbox = start(options).await.map_err(|error| messages::sandbox_failed(&error))?;
    let about = sandbox.describe();
    // The document keeps both languages: it is for programs.
    let said = if context.output.json { format!("{about:#}") } else { page(context, &about) };
    context.output.out(&said)?;
    ended().await;
    sandbox.stop().await;
    Ok(exit::DONE)
}

/// Accounts of each system that are shown: the first few, and one for each other way to sign in.
const SHOWN: usize = 3;

/// Where the systems are, who can sign in to them, and how to get at the codes that they send.
fn page(context: &Context, about: &Value) -> String {
    let (lang, output) = (context.lang(), &context.output);
    let mut page = String::new();
    for system in list(&about["systems"]) {
        let head = paint(text(&system["id"]), Colour::Bold, output.colour());
        page.push_str(&format!("{head}  {}  {}\n", words(&system["name"], lang), text(&system["address"])));
        let mut table = Table::new(output, &[]);
        for account in shown(system) {
            let (who, secrets) = signs_in(&account["fields"]);
            let happens = words(&account["happens"], lang).to_owned();
            table.row([format!("  {who}"), secrets, happens].map(Cell::from));
        }
        page.push_str(&table.text());
    }
    page + messages::sandbox_codes(text(&about["control"])).get(lang)
}

fn shown(system: &Value) -> Vec<&Value> {
    let own = |account: &&Value| account["address"] == system["id"];
    let mut shown: Vec<&Value> = Vec::new();
    for (place, account) in list(&system["accounts"]).filter(own).enumerate() {
        let other_way = shown.iter().all(|earlier| earlier["method"] != account["method"]);
        if place < SHOWN || other_way {
            shown.push(account);
        }
    }
    shown
}

/// Whose account it is, and what it is signed in to with.
fn signs_in(fields: &Value) -> (String, String) {
    const WHO: [&str; 3] = ["account", "phone", "client_id"];
    let who = WHO.into_iter().find(|name| fields[*name].is_string());
    let rest = fields.as_object().into_iter().flatten().filter(|(name, _)| Some(name.as_str()) != who);
    let rest: Vec<String> = rest.map(|(name, value)| format!("{name}={}", text(value))).collect();
    (who.map_or("—", |name| text(&fields[name])).to_owned(), rest.join(" "))
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

fn words(value: &Value, lang: Lang) -> &str {
    text(&value[if lang == Lang::Zh { "zh" } else { "en" }])
}

fn no_fault() -> hallpass_core::Error {
    messages::no_fault(&Fault::CATALOGUE.map(|(name, _, _)| name).join(", "))
}

#[cfg(unix)]
async fn ended() {
    use tokio::signal::unix::{SignalKind, signal};
    crate::signals::heard_elsewhere();
    match (signal(SignalKind::terminate()), signal(SignalKind::interrupt())) {
        (Ok(mut terminate), Ok(mut interrupt)) => {
            tokio::select! { _ = terminate.recv() => {}, _ = interrupt.recv() => {} }
        }
        _ => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn ended() {
    // Without the signal there is nothing to wait for but the end of the process.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

//! `hallpass doctor`: one line for each thing that can be wrong on this machine, with what to do about it.

use hallpass_core::doctor::{self, Finding, Health};
use hallpass_core::providers::Text;
use hallpass_core::system_proxy;
use hallpass_core::vault::{KeySource, status};
use serde_json::json;

use super::Done;
use crate::context::Context;
use crate::exit;
use crate::i18n::doctor as messages;
use crate::output::{Colour, paint};

pub(super) async fn run(context: &Context) -> Done {
    let mut findings = vec![doctor::private(messages::FOLDER, &context.home), key(context)];
    if status(&context.home).is_ok_and(|state| state.source == Some(KeySource::Keyring)) || !vault_exists(context) {
        findings.push(doctor::keyring().await);
    }
    if vault_exists(context) {
        findings.extend(inside(context).await);
    }
    findings.extend(passphrase_file(context));
    findings.extend([proxies().await, clipboard(), locale(context)]);
    let broken = findings.iter().any(|finding| finding.health == Health::Broken);
    let healthy = !broken;
    context.output.result(&json!({ "healthy": healthy, "findings": findings }), || {
        findings.iter().map(|finding| line(context, finding)).collect()
    })?;
    Ok(if broken { 1 } else { exit::DONE })
}

fn line(context: &Context, finding: &Finding) -> String {
    let (lang, colour) = (context.lang(), context.output.colour());
    let sign = match finding.health {
        Health::Ok => paint("✓", Colour::Green, colour),
        Health::Warn => paint("!", Colour::Yellow, colour),
        Health::Broken => paint("✗", Colour::Red, colour),
    };
    let mut text = format!("{sign} {}{}{}\n", finding.about.get(lang), messages::colon(lang), finding.found.get(lang));
    let step = finding.next_step.as_deref().and_then(crate::i18n::messages::words);
    if let Some(advice) = finding.advice.clone().or(step) {
        text.push_str(&format!("  {} {}\n", crate::i18n::messages::ARROW, advice.get(lang)));
    }
    text
}

fn vault_exists(context: &Context) -> bool {
    status(&context.home).is_ok_and(|state| state.exists)
}

fn key(context: &Context) -> Finding {
    match status(&context.home) {
        Ok(state) if !state.exists => {
            Finding::new(messages::VAULT, Health::Warn, messages::no_vault()).advise(messages::make_vault())
        }
        Ok(state) => {
            let source = state.source.map_or(Text::new("", ""), crate::i18n::label::key_source);
            Finding::new(messages::VAULT, Health::Ok, messages::key_in(&source))
        }
        Err(error) => Finding::broken(messages::VAULT, error.into()),
    }
}

/// What only the open vault can tell.
async fn inside(context: &Context) -> Vec<Finding> {
    let hallpass = match context.open().await {
        Ok(hallpass) => hallpass,
        Err(error) => return vec![Finding::broken(messages::OPENING, error)],
    };
    let clock = match hallpass.sessions().await {
        Ok(sessions) => doctor::clock(&sessions),
        Err(error) => Finding::broken(messages::OPENING, error),
    };
    let passwords = match hallpass.weak_passwords().await {
        Ok(weak) => doctor::passwords(&weak),
        Err(error) => Finding::broken(messages::OPENING, error),
    };
    let servers = hallpass.check_servers().await;
    let servers = servers.unwrap_or_else(|error| vec![Finding::broken(messages::OPENING, error)]);
    [vec![doctor::opened(&hallpass), clock, passwords], servers].concat()
}

/// The passphrase file that every command would use.
fn passphrase_file(context: &Context) -> Option<Finding> {
    let file = context.passphrase_file.as_deref()?;
    Some(match file.try_exists() {
        Ok(true) => doctor::private(messages::PASSPHRASE_FILE, file),
        _ => Finding::new(messages::PASSPHRASE_FILE, Health::Warn, messages::not_there(file)),
    })
}

async fn proxies() -> Finding {
    let found = doctor::proxy().await;
    if !found.is_advised() && system_proxy().is_some() { found.advise(messages::proxy_per_profile()) } else { found }
}

fn clipboard() -> Finding {
    let found = doctor::clipboard();
    if found.health == Health::Ok { found } else { found.advise(messages::use_token()) }
}

fn locale(context: &Context) -> Finding {
    let locale = sys_locale::get_locale().unwrap_or_else(|| "—".to_owned());
    Finding::new(messages::LOCALE, Health::Ok, messages::speaks(&locale, context.lang()))
}

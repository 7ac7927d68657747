//! `hallpass doctor`: one line for each thing that can be wrong on this machine, with what to do about it.

use hallpass_core::doctor::{self, Finding, Health};
use hallpass_core::providers::Text;
use hallpass_core::system_proxy;
use hallpass_core::vault::{KeySource, status};
use serde_json::json;

use super::Done;
use crate::exit;
use crate::i18n::doctor as say;
use crate::screen::{Colour, paint};
use crate::surface::Surface;

pub(super) async fn run(surface: &Surface) -> Done {
    let mut findings = vec![doctor::private(say::FOLDER, &surface.home), key(surface)];
    if status(&surface.home).is_ok_and(|state| state.source == Some(KeySource::Keyring)) || !vault_exists(surface) {
        findings.push(doctor::keyring().await);
    }
    if vault_exists(surface) {
        findings.extend(inside(surface).await);
    }
    findings.extend(passphrase_file(surface));
    findings.extend([proxies().await, clipboard(), locale(surface)]);
    let broken = findings.iter().any(|finding| finding.health == Health::Broken);
    let healthy = !broken;
    surface.screen.result(&json!({ "healthy": healthy, "findings": findings }), || {
        findings.iter().map(|finding| line(surface, finding)).collect()
    })?;
    Ok(if broken { 1 } else { exit::DONE })
}

fn line(surface: &Surface, finding: &Finding) -> String {
    let (lang, colour) = (surface.lang(), surface.screen.colour());
    let sign = match finding.health {
        Health::Ok => paint("✓", Colour::Green, colour),
        Health::Warn => paint("!", Colour::Yellow, colour),
        Health::Broken => paint("✗", Colour::Red, colour),
    };
    let mut text = format!("{sign} {}{}{}\n", finding.about.get(lang), say::colon(lang), finding.found.get(lang));
    if let Some(advice) = &finding.advice {
        text.push_str(&format!("  {} {}\n", crate::i18n::say::ARROW, advice.get(lang)));
    }
    text
}

fn vault_exists(surface: &Surface) -> bool {
    status(&surface.home).is_ok_and(|state| state.exists)
}

fn key(surface: &Surface) -> Finding {
    match status(&surface.home) {
        Ok(state) if !state.exists => Finding::new(say::VAULT, Health::Warn, say::no_vault()).advise(say::make_vault()),
        Ok(state) => {
            let source = state.source.map_or(Text::new("", ""), crate::i18n::label::key_source);
            Finding::new(say::VAULT, Health::Ok, say::key_in(&source))
        }
        Err(error) => Finding::broken(say::VAULT, error.into()),
    }
}

/// What only the open vault can tell.
async fn inside(surface: &Surface) -> Vec<Finding> {
    let hallpass = match surface.open().await {
        Ok(hallpass) => hallpass,
        Err(error) => return vec![Finding::broken(say::OPENING, error)],
    };
    let clock = match hallpass.sessions().await {
        Ok(sessions) => doctor::clock(&sessions),
        Err(error) => Finding::broken(say::OPENING, error),
    };
    vec![doctor::opened(&hallpass), clock]
}

/// The passphrase file that every command would use.
fn passphrase_file(surface: &Surface) -> Option<Finding> {
    let file = surface.passphrase_file.as_deref()?;
    Some(match file.try_exists() {
        Ok(true) => doctor::private(say::PASSPHRASE_FILE, file),
        _ => Finding::new(say::PASSPHRASE_FILE, Health::Warn, say::not_there(file)),
    })
}

async fn proxies() -> Finding {
    let found = doctor::proxy().await;
    if found.advice.is_none() && system_proxy().is_some() { found.advise(say::proxy_per_profile()) } else { found }
}

fn clipboard() -> Finding {
    let found = doctor::clipboard();
    if found.health == Health::Ok { found } else { found.advise(say::use_token()) }
}

fn locale(surface: &Surface) -> Finding {
    let locale = sys_locale::get_locale().unwrap_or_else(|| "—".to_owned());
    Finding::new(say::LOCALE, Health::Ok, say::speaks(&locale, surface.lang()))
}

//! `hallpass doctor`: one line for each thing that can be wrong on this machine, with what to do about it.

use std::time::Duration;

use hallpass_core::providers::Text;
use hallpass_core::vault::{KeySource, keyring_check, status};
use hallpass_core::{Error, Hallpass, system_proxy};
use serde::Serialize;
use serde_json::json;

use super::Done;
use crate::exit;
use crate::i18n::doctor as say;
use crate::screen::{Colour, paint};
use crate::surface::Surface;
use crate::trust;

/// How a thing stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Health {
    Ok,
    Warn,
    Broken,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
struct Finding {
    about: Text,
    health: Health,
    found: Text,
    advice: Option<Text>,
}

pub(super) async fn run(surface: &Surface) -> Done {
    let mut findings = vec![folder(surface), key(surface)];
    if status(&surface.home).is_ok_and(|state| state.source == Some(KeySource::Keyring)) || !vault_exists(surface) {
        findings.push(keyring().await);
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

fn finding(about: Text, health: Health, found: Text) -> Finding {
    Finding { about, health, found, advice: None }
}

fn broken(about: Text, error: &Error) -> Finding {
    Finding { about, health: Health::Broken, found: error.message.clone(), advice: error.advice.clone() }
}

fn vault_exists(surface: &Surface) -> bool {
    status(&surface.home).is_ok_and(|state| state.exists)
}

#[cfg(unix)]
fn folder(surface: &Surface) -> Finding {
    use std::os::unix::fs::PermissionsExt;
    let home = &surface.home;
    let Ok(entries) = std::fs::read_dir(home) else {
        return finding(say::FOLDER, Health::Ok, say::not_made_yet(home));
    };
    let files = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let open = files
        .chain([home.clone()])
        .find(|path| std::fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0));
    match open {
        None => finding(say::FOLDER, Health::Ok, say::private(home)),
        Some(path) => Finding {
            advice: Some(say::make_private(&path)),
            ..finding(say::FOLDER, Health::Warn, say::open_to_others(&path))
        },
    }
}

#[cfg(not(unix))]
fn folder(surface: &Surface) -> Finding {
    finding(say::FOLDER, Health::Ok, Text::same(surface.shown(home).to_string()))
}

fn key(surface: &Surface) -> Finding {
    match status(&surface.home) {
        Ok(state) if !state.exists => {
            Finding { advice: Some(say::make_vault()), ..finding(say::VAULT, Health::Warn, say::no_vault()) }
        }
        Ok(state) => {
            let source = state.source.map_or(Text::new("", ""), crate::i18n::label::key_source);
            finding(say::VAULT, Health::Ok, say::key_in(&source))
        }
        Err(error) => broken(say::VAULT, &error.into()),
    }
}

/// Asks the keyring as a vault would.
async fn keyring() -> Finding {
    match keyring_check(WAIT).await {
        Ok(name) => finding(say::KEYRING, Health::Ok, say::answers(&name)),
        Err(error) => {
            let error = Error::from(error);
            Finding { advice: error.advice.clone(), ..finding(say::KEYRING, Health::Warn, error.message) }
        }
    }
}

/// What only the open vault can tell.
async fn inside(surface: &Surface) -> Vec<Finding> {
    let hallpass = match surface.open().await {
        Ok(hallpass) => hallpass,
        Err(error) => return vec![broken(say::OPENING, &error)],
    };
    let lost = hallpass.vault().lost_commits();
    let opened = match lost {
        None => finding(say::OPENING, Health::Ok, say::opens()),
        Some(count) => finding(say::OPENING, Health::Warn, crate::i18n::say::lost_commits(count)),
    };
    vec![opened, clock(&hallpass).await]
}

/// The clock here against the servers'.
async fn clock(hallpass: &Hallpass) -> Finding {
    const MUCH: i64 = 60;
    let sessions = match hallpass.sessions().await {
        Ok(sessions) => sessions,
        Err(error) => return broken(say::CLOCK, &error),
    };
    let worst = sessions.iter().max_by_key(|session| session.clock_offset_seconds.abs());
    match worst {
        None => finding(say::CLOCK, Health::Ok, say::no_server_yet()),
        Some(session) if session.clock_offset_seconds.abs() > MUCH => Finding {
            advice: Some(say::set_clock()),
            ..finding(say::CLOCK, Health::Warn, say::clock_off(&session.profile, session.clock_offset_seconds))
        },
        Some(_) => finding(say::CLOCK, Health::Ok, say::clock_right(MUCH)),
    }
}

/// The passphrase file that every command would use.
fn passphrase_file(surface: &Surface) -> Option<Finding> {
    let file = surface.passphrase_file.as_deref()?;
    Some(match file.try_exists() {
        Ok(true) if trust::is_exposed(file) => Finding {
            advice: Some(say::make_private(file)),
            ..finding(say::PASSPHRASE_FILE, Health::Warn, say::open_to_others(file))
        },
        Ok(true) => finding(say::PASSPHRASE_FILE, Health::Ok, say::private(file)),
        _ => finding(say::PASSPHRASE_FILE, Health::Warn, say::not_there(file)),
    })
}

/// How long a proxy or a keyring is waited for.
const WAIT: Duration = Duration::from_secs(3);

/// The one proxy that https goes through, asked whether it is there. Its password is never shown.
async fn proxies() -> Finding {
    let Some(proxy) = system_proxy() else {
        let unused = ["HTTP_PROXY", "http_proxy"].into_iter().find(|name| std::env::var_os(name).is_some());
        let found = unused.map_or_else(say::no_proxies, say::proxy_unused);
        return finding(say::PROXY, Health::Ok, found);
    };
    let name = proxy.variable;
    match &proxy.address {
        Err(error) => broken(say::PROXY, error),
        Ok(address) if proxy.answers(WAIT).await => Finding {
            advice: Some(say::proxy_per_profile()),
            ..finding(say::PROXY, Health::Ok, say::proxy_answers(name, address))
        },
        Ok(address) => Finding {
            advice: Some(say::proxy_per_profile()),
            ..finding(say::PROXY, Health::Warn, say::proxy_silent(name, address))
        },
    }
}

fn clipboard() -> Finding {
    let desktop = cfg!(any(windows, target_os = "macos"));
    let shown = ["WAYLAND_DISPLAY", "DISPLAY"].into_iter().find(|name| std::env::var_os(name).is_some());
    match shown {
        _ if desktop => finding(say::CLIPBOARD, Health::Ok, say::there()),
        Some(name) => finding(say::CLIPBOARD, Health::Ok, Text::same(name)),
        None => Finding { advice: Some(say::use_token()), ..finding(say::CLIPBOARD, Health::Warn, say::no_display()) },
    }
}

fn locale(surface: &Surface) -> Finding {
    let locale = sys_locale::get_locale().unwrap_or_else(|| "—".to_owned());
    finding(say::LOCALE, Health::Ok, say::speaks(&locale, surface.lang()))
}

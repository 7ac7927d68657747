//! Signing in, and tokens.

use super::{Row, needed, row};
use crate::windows::trial::{Trial, expect, has};

pub(super) const ROWS: &[Row] = &[
    needed("five systems are signed in to", systems),
    row("sessions as JSON", sessions),
    row("tokens in every format, for each shell", formats),
    row("run: the token in the child's environment, and the child's code", run),
    row("activity", activity),
    row("a QR code in the terminal and in a file", qr),
];

/// Provider, method and account; each is signed in without a challenge.
const SYSTEMS: [(&str, &str, &str); 5] = [
    ("enos-iam", "password", "li.wen"),
    ("hzero", "password", ""),
    ("enos-portal", "password", ""),
    ("authing-ldap", "ldap", "sun.li"),
    ("quanshi", "token", ""),
];

fn systems(trial: &Trial) -> Result<(), String> {
    for (system, method, account) in SYSTEMS {
        trial.profile(system, system, method, account).map_err(|error| format!("{system}: {error}"))?;
        let ran = trial.run(&["login", system, "--json"])?;
        expect(matches!(ran.code, Some(0 | 4)), system, format!("{:?} {}{}", ran.code, ran.out, ran.err))?;
        if ran.code == Some(4) {
            answer(trial, &ran.json()?)?;
        }
    }
    Ok(())
}

/// The organisation that a portal asks for.
fn answer(trial: &Trial, asked: &serde_json::Value) -> Result<(), String> {
    let (pending, id) = (asked["pending"].as_str(), asked["options"][0]["id"].as_str());
    let (pending, id) = pending.zip(id).ok_or_else(|| asked.to_string())?;
    trial.printed(&["answer", pending, &format!("organisation={id}")]).map(drop)
}

fn sessions(trial: &Trial) -> Result<(), String> {
    let found = trial.json(&["sessions"])?;
    let rows = found["sessions"].as_array().map_or(0, Vec::len);
    expect(rows == SYSTEMS.len(), "sessions", &found)
}

fn formats(trial: &Trial) -> Result<(), String> {
    let token = |rest: &[&str]| trial.printed(&[&["token", "enos-iam"], rest].concat());
    let raw = token(&[])?;
    let raw = raw.trim();
    expect(raw.len() > 20, "token", raw)?;
    for (format, shell, expected) in [
        ("header", "", format!("Authorization: Bearer {raw}")),
        ("env", "powershell", "$env:HALLPASS_TOKEN".to_owned()),
        ("env", "cmd", "set \"HALLPASS_TOKEN=".to_owned()),
        ("env", "sh", "HALLPASS_TOKEN=".to_owned()),
        ("curl", "powershell", "curl.exe".to_owned()),
        ("json", "", format!("\"{raw}\"")),
        ("exec-credential", "", "ExecCredential".to_owned()),
    ] {
        let shells = if shell.is_empty() { vec![] } else { vec!["--shell", shell] };
        has(&token(&[&["--format", format], &shells[..]].concat())?, &expected)?;
    }
    Ok(())
}

fn run(trial: &Trial) -> Result<(), String> {
    let ran = trial.run(&["run", "enos-iam", "--", "cmd", "/c", "echo %HALLPASS_PROFILE% & exit 7"])?;
    ran.ended(7)?;
    has(&ran.out, "enos-iam")
}

fn activity(trial: &Trial) -> Result<(), String> {
    has(&trial.json(&["activity"])?.to_string(), "enos-iam")
}

fn qr(trial: &Trial) -> Result<(), String> {
    has(&trial.printed(&["qr", "enos-iam"])?, "█")?;
    trial.printed(&["qr", "enos-iam", "--out", "token.svg"])?;
    has(&trial.text("token.svg")?, "<svg")
}

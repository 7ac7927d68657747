//! The command by itself, and its vault.

use super::{Row, needed, row};
use crate::windows::trial::{Trial, expect, has};
use std::os::unix::fs::PermissionsExt;

pub(super) const ROWS: &[Row] = &[
    row("version", version),
    row("help in both languages", help),
    row("completions for PowerShell, with the names of profiles", completions),
    needed("a vault under a passphrase, from a file as Windows writes it", passphrase),
    row("a wrong passphrase is distinguished from a missing one", wrong),
    row("a vault in Credential Manager, for later processes too", credential_manager),
    row("a key that is gone from Credential Manager is missing", missing),
    row("the vault's files are their owner's alone", rights),
    row("what was open to others is closed on opening, and doctor names it before", closed),
    row("unlock says what to do instead", unlock),
];

fn version(trial: &Trial) -> Result<(), String> {
    let said = trial.printed(&["--version"])?;
    expect(said.trim() == format!("hallpass {}", env!("CARGO_PKG_VERSION")), "version", said)
}

fn help(trial: &Trial) -> Result<(), String> {
    has(&trial.printed(&["--help", "--lang", "en"])?, "Sign in")?;
    has(&trial.printed(&["--help", "--lang", "zh"])?, "登录")?;
    let export = trial.printed(&["authkeys", "export", "--help", "--lang", "en"])?;
    expect(!export.contains("0600"), "a mode in the help", &export)
}

fn completions(trial: &Trial) -> Result<(), String> {
    let script = trial.printed(&["completions", "powershell"])?;
    has(&script, "$global:HallpassWords = {\n    param($wordToComplete")?;
    let registered = script.matches("Register-ArgumentCompleter").count();
    expect(registered == 1, "completers", registered)?;
    has(&script, "$list list --names --no-input")
}

fn passphrase(trial: &Trial) -> Result<(), String> {
    trial.file("passphrase", "not a real passphrase\r\n")?;
    trial.printed(&["vault", "init"])?;
    let status = trial.json(&["vault", "status"])?;
    expect(status["vault"]["exists"] == true || status["vault"].is_object(), "status", &status)?;
    trial.printed(&["profile", "list"]).map(drop)
}

fn wrong(trial: &Trial) -> Result<(), String> {
    trial.file("other", "another passphrase\r\n")?;
    let ran = trial.run(&["profile", "list", "--json", "--passphrase-file", "other"])?;
    ran.ended(6)?;
    has(&ran.out, "vault_wrong_key")?;
    let mut asked = trial.hallpass(&["profile", "list", "--json", "--no-input"]);
    let ran = crate::windows::trial::feed(asked.env_remove("HALLPASS_PASSPHRASE_FILE"), "")?;
    ran.ended(6)?;
    has(&ran.out, "vault_locked")
}

/// In a home of its own.
fn in_keyring(trial: &Trial, words: &[&str]) -> Result<crate::windows::trial::Ran, String> {
    let mut command = trial.hallpass(words);
    command.env_remove("HALLPASS_PASSPHRASE_FILE").env("HALLPASS_HOME", r"C:\try\keyring");
    crate::windows::trial::feed(&mut command, "")
}

fn credential_manager(trial: &Trial) -> Result<(), String> {
    in_keyring(trial, &["vault", "init", "--keyring"])?.ended(0)?;
    in_keyring(trial, &["profile", "list"])?.ended(0)?;
    in_keyring(trial, &["doctor", "--lang", "en"]).and_then(|ran| has(&ran.out, "responds"))
}

fn missing(trial: &Trial) -> Result<(), String> {
    // Where Wine keeps what Windows keeps in Credential Manager.
    let mut forget = trial.wine.tool("wine");
    forget.args(["reg", "delete", r"HKCU\Software\Wine\Credential Manager", "/f"]);
    crate::windows::trial::feed(&mut forget, "")?.ended(0)?;
    let ran = in_keyring(trial, &["profile", "list", "--json"])?;
    ran.ended(6)?;
    has(&ran.out, "vault_missing")
}

/// Wine keeps an access control list as the mode of the file, where the owner's rights are the group's as well: what a list
/// gives to nobody else is not given to others.
fn rights(trial: &Trial) -> Result<(), String> {
    trial.printed(&["profile", "list"])?;
    let home = trial.wine.folder().join("home");
    expect(mode(&home)? & 0o007 == 0, "the folder", format!("{:o}", mode(&home)?))?;
    for name in ["vault.db", "envelope.json", "vault.seq"] {
        let mode = mode(&home.join(name))?;
        expect(mode & 0o007 == 0, name, format!("{mode:o}"))?;
    }
    has(&trial.run(&["doctor", "--lang", "en"])?.out, "readable only by you")
}

fn closed(trial: &Trial) -> Result<(), String> {
    let file = trial.wine.folder().join("home/vault.db");
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o666)).map_err(|error| error.to_string())?;
    let mut doctor = trial.hallpass(&["doctor", "--lang", "en", "--no-input"]);
    let ran = crate::windows::trial::feed(doctor.env_remove("HALLPASS_PASSPHRASE_FILE"), "")?;
    has(&ran.out, "is readable by others")?;
    has(&ran.out, "icacls")?;
    trial.printed(&["profile", "list"])?;
    expect(mode(&file)? & 0o007 == 0, "vault.db", format!("{:o}", mode(&file)?))
}

fn mode(path: &std::path::Path) -> Result<u32, String> {
    let found = std::fs::metadata(path).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(found.permissions().mode() & 0o777)
}

fn unlock(trial: &Trial) -> Result<(), String> {
    let ran = trial.run(&["vault", "unlock", "--lang", "en"])?;
    ran.ended(6)?;
    has(&ran.err, "on Linux only")?;
    has(&ran.err, "HALLPASS_PASSPHRASE_FILE")
}

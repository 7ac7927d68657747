//! What we depend on: rules for licences, sources and known faults, and nothing that is not used.

use crate::command::{answer, cargo, line};
use crate::i18n::{Words, words};

/// One check and what it said.
pub(super) struct Check {
    pub(super) about: Words,
    pub(super) command: String,
    pub(super) passed: bool,
}

/// The tools are cargo's own plug-ins: `cargo install --locked cargo-deny cargo-machete`. The advisories need a network
/// to the RustSec database; where there is none the page says that they were not checked.
pub(super) fn check() -> Result<Vec<Check>, String> {
    let must = [
        (words("许可证、来源和禁用项", "licences, sources and bans"), cargo("deny check licenses bans sources")),
        (words("没有未使用的依赖", "no unused dependency"), cargo("machete")),
    ];
    let mut checks = Vec::new();
    for (about, mut command) in must {
        answer(&mut command, "")?;
        checks.push(Check { about, command: line(&command), passed: true });
    }
    let mut advisories = cargo("deny check advisories");
    let passed = answer(&mut advisories, "").is_ok();
    checks.push(Check { about: words("已知漏洞", "known vulnerabilities"), command: line(&advisories), passed });
    Ok(checks)
}

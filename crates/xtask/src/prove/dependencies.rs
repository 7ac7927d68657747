//! What we depend on: rules for licences, sources and known faults, and nothing that is not used.

use super::page::{Cell, Table};
use crate::command::{answer, cargo, line};
use crate::i18n::{Words, words};

/// The tools are cargo's own plug-ins: `cargo install --locked cargo-deny cargo-machete`. The advisories need a network
/// to the RustSec database; where there is none the page says that they were not checked.
pub(super) fn check(_quick: bool) -> Result<Table, String> {
    let mut machete = cargo("machete");
    // By this it believes that cargo did not start it.
    machete.env_remove("CARGO_PKG_NAME");
    let must = [
        (
            words("许可证、来源和禁用项", "licences, sources and bans"),
            cargo("deny --workspace check licenses bans sources"),
        ),
        (words("没有未使用的依赖", "no unused dependency"), machete),
    ];
    let mut rows = Vec::new();
    for (about, mut command) in must {
        answer(&mut command, "")?;
        rows.push(row(about, &line(&command), true));
    }
    let mut advisories = cargo("deny --workspace check advisories");
    let has_database = answer(&mut cargo("deny fetch db"), "").is_ok();
    if has_database {
        answer(&mut advisories, "")?;
    }
    rows.push(row(words("已知漏洞", "known vulnerabilities"), &line(&advisories), has_database));
    Ok(Table { columns: vec![words("检查", "check"), words("命令", "command"), words("结果", "result")], rows })
}

fn row(about: Words, command: &str, passed: bool) -> Vec<Cell> {
    let result = if passed { words("通过", "passed") } else { words("未能检查", "could not be checked") };
    vec![Cell::Words(about), Cell::Text(format!("`{command}`")), Cell::Words(result)]
}

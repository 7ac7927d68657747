//! `cargo xtask prove [PART]...`: runs the tests behind the promises at their full length, libFuzzer, the checks of
//! dependencies and the benchmarks, and writes what they said to `docs/proof.md` and `docs/proof.zh-CN.md`. All of it takes
//! hours, so each part has its own date there and can be run alone: the others stay as they are. `--quick` keeps the bounds
//! of the daily tests, leaves out what has none unless it is named, and writes to `target/prove/` instead.

mod dependencies;
mod numbers;
mod page;

use crate::i18n::{Words, words};
use crate::task::{Done, unknown_argument};
use crate::{bench, fuzz, setup, ui};
use page::{Cell, Table};
use std::path::PathBuf;

/// A part of the page.
struct Part {
    name: &'static str,
    title: Words,
    /// What the machine needs for it.
    needs: &'static [&'static str],
    /// There is a shorter form of it.
    has_quick: bool,
    /// Runs it, with the bounds of the daily tests if `quick`.
    measure: fn(quick: bool) -> Result<Table, String>,
}

/// In the page's order.
const PARTS: &[Part] = &[
    Part {
        name: "promises",
        title: words("承诺与数字", "Promises in numbers"),
        needs: &["build", "window", "test"],
        has_quick: true,
        measure: numbers::measure,
    },
    Part {
        name: "fuzzing", title: words("模糊测试", "Fuzzing"), needs: &["build"], has_quick: true, measure: fuzzing
    },
    Part {
        name: "dependencies",
        title: words("依赖", "Dependencies"),
        needs: &["build"],
        has_quick: true,
        measure: dependencies::check,
    },
    Part {
        name: "ratios",
        title: words("与同类工具的比值", "Ratios to a peer"),
        needs: &["build", "window", "test", "bench"],
        has_quick: false,
        measure: ratios,
    },
];

pub(crate) fn run(arguments: &[String]) -> Done {
    let is_part = |name: &String| PARTS.iter().any(|part| part.name == name);
    let (asked, rest): (Vec<_>, Vec<_>) = arguments.iter().partition(|name| is_part(name));
    let quick = match rest[..] {
        [] => false,
        [one] if one == "--quick" => true,
        [other, ..] => return Err(unknown_argument(other)),
    };
    let is_asked = |part: &&Part| match asked[..] {
        [] => part.has_quick || !quick,
        _ => asked.iter().any(|name| *name == part.name),
    };
    for part in PARTS.iter().filter(is_asked) {
        setup::ensure(part.needs)?;
        let table = (part.measure)(quick)?;
        page::write(part, &table, &folder(quick))?;
    }
    Ok(())
}

fn folder(quick: bool) -> PathBuf {
    ui::root().join(if quick { "target/prove" } else { "docs" })
}

fn fuzzing(quick: bool) -> Result<Table, String> {
    let runs = fuzz::all(if quick { "5" } else { "600" })?;
    let row = |run: fuzz::Run| vec![Cell::Text(run.target), Cell::Text(run.seconds), Cell::Text(run.runs), "0".into()];
    Ok(Table {
        columns: vec![
            words("输入", "input"),
            words("秒", "seconds"),
            words("执行次数", "runs"),
            words("发现", "found"),
        ],
        rows: runs.into_iter().map(row).collect(),
    })
}

fn ratios(_quick: bool) -> Result<Table, String> {
    let rows = bench::rows()?;
    Ok(Table {
        columns: vec![
            words("项目", "row"),
            words("比值", "ratio"),
            words("目标", "goal"),
            words("Hallpass", "Hallpass"),
            words("对照", "peer"),
        ],
        rows: rows.iter().map(|row| row.cells().into_iter().map(Cell::Text).collect()).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::run;

    #[test]
    fn an_unknown_part_is_named_before_anything_is_run() {
        let error = run(&["promises".into(), "fusing".into()]).unwrap_err();
        assert!(error.contains("fusing"), "{error}");
    }
}

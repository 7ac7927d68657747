//! The page in two languages.

use super::Shown;
use crate::bench;
use crate::i18n::{Words, words};
use crate::task::Done;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// Writes both files.
pub(super) fn write(shown: &Shown, folder: &Path) -> Done {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for (file, lang) in [("proof.md", Lang::En), ("proof.zh-CN.md", Lang::Zh)] {
        let file = folder.join(file);
        let text = page(shown, lang).map_err(|error| error.to_string())?;
        fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))?;
        println!("{}", file.display());
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Lang {
    Zh,
    En,
}

impl Lang {
    const fn of(self, words: Words) -> &'static str {
        match self {
            Self::Zh => words.zh,
            Self::En => words.en,
        }
    }
}

const TITLE: Words = words("证明", "Proof");
const ABOUT: Words = words(
    "本页由`cargo xtask prove`生成，数字均来自这一次运行：",
    "Made by `cargo xtask prove`; every figure is of this one run:",
);
const LIMITS: Words = words(
    "只在Linux上测量。对以同一用户身份运行的恶意软件不作承诺。authKey接口没有只读调用。",
    "Measured on Linux only. No promise is made against malware of the same user. The authKey API has no read-only call.",
);

fn page(shown: &Shown, lang: Lang) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    writeln!(text, "# {}\n\n{}\n{}\n\n{}\n", lang.of(TITLE), lang.of(ABOUT), shown.machine, lang.of(LIMITS))?;
    numbers(&mut text, shown, lang)?;
    fuzzing(&mut text, shown, lang)?;
    dependencies(&mut text, shown, lang)?;
    ratios(&mut text, &shown.ratios, lang)?;
    Ok(text)
}

fn head(text: &mut String, lang: Lang, title: Words, columns: &[Words]) -> std::fmt::Result {
    writeln!(text, "## {}\n", lang.of(title))?;
    let names: Vec<_> = columns.iter().map(|column| lang.of(*column)).collect();
    writeln!(text, "| {} |\n|{}", names.join(" | "), "---|".repeat(columns.len()))
}

fn numbers(text: &mut String, shown: &Shown, lang: Lang) -> std::fmt::Result {
    let columns = [words("承诺", "promise"), words("结果", "figure"), words("测试", "test")];
    head(text, lang, words("承诺与数字", "Promises in numbers"), &columns)?;
    for (number, figure) in &shown.numbers {
        writeln!(text, "| {} | {figure} | `{}` `{}` |", lang.of(number.promise), number.program, number.test)?;
    }
    writeln!(text)
}

fn fuzzing(text: &mut String, shown: &Shown, lang: Lang) -> std::fmt::Result {
    let columns = [words("输入", "input"), words("秒", "seconds"), words("执行次数", "runs"), words("发现", "found")];
    head(text, lang, words("模糊测试", "Fuzzing"), &columns)?;
    for run in &shown.fuzzed {
        writeln!(text, "| {} | {} | {} | 0 |", run.target, run.seconds, run.runs)?;
    }
    writeln!(text)
}

fn dependencies(text: &mut String, shown: &Shown, lang: Lang) -> std::fmt::Result {
    let columns = [words("检查", "check"), words("命令", "command"), words("结果", "result")];
    head(text, lang, words("依赖", "Dependencies"), &columns)?;
    for check in &shown.dependencies {
        let result =
            if check.passed { words("通过", "passed") } else { words("未能检查", "could not be checked") };
        writeln!(text, "| {} | `{}` | {} |", lang.of(check.about), check.command, lang.of(result))?;
    }
    writeln!(text)
}

fn ratios(text: &mut String, rows: &[bench::Row], lang: Lang) -> std::fmt::Result {
    if rows.is_empty() {
        return Ok(());
    }
    let columns = [
        words("项目", "row"),
        words("比值", "ratio"),
        words("目标", "goal"),
        words("Hallpass", "Hallpass"),
        words("对照", "peer"),
    ];
    head(text, lang, words("与同类工具的比值", "Ratios to a peer"), &columns)?;
    for row in rows {
        writeln!(text, "| {} |", row.cells().join(" | "))?;
    }
    Ok(())
}

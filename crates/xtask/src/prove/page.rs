//! The page in two languages.

use super::{PARTS, Part};
use crate::bench;
use crate::i18n::{Words, words};
use crate::task::Done;
use std::fs;
use std::path::Path;

/// What a part has shown.
pub(super) struct Table {
    pub(super) columns: Vec<Words>,
    pub(super) rows: Vec<Vec<Cell>>,
}

pub(super) enum Cell {
    Words(Words),
    /// The same in both languages.
    Text(String),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

type Lang = fn(Words) -> &'static str;
const FILES: [(&str, Lang); 2] = [("proof.md", |words| words.en), ("proof.zh-CN.md", |words| words.zh)];

const TITLE: Words = words("证明", "Proof");
const ABOUT: Words = words(
    "本页由`cargo xtask prove`生成。各部分可以单独运行，各有自己的日期和机器。",
    "Made by `cargo xtask prove`. Each part can be run alone, and has a date and a machine of its own.",
);
const LIMITS: Words = words(
    "只在Linux上测量。对以同一用户身份运行的恶意软件不作承诺。authKey接口没有只读调用。",
    "Measured on Linux only. No promise is made against malware of the same user. The authKey API has no read-only call.",
);

/// Puts a part into both files; the parts that were shown before stay.
pub(super) fn write(part: &Part, table: &Table, folder: &Path) -> Done {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    for (file, lang) in FILES {
        let file = folder.join(file);
        let before = fs::read_to_string(&file).unwrap_or_default();
        let text = page(&before, part, &section(part, table, &bench::machine(), lang), lang);
        fs::write(&file, text).map_err(|error| format!("{}: {error}", file.display()))?;
        println!("{}", file.display());
    }
    Ok(())
}

/// The page with one of its sections replaced.
fn page(before: &str, part: &Part, new: &str, lang: Lang) -> String {
    let mut text = format!("# {}\n\n{}\n\n{}\n", lang(TITLE), lang(ABOUT), lang(LIMITS));
    for each in PARTS {
        let kept = || before.split("\n## ").find_map(|old| old.strip_prefix(&format!("{}\n", lang(each.title))));
        let body = if each.name == part.name { Some(new) } else { kept() };
        if let Some(body) = body {
            text.push_str(&format!("\n## {}\n\n{}\n", lang(each.title), body.trim()));
        }
    }
    text
}

/// Without its heading.
fn section(part: &Part, table: &Table, machine: &str, lang: Lang) -> String {
    let row = |cells: Vec<&str>| format!("| {} |\n", cells.join(" | "));
    let columns = row(table.columns.iter().map(|column| lang(*column)).collect());
    let cell = |cell| match cell {
        &Cell::Words(words) => lang(words),
        Cell::Text(text) => text.as_str(),
    };
    let rows: String = table.rows.iter().map(|cells| row(cells.iter().map(cell).collect())).collect();
    let line = "---|".repeat(table.columns.len());
    format!("`cargo xtask prove {}`, {machine}\n\n{columns}|{line}\n{rows}", part.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(part: &str, figure: &str, before: &str) -> String {
        let part = PARTS.iter().find(|each| each.name == part).unwrap();
        let table = Table { columns: vec![words("数字", "figure")], rows: vec![vec![figure.into()]] };
        page(before, part, &section(part, &table, "2026-11-30 2 x", FILES[0].1), FILES[0].1)
    }

    #[test]
    fn a_part_that_was_run_replaces_itself_and_nothing_else() {
        let one = shown("dependencies", "0 of 3", "");
        let two = shown("promises", "1 of 5", &one);
        let three = shown("promises", "0 of 5", &two);
        assert!(three.contains("| 0 of 3 |") && three.contains("| 0 of 5 |") && !three.contains("1 of 5"), "{three}");
        assert!(three.find("## Promises") < three.find("## Dependencies"), "in the page's order: {three}");
        assert_eq!(shown("promises", "0 of 5", &three), three, "the same once more");
    }
}

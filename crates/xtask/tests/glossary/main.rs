//! Every sentence that a person reads, in both catalogues, follows STYLE.md: the window's JSON and each pair of a Chinese
//! and an English literal in Rust.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod pairs;
mod rules;

use std::fs;
use std::path::{Path, PathBuf};

use pairs::{Sentence, in_json, in_rust};

/// Where sentences are written.
const RUST: &[&str] = &[
    "crates/providers/src",
    "crates/vault/src",
    "crates/tables/src",
    "crates/core/src",
    "crates/team/src",
    "crates/cli/src",
    "crates/xtask/src",
    "src-tauri",
];

/// Headers that lists are recognised by, and lists made for a test: data, not sentences.
const NOT_SENTENCES: &[&str] = &["crates/tables/src/list/header.rs", "crates/xtask/src/windows/rows/export.rs"];

/// Tests beside the code quote vendors, whose words are not ours.
fn is_ours(path: &Path) -> bool {
    let quotes = NOT_SENTENCES.iter().any(|file| path.ends_with(file));
    !quotes && !path.components().any(|part| part.as_os_str().to_string_lossy().starts_with("tests"))
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, ending, found);
        } else if path.extension().is_some_and(|extension| extension == ending) {
            found.push(path);
        }
    }
}

fn sentences() -> Vec<Sentence> {
    let mut found = Vec::new();
    for folder in RUST {
        let mut paths = Vec::new();
        files(&root().join(folder), "rs", &mut paths);
        for path in paths.iter().filter(|path| is_ours(path)) {
            let name = path.strip_prefix(root()).unwrap().display().to_string();
            found.extend(in_rust(&name, &fs::read_to_string(path).unwrap()));
        }
    }
    let catalogue = root().join("ui/src/i18n");
    let mut paths = Vec::new();
    files(&catalogue, "json", &mut paths);
    for path in paths {
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        let chinese = path.parent().is_some_and(|folder| folder.ends_with("zh-CN"));
        found.extend(in_json(&name, chinese, &fs::read_to_string(&path).unwrap()));
    }
    found
}

#[test]
fn every_sentence_follows_the_glossary() {
    let sentences = sentences();
    assert!(sentences.len() > 1500, "only {} sentences were found: the search is at fault", sentences.len());
    let broken: Vec<String> = sentences
        .iter()
        .flat_map(|sentence| {
            rules::broken(sentence)
                .into_iter()
                .map(move |rule| format!("{}: {rule}: {}", sentence.place, sentence.text))
        })
        .collect();
    assert!(broken.is_empty(), "{} places against STYLE.md:\n{}", broken.len(), broken.join("\n"));
}

/// A window has no options and no commands: what to do next is named in core and worded by each surface.
#[test]
fn what_both_surfaces_show_names_no_option_and_no_command() {
    let shared = ["crates/core/", "crates/providers/", "crates/vault/", "crates/tables/", "crates/team/"];
    let of_a_terminal = |text: &str| {
        let option =
            |word: &str| word.strip_prefix("--").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
        let words = text.split(|c: char| c.is_whitespace() || "“”‘’「」`（）(),，。；;：".contains(c));
        words.into_iter().any(option) || text.contains("hallpass ")
    };
    let broken: Vec<String> = sentences()
        .iter()
        .filter(|sentence| {
            shared.iter().any(|folder| sentence.place.starts_with(folder)) && of_a_terminal(&sentence.text)
        })
        .map(|sentence| format!("{}: {}", sentence.place, sentence.text))
        .collect();
    assert!(of_a_terminal("确认时加“--force”") && of_a_terminal("run hallpass login a") && !of_a_terminal("a--b"));
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn a_planted_violation_is_found() {
    let rust = r#"
        fn planted() -> Text { Text::new("您的账户名abc 已注销,请重试", "The token is held back and lies in clear") }
        #[cfg(test)]
        mod tests { const T: Text = Text::new("你", "in clear"); }
    "#;
    let found = in_rust("planted.rs", rust);
    assert_eq!(found.len(), 2, "{found:?}");
    assert_eq!(rules::broken(&found[0]).len(), 4, "{:?}", rules::broken(&found[0]));
    assert_eq!(rules::broken(&found[1]).len(), 2, "{:?}", rules::broken(&found[1]));
    let json = in_json("planted.json", true, r#"{"a": "你好!"}"#);
    assert_eq!(rules::broken(&json[0]).len(), 3);
}

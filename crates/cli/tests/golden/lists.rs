//! Account lists as users have them: what a dry run reports for each, in both languages, and that nothing is sent.

use std::path::Path;

use crate::harness::{Ground, Ran};
use crate::transcript::Transcript;

const CASES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tables/tests/lists/cases");

fn put(ground: &Ground, name: &str) {
    std::fs::copy(Path::new(CASES).join(name), ground.path(name)).unwrap();
}

fn export(ground: &Ground, list: &str, rest: &[&str]) -> Ran {
    ground.export(&[&["--accounts", list, "--plain", "--expires", "30d"], rest].concat())
}

/// The accounts of a table that was written.
fn written(ground: &Ground) -> Vec<String> {
    let table = std::fs::read_to_string(ground.path("keys.csv")).unwrap();
    let account = |line: &str| line.split(',').next().unwrap_or_default().trim_matches('"').to_owned();
    table.lines().skip(1).map(account).collect()
}

#[test]
fn a_dry_run_names_every_row_that_is_not_sent() {
    for lang in ["zh", "en"] {
        let ground = Ground::exporting();
        let mut terminal = Transcript::new(&ground, lang);
        for name in [
            "zeros.xlsx",
            "formula_nocache_one.xlsx",
            "hidden_sheet_first.xlsx",
            "two_visible.xlsx",
            "portal_export.xls",
            "list.json",
            "protected.xlsx",
            "zh_header.txt",
            "mail_header.csv",
            "fullwidth.csv",
            "sep.csv",
            "sci.csv",
            "user_pw_mixed.txt",
        ] {
            put(&ground, name);
            let words = ["authkeys", "export", "q", "--accounts", name, "--out", "keys.csv", "--plain", "--dry-run"];
            terminal.run(&[&words[..], &["--expires", "30d"]].concat());
        }
        assert!(!terminal.text.contains("Hunter2") && !terminal.text.contains("Tr0ub4dor"), "{}", terminal.text);
        assert_eq!(ground.sandbox.counts("quanshi").requests, 0);
        terminal.check("lists");
    }
}

#[test]
fn only_what_can_be_seen_is_sent() {
    let ground = Ground::exporting();
    for (name, rest, accounts) in [
        ("zeros.xlsx", &[][..], &["88"][..]),
        ("formula_nocache_one.xlsx", &[], &["c@corp.example"]),
        ("hidden_sheet_first.xlsx", &[], &["stays@corp.example"]),
        ("two_visible.xlsx", &[], &["jan@corp.example"]),
        ("two_visible.xlsx", &["--sheet", "Feb"], &["feb@corp.example"]),
        ("zh_header.txt", &[], &["a@corp.example", "b@corp.example"]),
        ("mail_header.csv", &[], &["a@corp.example", "b@corp.example"]),
        ("sep.csv", &[], &["a@corp.example"]),
        ("user_pw_mixed.txt", &[], &["ok@corp.example"]),
    ] {
        put(&ground, name);
        let ran = export(&ground, name, &[rest, &["--yes"]].concat());
        assert!(ran.code == 0 || ran.code == 8, "{name}: {}", ran.err);
        assert_eq!(written(&ground), accounts, "{name}");
        assert!(!ran.err.contains("Hunter2") && !ran.out.contains("Hunter2"), "{}", ran.err);
    }
}

/// The document names the same rows, for scripts.
#[test]
fn the_document_of_a_dry_run_has_every_row() {
    let ground = Ground::exporting();
    put(&ground, "user_pw_mixed.txt");
    put(&ground, "two_visible.xlsx");
    let ran = export(&ground, "user_pw_mixed.txt", &["--dry-run", "--json"]);
    let document = ran.json();
    assert_eq!((&document["asked"], &document["problems"]), (&1.into(), &2.into()), "{document}");
    let left_out = document["left_out"].as_array().unwrap();
    let seen: Vec<_> =
        left_out.iter().map(|rows| (rows["code"].as_str().unwrap(), rows["lines"].to_string())).collect();
    assert_eq!(seen, [("separator", "[[2,2]]".to_owned()), ("separator", "[[3,3]]".to_owned())]);
    assert!(!ran.out.contains("Hunter2") && !ran.err.contains("Hunter2"));
    let list = export(&ground, "two_visible.xlsx", &["--dry-run", "--json"]).json()["list"].clone();
    assert_eq!((list["sheet"].as_str(), list["other_sheets"][0].as_str()), (Some("Jan"), Some("Feb")), "{list}");
}

#[test]
fn a_sheet_that_is_not_there_or_hidden_is_named() {
    let ground = Ground::exporting();
    for name in ["two_visible.xlsx", "hidden_sheet_first.xlsx", "sep.csv"] {
        put(&ground, name);
    }
    for (name, sheet, en) in [
        ("two_visible.xlsx", "March", "it has no sheet \"March\"; there are: Jan, Feb"),
        ("hidden_sheet_first.xlsx", "old", "the sheet \"old\" is hidden"),
        ("sep.csv", "Jan", "not a workbook"),
    ] {
        let ran = export(&ground, name, &["--sheet", sheet, "--json"]);
        let error = ran.json()["error"].clone();
        assert_eq!((ran.code, error["field"].as_str()), (2, Some("accounts")), "{error}");
        assert!(error["message"].as_str().unwrap().contains(en), "{error}");
    }
    assert_eq!((ground.sandbox.counts("quanshi").requests, ground.jobs().len()), (0, 0));
}

//! From a list of accounts to a table of keys, as an administrator would do it; and killed in the middle.

use std::process::Stdio;

use serde_json::{Value, json};

use crate::harness::{Ground, Ran};
use crate::transcript::Transcript;

const LIST: &str = "loginname,team\n\
    ann@corp.example,red\nnokey.bob@corp.example,=1+1\nmissing.cat@corp.example,blue\nann@corp.example,again\n\n,nobody\n";

impl Ground {
    pub(crate) fn quanshi(&self, name: &str, token: &str, rest: &[&str]) {
        self.profile(name, "quanshi", ("token", token), rest);
        assert_eq!(self.run(&["login", name]).code, 0);
    }

    pub(crate) fn exporting() -> Self {
        let ground = Self::new();
        ground.quanshi("q", "not-a-real-interface-token-0001", &[]);
        std::fs::write(ground.path("list.csv"), LIST).unwrap();
        ground
    }

    /// An export with the options that every one needs.
    pub(crate) fn export(&self, rest: &[&str]) -> Ran {
        self.run(&[&["authkeys", "export", "q", "--out", "keys.csv"], rest].concat())
    }

    pub(crate) fn jobs(&self) -> Vec<Value> {
        self.run(&["authkeys", "jobs", "--json"]).json()["jobs"].as_array().unwrap().clone()
    }

    pub(crate) fn newest_job(&self) -> String {
        self.jobs()[0]["job"].as_str().unwrap().to_owned()
    }

    pub(crate) fn chaos(&self, how: Value) {
        self.sandbox.hook("quanshi", "chaos", how).unwrap();
    }
}

#[test]
fn an_administrators_afternoon() {
    for lang in ["zh", "en"] {
        let ground = Ground::exporting();
        let mut terminal = Transcript::new(&ground, lang);
        let export = ["authkeys", "export", "q", "--accounts", "list.csv", "--out", "keys.csv", "--expires"];
        terminal.run(&["authkeys", "jobs"]);
        assert_eq!(terminal.run(&[&export[..], &["30d"]].concat()).code, 2);
        assert_eq!(terminal.run(&[&export[..], &["30d", "--plain", "--dry-run"]].concat()).code, 0);
        assert!(ground.jobs().is_empty() && !ground.path("keys.csv").exists());
        assert_eq!(terminal.run(&[&export[..], &["30d", "--plain", "--create-missing"]].concat()).code, 8);
        let job = ground.newest_job();
        terminal.run(&["authkeys", "jobs"]);
        terminal.run(&["authkeys", "show", &job]);
        terminal.run(&["authkeys", "expiring", "--within", "60d"]);
        terminal.run(&["authkeys", "expiring"]);
        terminal.run(&["authkeys", "resume", &job]);
        terminal.run(&["authkeys", "forget", &job]);
        terminal.run(&["authkeys", "show", &job]);
        terminal.run(&["activity"]);
        terminal.check("authkeys");
        let keys = std::fs::read_to_string(ground.path("keys.csv")).unwrap();
        assert_eq!(keys.lines().count(), 4, "{keys}");
        assert!(keys.contains("\"'=1+1\""), "no formula: {keys}");
    }
}

#[test]
fn what_is_refused_before_anything_is_sent() {
    for lang in ["zh", "en"] {
        let ground = Ground::exporting();
        std::fs::write(ground.path("empty.csv"), "loginname\n\n").unwrap();
        std::fs::write(ground.path("people.csv"), "姓名,地址,部门\n张三,ann@corp.example,研发\n").unwrap();
        let mut terminal = Transcript::new(&ground, lang);
        let export = ["authkeys", "export", "q", "--plain", "--out", "keys.csv", "--accounts"];
        for (rest, code) in [
            (&["list.csv", "--expires", "1800000000"][..], 2),
            (&["list.csv", "--expires", "1800000000000"], 2),
            (&["list.csv", "--expires", "-1"], 2),
            (&["list.csv", "--expires", "2020-01-01T00:00:00Z"], 2),
            (&["list.csv", "--expires", "tomorrow"], 2),
            (&["list.csv", "--expires", "never"], 4),
            (&["list.csv", "--expires", "never", "--yes"], 4),
            (&["list.csv", "--expires", "now"], 4),
            (&["list.csv", "--expires", "now", "--create-missing"], 2),
            (&["list.csv", "--expires", "30d", "--rotate"], 4),
            (&["list.csv", "--expires", "30d", "--concurrency", "99"], 2),
            (&["list.csv", "--expires", "30d", "--format", "doc"], 2),
            (&["list.csv", "--expires", "30d", "--recipient", "age1x"], 2),
            (&["no-such.csv", "--expires", "30d"], 2),
            (&["empty.csv", "--expires", "30d"], 2),
            (&["people.csv", "--expires", "30d"], 2),
        ] {
            let ran = terminal.run(&[&export[..], rest].concat());
            assert_eq!(ran.code, code, "{rest:?}: {}", ran.err);
        }
        assert_eq!(ground.sandbox.counts("quanshi").requests, 0);
        assert!(ground.jobs().is_empty());
        terminal.check("authkeys-refused");
    }
}

#[test]
fn never_now_and_rotate_are_confirmed_by_options() {
    let ground = Ground::exporting();
    let list = ["--accounts", "list.csv", "--plain", "--json"];
    let never = ground.export(&[&list[..], &["--expires", "never", "--yes-never"]].concat());
    assert_eq!((never.code, &never.json()["never"], &never.json()["expires_at"]), (8, &json!(true), &Value::Null));
    let now = ground.export(&[&list[..], &["--expires", "now", "--yes"]].concat());
    assert_eq!((now.code, &now.json()["ok"]), (8, &json!(1)));
    let rotated = ground.export(&[&list[..], &["--expires", "30d", "--rotate", "--yes"]].concat());
    assert_eq!((rotated.code, &rotated.json()["minted"]), (8, &json!(1)));
    assert_eq!(ground.sandbox.minted("ann@corp.example"), 1);
}

#[test]
fn what_was_not_decided_is_told_in_one_go() {
    let ground = Ground::exporting();
    ground.quanshi("real", "not-a-real-interface-token-0001", &["--env", "prod"]);
    let words = ["authkeys", "export", "real", "--accounts", "list.csv", "--out", "k.csv", "--json"];
    for (lang, parts) in [
        ("en", ["when the keys expire", "how to protect the key table", "production profile"]),
        ("zh", ["密钥的到期时间", "密钥表的保护方式", "生产环境"]),
    ] {
        let ran = ground.run(&[&words[..], &["--lang", lang]].concat());
        let error = ran.json()["error"].clone();
        assert_eq!((ran.code, error["field"].as_str()), (2, Some("expires")), "{error}");
        for part in parts {
            assert!(error["message"].as_str().unwrap().contains(part), "{part}: {error}");
        }
    }
    let dry = ground.run(&[&words[..], &["--dry-run", "--expires", "30d"]].concat());
    assert_eq!((dry.code, &dry.json()["asked"]), (0, &json!(3)), "nothing is written, so nothing needs protection");
    assert_eq!(ground.sandbox.counts("quanshi").requests, 0);
}

#[test]
fn a_table_that_is_there_is_replaced_only_when_that_is_confirmed() {
    let ground = Ground::exporting();
    std::fs::write(ground.path("keys.csv"), "last month").unwrap();
    let words = ["--accounts", "list.csv", "--plain", "--expires", "30d", "--json"];
    let refused = ground.export(&words);
    assert_eq!((refused.code, refused.json()["error"]["field"].as_str()), (4, Some("yes")), "{}", refused.err);
    assert_eq!(std::fs::read(ground.path("keys.csv")).unwrap(), b"last month");
    assert_eq!((ground.sandbox.counts("quanshi").requests, ground.jobs().len()), (0, 0));
    assert_eq!(ground.export(&[&words[..], &["--yes"]].concat()).code, 8);
    assert!(std::fs::read_to_string(ground.path("keys.csv")).unwrap().contains("ann@corp.example"));
}

/// The rows of a table by account.
fn rows(ground: &Ground, file: &str) -> std::collections::BTreeMap<String, Value> {
    let table = std::fs::read_to_string(ground.path(file)).unwrap();
    let rows = table.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    rows.map(|row| (row["account"].as_str().unwrap().to_owned(), row)).collect()
}

#[test]
fn a_table_says_which_keys_are_new_and_which_are_revoked() {
    let ground = Ground::exporting();
    std::fs::write(ground.path("two.txt"), "ann@corp.example\nnokey.cat@corp.example\n").unwrap();
    let words = ["--accounts", "two.txt", "--plain", "--format", "ndjson", "--yes"];
    assert_eq!(ground.export(&[&words[..], &["--expires", "30d", "--create-missing"]].concat()).code, 0);
    let made = rows(&ground, "keys.csv");
    assert_eq!(
        (&made["ann@corp.example"]["made"], &made["nokey.cat@corp.example"]["made"]),
        (&Value::Null, &json!("yes"))
    );
    let revoked = ground.export(&[&words[..], &["--expires", "now", "--lang", "en"]].concat());
    assert!(revoked.code == 0 && revoked.out.contains("2 keys were revoked"), "{}", revoked.out);
    assert!(revoked.out.contains("revoked 2") && !revoked.out.contains("ok 2"), "{}", revoked.out);
    for row in rows(&ground, "keys.csv").values() {
        assert_eq!((&row["status"], &row["made"]), (&json!("revoked"), &Value::Null), "{row}");
    }
}

#[test]
fn a_few_keys_are_revoked_without_a_list_and_leave_no_table() {
    let ground = Ground::exporting();
    let words = ["authkeys", "revoke", "q", "ann@corp.example", "bob@corp.example", "--lang", "en"];
    assert_eq!(ground.run(&words).code, 4, "it is confirmed first");
    assert_eq!((ground.sandbox.counts("quanshi").requests, ground.jobs().len()), (0, 0));
    let ran = ground.run(&[&words[..], &["--yes"]].concat());
    assert!(ran.code == 0 && ran.out.contains("2 keys were revoked\nrevoked 2"), "{} {}", ran.out, ran.err);
    let left = std::fs::read_dir(ground.path("home")).unwrap().map(|entry| entry.unwrap().file_name());
    assert!(left.into_iter().all(|name| !name.to_string_lossy().contains("revoked")), "no key is left in a file");
    let document = ground.run(&["authkeys", "revoke", "q", "ann@corp.example", "--yes", "--json"]).json();
    assert_eq!((&document["ok"], &document["file"], &document["revoke"]), (&json!(1), &Value::Null, &json!(true)));
    let table = ground.run(&["authkeys", "revoke", "q", "ann@corp.example", "--yes", "--out", "gone.csv"]);
    assert!(table.code == 0 && std::fs::read_to_string(ground.path("gone.csv")).unwrap().contains("revoked"));
    let partly = ground.run(&["authkeys", "revoke", "q", "ann@corp.example", "missing.dan@corp.example", "--yes"]);
    assert_eq!(partly.code, 8, "{}", partly.out);
}

#[test]
fn production_wants_its_option() {
    let ground = Ground::exporting();
    ground.quanshi("real", "not-a-real-interface-token-0001", &["--env", "prod"]);
    let words =
        ["authkeys", "export", "real", "--accounts", "list.csv", "--out", "k.csv", "--expires", "30d", "--plain"];
    assert_eq!(ground.run(&words).code, 7);
    assert_eq!(ground.sandbox.counts("quanshi").requests, 0);
    assert_eq!(ground.run(&[&words[..], &["--allow-prod"]].concat()).code, 8);
}

/// The members that scripts read, and the list on standard input.
#[test]
fn the_document_of_an_export() {
    let ground = Ground::exporting();
    let words = ["authkeys", "export", "q", "--accounts", "-", "--out", "keys.ndjson", "--expires", "30d"];
    let more = ["--format", "ndjson", "--plain", "--create-missing", "--json"];
    let ran = ground.feed(&[&words[..], &more].concat(), "ann@corp.example\nnokey.bob@corp.example\n");
    let document = ran.json();
    assert_eq!(ran.code, 0, "{}", ran.err);
    for (member, value) in [
        ("asked", 2),
        ("ok", 2),
        ("empty", 0),
        ("missing", 0),
        ("extra", 0),
        ("failed", 0),
        ("unknown", 0),
        ("duplicates", 0),
        ("minted", 1),
        ("requests", 2),
    ] {
        assert_eq!(document[member], value, "{member}");
    }
    assert!(document["job"].is_string() && document["file"].as_str().unwrap().ends_with("keys.ndjson"));
    let table = std::fs::read_to_string(ground.path("keys.ndjson")).unwrap();
    for row in table.lines() {
        let row: Value = serde_json::from_str(row).unwrap();
        let truth = ground.sandbox.hook("quanshi", "key", json!({ "account": row["account"] })).unwrap();
        assert_eq!((&row["auth_key"], &row["user_id"]), (&truth["auth_key"], &truth["user_id"]));
        assert!(!ran.err.contains(truth["auth_key"].as_str().unwrap()), "no key beside the table");
    }
}

/// The table's passphrase and the vault's are two files, and neither is taken for the other.
#[test]
fn a_table_under_a_passphrase() {
    let ground = Ground::exporting();
    std::fs::write(ground.path("table"), "another invented passphrase\n").unwrap();
    let sealed = ground.export(&["--accounts", "list.csv", "--expires", "30d", "--encrypt-passphrase-file", "table"]);
    assert_eq!(sealed.code, 8, "{}", sealed.err);
    assert!(std::fs::read(ground.path("keys.csv")).unwrap().starts_with(b"age-encryption.org"));
    assert!(!sealed.err.contains("unencrypted"));
    let mut command = ground.command(&["authkeys", "jobs"]);
    command.env_remove("HALLPASS_PASSPHRASE_FILE").args(["--passphrase-file", "passphrase"]);
    assert_eq!(command.stdin(Stdio::null()).output().unwrap().status.code(), Some(0));
    let mut command = ground.command(&["authkeys", "export", "q", "--accounts", "list.csv", "--out", "k.csv"]);
    command.env_remove("HALLPASS_PASSPHRASE_FILE").args(["--expires", "30d", "--plain"]);
    command.args(["--passphrase-file", "passphrase"]);
    assert_eq!(command.stdin(Stdio::null()).output().unwrap().status.code(), Some(8));
}

#[test]
fn a_refused_token_ends_it() {
    let ground = Ground::exporting();
    ground.quanshi("old", "not-a-real-interface-token-0002", &[]);
    let words =
        ["authkeys", "export", "old", "--accounts", "list.csv", "--out", "k.csv", "--expires", "30d", "--plain"];
    let ran = ground.run(&[&words[..], &["--json"]].concat());
    assert_eq!((ran.code, ran.json()["error"]["code"].as_str()), (3, Some("refused")), "{}", ran.err);
    assert_eq!(ground.sandbox.counts("quanshi").requests, 1);
    assert!(!ground.path("k.csv").exists());
}

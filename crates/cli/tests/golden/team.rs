//! A team, from an administrator's empty server to members who sign in, with the command alone.

use std::os::unix::fs::PermissionsExt;
use std::sync::{Once, OnceLock};

use hallpass_test_openbao::Cluster;

use crate::failpoints::{at_every_place, killed};
use crate::harness::{Ground, Ran};

const PASSWORD: &str = "Not-Real-person-1";
const ACCOUNT: &str = "li.wen";
const RIGHT: &str = "Not-Real-iam-01";

pub(crate) fn server() -> &'static (Cluster, String) {
    static SERVER: OnceLock<(Cluster, String)> = OnceLock::new();
    SERVER.get_or_init(|| {
        let cluster = Cluster::start(1).unwrap();
        let token = cluster.admin_token().unwrap();
        (cluster, token)
    })
}

/// A home of its own, with the server's certificate and a password in files.
pub(crate) fn desk() -> Ground {
    let ground = Ground::new();
    let (cluster, token) = server();
    std::fs::write(ground.path("ca.pem"), cluster.ca()).unwrap();
    secret(&ground, "password", PASSWORD);
    secret(&ground, "token", token);
    ground
}

pub(crate) fn secret(ground: &Ground, name: &str, text: &str) {
    std::fs::write(ground.path(name), text).unwrap();
    std::fs::set_permissions(ground.path(name), std::fs::Permissions::from_mode(0o600)).unwrap();
}

fn person(team: &str, user: &str, role: &str) {
    let body = format!(r#"{{"password":"{PASSWORD}","token_policies":["{team}-{role}"],"token_ttl":"1h"}}"#);
    server().0.post(&server().1, &format!("auth/userpass/users/{user}"), &body).unwrap();
}

pub(crate) fn init(ground: &Ground, team: &str, rest: &[&str]) -> Ran {
    let node = server().0.addresses().remove(0);
    ground.run(&[&["team", "init", team, "--server", &node, "--ca", "ca.pem"], rest].concat())
}

fn join(ground: &Ground, team: &str, user: &str) -> Ran {
    let node = server().0.addresses().remove(0);
    let words = ["team", "join", team, "--server", &node, "--ca", "ca.pem", "--user", user, "--secret", "@password"];
    ground.run(&words)
}

pub(crate) fn ok(ran: Ran) -> Ran {
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    ran
}

/// Tried once, before a test sets the server up.
pub(crate) fn without_a_yes_nothing_is_sent() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let admin = desk();
        let shown = ok(init(&admin, "support", &["--dry-run"]));
        for part in ["POST /v1/sys/mounts/hallpass", "support-reader", "hallpass/data/support/secrets/*"] {
            assert!(shown.out.contains(part), "{part}: {}", shown.out);
        }
        let unconfirmed = init(&admin, "support", &["--token", "@token"]);
        assert_eq!(unconfirmed.code, 4, "{}", unconfirmed.err);
        assert!(server().0.post(&server().1, "hallpass/config", "{}").is_err(), "nothing was sent");
    });
}

#[test]
fn from_an_empty_server_to_a_member_who_signs_in() {
    let eva = desk();
    without_a_yes_nothing_is_sent();
    ok(init(&eva, "support", &["--token", "@token", "--yes"]));
    ok(init(&eva, "support", &["--token", "@token", "--yes"]));
    person("support", "eva", "editor");
    person("support", "rita", "reader");

    ok(join(&eva, "support", "eva"));
    let address = eva.sandbox.address("enos-iam");
    let account = format!("account={ACCOUNT}");
    ok(eva.run(&["profile", "add", "dev", "--provider", "enos-iam", "--server", &address, "--set", &account]));
    secret(&eva, "shared", "Not-Real-stale");
    ok(eva.run(&["team", "share", "dev", "--secret", "@shared"]));

    let rita = desk();
    let joined = ok(join(&rita, "support", "rita"));
    assert!(joined.out.contains('1'), "{}", joined.out);
    let refused = rita.run(&["login", "dev", "--no-input"]);
    assert_eq!(refused.code, 3, "{}{}", refused.out, refused.err);
    let blocked = rita.run(&["login", "dev", "--no-input", "--lang", "en"]);
    assert_eq!(blocked.code, 7, "{}{}", blocked.out, blocked.err);
    assert!(blocked.err.contains("ask an editor"), "{}", blocked.err);
    assert_eq!(eva.sandbox.attempts("enos-iam", ACCOUNT), 1);

    secret(&eva, "new", RIGHT);
    let not_hers = rita.run(&["team", "rotate", "dev", "--secret", "@new"]);
    assert_ne!(not_hers.code, 0);
    ok(eva.run(&["team", "rotate", "dev", "--secret", "@new"]));
    ok(rita.run(&["login", "dev", "--no-input"]));
    assert!(!ok(rita.run(&["token", "dev"])).out.trim().is_empty());
    assert_eq!(eva.sandbox.attempts("enos-iam", ACCOUNT), 2);

    for (lang, words) in [("en", ["not change them", "Last sync", "eva"]), ("zh", ["不能修改", "上次同步", "eva"])]
    {
        let status = ok(rita.run(&["team", "status", "--lang", lang]));
        for part in words {
            assert!(status.out.contains(part), "{part}: {}", status.out);
        }
    }
    let json = ok(rita.run(&["team", "status", "--json"])).json();
    assert_eq!(json["team"]["profiles"][0]["shared_secret"], true);
    let listed = ok(rita.run(&["profile", "list", "--json"])).json();
    assert_eq!(listed["profiles"][0]["team"], "support", "{listed}");
    let listed = ok(rita.run(&["profile", "list", "--lang", "en"]));
    assert!(listed.out.contains("TEAM") && listed.out.contains("support"), "{}", listed.out);
    let elsewhere = ["credential", "add", "ad", "--reference"];
    ok(rita.run(&[&elsewhere[..], &["vault://support/apps/iam/x#password"]].concat()));
    assert!(ok(rita.run(&["credential", "list"])).out.contains("vault://support/apps/iam/x#password"));
    let unknown = rita.run(&[&elsewhere[..], &["vault://nobody/apps/iam/x#password"]].concat());
    assert_eq!(unknown.code, 2, "{}{}", unknown.out, unknown.err);
    for ground in [&eva, &rita] {
        let leaks = [RIGHT, "Not-Real-stale", PASSWORD];
        let all =
            format!("{}{}", ground.run(&["team", "status", "--json"]).out, ground.run(&["activity", "--json"]).out);
        assert!(leaks.iter().all(|leak| !all.contains(leak)), "{all}");
    }
}

#[test]
fn an_edit_reaches_the_others_and_leaving_removes_what_was_shared() {
    let (eva, otto) = (desk(), desk());
    without_a_yes_nothing_is_sent();
    ok(init(&eva, "east", &["--token", "@token", "--yes"]));
    person("east", "east-eva", "editor");
    person("east", "east-otto", "editor");
    ok(join(&eva, "east", "east-eva"));
    let profile = ["profile", "add", "dev", "--provider", "enos-iam", "--server", "https://iam.example.com"];
    ok(eva.run(&[&profile[..], &["--set", "account=a"]].concat()));
    ok(eva.run(&["team", "share", "dev"]));
    ok(join(&otto, "east", "east-otto"));
    assert_eq!(otto.run(&["profile", "edit", "dev", "--set", "account=b"]).code, 2, "the next sync would take it back");
    ok(eva.run(&["team", "edit", "dev", "--set", "account=by-eva"]));
    let conflict = otto.run(&["team", "edit", "dev", "--set", "account=by-otto", "--lang", "en"]);
    assert_eq!(conflict.code, 3, "{}{}", conflict.out, conflict.err);
    assert!(conflict.out.contains("account: by-eva → by-otto"), "{}", conflict.out);
    assert!(ok(otto.run(&["team", "status", "--lang", "en"])).out.contains("draft"));
    ok(otto.run(&["team", "edit", "dev", "--send-draft", "--over"]));
    let synced = ok(eva.run(&["team", "sync", "--lang", "en"]));
    assert!(synced.out.contains("Changed dev"), "{}", synced.out);
    assert!(ok(eva.run(&["profile", "show", "dev"])).out.contains("by-otto"));
    // Another server waits until each member accepts it.
    ok(eva.run(&["team", "edit", "dev", "--server", "https://new.example.com"]));
    let held = otto.run(&["team", "sync", "--lang", "en"]);
    assert_ne!(held.code, 0, "{}{}", held.out, held.err);
    assert!(held.err.contains("--accept dev"), "{}", held.err);
    let status = ok(otto.run(&["team", "status", "--lang", "en"]));
    assert!(status.out.contains("server: https://iam.example.com → https://new.example.com"), "{}", status.out);
    assert!(ok(otto.run(&["profile", "show", "dev"])).out.contains("iam.example.com"));
    ok(otto.run(&["team", "sync", "--accept", "dev"]));
    assert!(ok(otto.run(&["profile", "show", "dev"])).out.contains("new.example.com"));
    let secret = otto.run(&["team", "edit", "dev", "--secret", "password=@password"]);
    assert_eq!(secret.code, 2, "{}", secret.err);
    ok(otto.run(&["team", "leave", "east", "--yes"]));
    assert!(!otto.run(&["profile", "list", "--names"]).out.contains("dev"));
    assert_eq!(otto.run(&["team", "sync"]).code, 2);
    ok(eva.run(&["team", "unshare", "dev"]));
    ok(eva.run(&["profile", "edit", "dev", "--set", "account=own"]));
}

fn account(ground: &Ground) -> String {
    let shown = ok(ground.run(&["profile", "show", "dev", "--json"])).json();
    shown["profile"]["values"]["account"].as_str().unwrap().to_owned()
}

fn drafts(ground: &Ground) -> usize {
    ok(ground.run(&["team", "status", "--json"])).json()["team"]["drafts"].as_array().unwrap().len()
}

/// Afterwards the edit is done for everybody or for nobody, a draft that waited is there until it is, and the next edit
/// works.
#[test]
fn an_edit_that_is_killed_is_done_or_not_done_and_its_draft_is_kept() {
    let (eva, otto) = (desk(), desk());
    without_a_yes_nothing_is_sent();
    ok(init(&eva, "killed", &["--token", "@token", "--yes"]));
    person("killed", "killed-eva", "editor");
    person("killed", "killed-otto", "editor");
    ok(join(&eva, "killed", "killed-eva"));
    let profile = ["profile", "add", "dev", "--provider", "enos-iam", "--server", "https://iam.example.com"];
    ok(eva.run(&[&profile[..], &["--set", "account=old"]].concat()));
    ok(eva.run(&["team", "share", "dev"]));
    ok(join(&otto, "killed", "killed-otto"));
    let set = |ground: &Ground, account: &str| {
        ok(ground.run(&["team", "sync"]));
        ok(ground.run(&["team", "edit", "dev", "--set", &format!("account={account}")]));
    };
    let kills = at_every_place(
        &otto,
        1,
        &["team", "edit", "dev", "--set", "account=new"],
        || set(&otto, "old"),
        |what| {
            for ground in [&eva, &otto] {
                ok(ground.run(&["team", "sync"]));
            }
            let (hers, his) = (account(&eva), account(&otto));
            assert!(hers == his && ["old", "new"].contains(&his.as_str()), "{what}: {hers} {his}");
            assert_eq!(drafts(&otto), 0, "{what}");
        },
    );
    assert!(kills >= 4, "{kills}");

    let send = ["team", "edit", "dev", "--send-draft", "--over"];
    for point in ["send-after", "commit-before"] {
        set(&otto, "old");
        ok(eva.run(&["team", "sync"]));
        ok(eva.run(&["team", "edit", "dev", "--set", "account=hers"]));
        assert_eq!(otto.run(&["team", "edit", "dev", "--set", "account=his"]).code, 3);
        killed(&otto, &send, point, 1).unwrap();
        assert!(drafts(&otto) == 1 || account(&otto) == "his", "{point}: neither the draft nor the edit is there");
        let again = otto.run(&send);
        assert!(again.code == 0 || otto.run(&send).code == 0, "{point}: {} {}", again.out, again.err);
        ok(eva.run(&["team", "sync"]));
        assert_eq!((account(&eva).as_str(), account(&otto).as_str(), drafts(&otto)), ("his", "his", 0), "{point}");
    }
}

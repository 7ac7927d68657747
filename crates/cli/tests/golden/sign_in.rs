//! Whole sign-ins, in both languages.

use crate::harness::{Ground, Ran};
use crate::transcript::Transcript;

const LANGS: [&str; 2] = ["zh", "en"];

#[test]
fn from_nothing_to_a_token() {
    for lang in LANGS {
        let ground = Ground::bare();
        let mut terminal = Transcript::new(&ground, lang);
        let server = ground.at("enos-iam");
        assert_eq!(terminal.run(&["vault", "init"]).code, 0);
        terminal.run(&["vault", "status"]);
        let add = ["profile", "add", "dev", "--provider", "enos-iam", "--server", &server];
        let rest = ["--set", "account=li.wen", "--secret", "password=-", "--group", "yunling", "--tag", "demo"];
        terminal.feed(&[&add[..], &rest].concat(), "Not-Real-iam-01\n");
        terminal.run(&["profile", "list"]);
        terminal.run(&["profile", "show", "dev"]);
        terminal.run(&["login", "dev"]);
        terminal.run(&["sessions"]);
        terminal.run(&["session", "dev"]);
        terminal.run(&["verify", "dev"]);
        terminal.run(&["token", "dev", "--format", "header"]);
        terminal.run(&["group", "list"]);
        terminal.run(&["use", "yunling", "dev"]);
        terminal.run(&["logout", "dev"]);
        terminal.run(&["token", "dev"]);
        terminal.run(&["activity"]);
        terminal.check("from-nothing-to-a-token");
        assert_eq!(ground.attempts("enos-iam"), 1);
    }
}

#[test]
fn the_same_as_documents() {
    let ground = Ground::new();
    ground.li_wen("dev", &["--env", "test"]);
    let mut terminal = Transcript::new(&ground, "zh");
    terminal.run(&["profile", "show", "dev", "--json"]);
    terminal.run(&["login", "dev", "--json"]);
    terminal.run(&["session", "dev", "--json"]);
    terminal.run(&["sessions", "--json"]);
    terminal.run(&["verify", "dev", "--json"]);
    terminal.run(&["logout", "dev", "--json"]);
    terminal.run(&["session", "dev", "--json"]);
    terminal.run(&["vault", "status", "--json"]);
    terminal.check("documents");
}

#[test]
fn refusals_say_why_and_what_next() {
    for lang in LANGS {
        let ground = Ground::new();
        ground.profile("old", "enos-iam", ("password", "Not-Real-iam-07"), &["--set", "account=old.password"]);
        ground.profile("new", "enos-iam", ("password", "Not-Real-iam-04"), &["--set", "account=new.joiner"]);
        ground.profile("wrong", "enos-iam", ("password", "wrong"), &["--set", "account=li.wen"]);
        ground.profile("locked", "enos-iam", ("password", "Not-Real-iam-09"), &["--set", "account=locked.account"]);
        let mut terminal = Transcript::new(&ground, lang);
        terminal.run(&["login", "old"]);
        terminal.run(&["login", "new"]);
        terminal.run(&["session", "new"]);
        terminal.run(&["login", "wrong"]);
        terminal.run(&["login", "wrong"]);
        terminal.run(&["login", "locked"]);
        terminal.run(&["login", "locked", "--json"]);
        terminal.check("refusals");
        assert_eq!(ground.attempts("enos-iam"), 4, "what is held back is not sent");
    }
}

#[test]
fn a_captcha_an_organisation_and_a_text_message() {
    for lang in LANGS {
        let ground = Ground::new();
        ground.hzero("captcha", "captcha.always", "Not-Real-hz-02");
        ground.profile("portal", "enos-portal", ("password", "Not-Real-portal-01"), &["--set", "account=portal.demo"]);
        let client = format!("client_secret=@{}", ground.path("client").display());
        let server = ground.at("hzero");
        let add = ["profile", "add", "sms", "--provider", "hzero", "--server", &server, "--method", "sms"];
        let rest = ["--set", "phone=13800000001", "--set", "client_id=hallpass-web", "--secret", &client];
        assert_eq!(ground.run(&[&add[..], &rest].concat()).code, 0);
        let mut terminal = Transcript::new(&ground, lang);
        assert_eq!(terminal.run(&["login", "captcha", "--picture", "captcha.png"]).code, 4);
        assert_eq!(terminal.run(&["login", "portal"]).code, 4);
        assert_eq!(terminal.run(&["login", "sms"]).code, 4);
        let waiting = terminal.run(&["pending"]);
        let id = |name: &str| {
            let line = waiting.out.lines().find(|line| line.contains(name)).unwrap();
            line.split_whitespace().next().unwrap().to_owned()
        };
        terminal.run(&["answer", &id("portal"), "organisation=o200"]);
        terminal.run(&["answer", &id("captcha"), "captcha=nope"]);
        terminal.run(&["answer", &id("captcha"), "--again", "--picture", "captcha.png"]);
        let text = ground.sandbox.captcha_text(None).unwrap();
        assert_eq!(ground.run(&["answer", &id("captcha"), &format!("captcha={text}")]).code, 0);
        terminal.run(&["answer", &id("sms"), "--again"]);
        let code = ground.sandbox.sms_code("13800000001").unwrap();
        assert_eq!(ground.run(&["answer", &id("sms"), &format!("sms_code={code}")]).code, 0);
        terminal.run(&["answer", &id("sms")]);
        terminal.run(&["pending"]);
        terminal.run(&["sessions"]);
        terminal.run(&["login", "captcha"]);
        let again = ground.run(&["pending", "--json"]).json()["pending"][0]["pending"].as_str().unwrap().to_owned();
        terminal.run(&["pending", "drop", &again]);
        terminal.run(&["pending"]);
        terminal.check("challenges");
    }
}

#[test]
fn a_challenge_as_a_document() {
    let ground = Ground::new();
    ground.hzero("captcha", "captcha.always", "Not-Real-hz-02");
    ground.profile("portal", "enos-portal", ("password", "Not-Real-portal-01"), &["--set", "account=portal.demo"]);
    let mut terminal = Transcript::new(&ground, "en");
    terminal.run(&["login", "captcha", "--picture", "captcha.png", "--json"]);
    terminal.run(&["login", "portal", "--json"]);
    terminal.run(&["pending", "--json"]);
    terminal.check("challenge-documents");
}

#[test]
fn several_go_on_when_one_does_not() {
    for lang in LANGS {
        let ground = Ground::new();
        ground.li_wen("one", &["--tag", "all"]);
        ground.profile("two", "enos-iam", ("password", "wrong"), &["--set", "account=grace.hall@harbourwind.example"]);
        ground.hzero("three", "captcha.always", "Not-Real-hz-02");
        let mut terminal = Transcript::new(&ground, lang);
        terminal.run_many(&["login", "one", "two", "three"]);
        terminal.run(&["login", "--tag", "all"]);
        terminal.run_many(&["login", "one", "three"]);
        terminal.run(&["login", "--group", "nothing"]);
        terminal.check("several");
    }
    let ground = Ground::new();
    ground.li_wen("one", &["--tag", "all"]);
    ground.hzero("three", "captcha.always", "Not-Real-hz-02");
    let results = ground.run(&["login", "one", "three", "--json"]).json();
    let outcomes: Vec<_> =
        results["results"].as_array().unwrap().iter().map(|row| (&row["profile"], &row["outcome"])).collect();
    assert_eq!(
        format!("{outcomes:?}"),
        r#"[(String("one"), String("signed_in")), (String("three"), String("challenge"))]"#
    );
    let tagged = ground.run(&["login", "--tag", "all", "--json"]).json();
    assert_eq!(tagged["results"].as_array().unwrap().len(), 1, "a tag answers with a list, also of one");
}

/// Its code is made from the saved seed when that is asked for, and never without.
#[test]
fn an_authenticators_code_is_made_on_request() {
    let ground = Ground::new();
    let rest = ["--set", "account=omar.haddad", "--set", "realm=birch", "--set", "client_id=support-desk"];
    ground.profile("k", "keycloak", ("password", "Not-Real-keycloak-02"), &rest);
    let no_seed = ground.run(&["login", "k", "--totp", "--json"]);
    assert_eq!((no_seed.code, no_seed.json()["error"]["field"].as_str()), (2, Some("totp_seed")));
    let seed = ["profile", "edit", "k", "--secret", "totp_seed=-"];
    assert_eq!(ground.feed(&seed, "not a seed!").code, 2);
    assert_eq!(ground.feed(&seed, "jbsw y3dp ehpk 3pxp\n").code, 0);
    assert_eq!(ground.attempts("keycloak"), 0, "nothing was sent for any of it");
    assert_ne!(ground.run(&["login", "k"]).code, 0, "the code is not sent by itself");
    let code = || ground.run(&["login", "k", "--totp", "--force", "--json"]);
    // A code about to expire is not sent.
    let wait = |ran: &Ran| ran.json()["error"]["retry_after_seconds"].as_u64().unwrap();
    let mut ran = code();
    if ran.code != 0 && wait(&ran) < 3 {
        std::thread::sleep(std::time::Duration::from_secs(wait(&ran)));
        ran = code();
    }
    assert_eq!(ran.code, 0, "{}", ran.out);
    assert_eq!(ground.attempts("keycloak"), 2);
    let shown = ground.run(&["profile", "show", "k"]).out + &ground.run(&["activity"]).out;
    assert!(shown.contains("totp_seed") && !shown.to_lowercase().contains("jbsw"), "{shown}");
    // A sign-in that takes no such code says so, and a pending one that waits for another answer as well.
    ground.li_wen("a", &[]);
    assert_eq!(ground.run(&["login", "a", "--totp"]).code, 2);
    assert_eq!(ground.run(&["answer", "no-such", "--totp"]).code, 2);
    assert_eq!(ground.attempts("enos-iam"), 0);
}

//! Packs and CSV: exports contain no secrets, and imports are shown before they are applied.

use crate::harness::Ground;
use crate::transcript::Transcript;

#[test]
fn a_pack_is_shown_asked_about_and_taken() {
    for lang in ["zh", "en"] {
        let ground = Ground::new();
        ground.li_wen("dev", &["--group", "yunling", "--tag", "a", "--tag", "b"]);
        ground.hzero("other", "liu.yang", "Not-Real-hz-01");
        let mut terminal = Transcript::new(&ground, lang);
        terminal.run(&["profile", "export", "--out", "pack.json"]);
        terminal.run(&["profile", "import", "pack.json"]);
        ground.run(&["login", "dev"]);
        let pack = std::fs::read_to_string(ground.path("pack.json")).unwrap();
        let elsewhere = pack.replace(&ground.at("enos-iam"), "https://login.example.net");
        std::fs::write(ground.path("evil.json"), elsewhere).unwrap();
        assert_eq!(terminal.run(&["profile", "import", "evil.json", "--no-input"]).code, 4, "not without a yes");
        assert_eq!(ground.run(&["session", "dev"]).code, 0, "looking changes nothing");
        terminal.run(&["profile", "import", "evil.json", "--yes"]);
        terminal.run(&["session", "dev"]);
        terminal.run(&["login", "dev"]);
        terminal.check("packs");
        for secret in ["Not-Real", "not-a-real-client", "device_id"] {
            assert!(!pack.contains(secret), "{pack}");
        }
    }
}

#[test]
fn a_spreadsheet_goes_out_and_comes_in_again() {
    let ground = Ground::new();
    ground.li_wen("dev", &["--group", "yunling", "--tag", "a", "--tag", "b", "--env", "test"]);
    ground.run(&["profile", "export", "--out", "p.csv"]);
    let csv = std::fs::read_to_string(ground.path("p.csv")).unwrap();
    assert!(
        csv.starts_with("\u{feff}name,provider,server,environment,group,tags,method,credential,proxy,allow_http,"),
        "{csv}"
    );
    std::fs::write(ground.path("p.csv"), csv.replace(",group,", ",set,")).unwrap();
    let same = ground.run(&["profile", "import", "p.csv", "--json"]);
    assert_eq!(same.json()["imported"], 0, "{}", same.out);
    std::fs::write(
        ground.path("new.csv"),
        csv.trim_start_matches('\u{feff}').replace("dev", "dev2").replace("yunling", "other"),
    )
    .unwrap();
    assert_eq!(ground.run(&["profile", "import", "new.csv", "--yes", "--json"]).json()["imported"], 1);
    let show = |name: &str| ground.run(&["profile", "show", name, "--json"]).json()["profile"].clone();
    let (first, second) = (show("dev"), show("dev2"));
    for member in ["provider", "server", "environment", "tags", "values"] {
        assert_eq!(first[member], second[member], "{member}");
    }
}

#[test]
fn spreadsheets_as_people_send_them_are_read_or_named_by_their_line() {
    let ground = Ground::new();
    let import = |name: &str, text: &str, lang: &str| {
        std::fs::write(ground.path(name), text).unwrap();
        ground.run(&["profile", "import", name, "--yes", "--json", "--lang", lang])
    };
    let rag = "name,provider,server,account\r\npk8,enos-iam,https://gw.corp.example,a\r\n\
               pk9,enos-iam,https://gw.corp.example\r\n";
    for (lang, said) in [("zh", "第3行有3格"), ("en", "line 3 has 3 cells")] {
        let ran = import("rag_crlf.csv", rag, lang);
        assert!(ran.code == 2 && ran.out.contains(said), "{}", ran.out);
    }
    let trailing =
        "name,provider,server,account,,\r\npk5,enos-iam,https://gw.corp.example,li.wen,,\r\n,,,,,\r\n,,,,,\r\n";
    assert_eq!(import("trailing.csv", trailing, "zh").json()["imported"], 1);
    let marked = "\u{feff}{\"hallpass_pack\":1,\"profiles\":[{\"name\":\"pk1\",\"provider\":\"enos-iam\",\
                  \"server\":\"https://gw.corp.example\",\"values\":{\"account\":\"li.wen\"}}]}";
    assert_eq!(import("bom.json", marked, "en").json()["imported"], 1);
}

#[test]
fn a_template_is_filled_in_with_a_saved_credential() {
    let ground = Ground::new();
    assert_eq!(ground.feed(&["credential", "add", "shared", "--secret", "-"], "Not-Real-iam-01").code, 0);
    let template = ground.run(&["profile", "import", "--template"]);
    assert!(template.code == 0 && template.out.contains("example-enos-iam"), "{}", template.out);
    let mut rows = template.out.lines();
    let head = rows.next().unwrap();
    let row = rows.find(|row| row.starts_with("example-enos-iam")).unwrap();
    let columns: Vec<&str> = head.trim_start_matches('\u{feff}').split(',').collect();
    let filled: Vec<String> = columns
        .iter()
        .zip(row.split(','))
        .map(|(column, cell)| match *column {
            "name" => "dev".to_owned(),
            "server" => ground.at("enos-iam"),
            "account" => "li.wen".to_owned(),
            "credential" => "shared".to_owned(),
            _ => cell.to_owned(),
        })
        .collect();
    std::fs::write(ground.path("mine.csv"), format!("{head}\r\n{}\r\n", filled.join(","))).unwrap();
    let ran = ground.run(&["profile", "import", "mine.csv", "--yes"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(ground.run(&["login", "dev"]).code, 0);
    let help = ground.run(&["profile", "import", "--help", "--lang", "en"]).out;
    assert!(help.contains("CSV columns: name, provider and server"), "{help}");
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_that_is_confirmed() {
    let ground = Ground::new();
    ground.li_wen("dev", &[]);
    std::fs::write(ground.path("pack.json"), "somebody's").unwrap();
    let ran = ground.run(&["profile", "export", "--out", "pack.json", "--json"]);
    assert_eq!((ran.code, ran.json()["error"]["field"].as_str()), (4, Some("yes")));
    assert_eq!(std::fs::read(ground.path("pack.json")).unwrap(), b"somebody's");
    assert_eq!(ground.run(&["profile", "export", "--out", "pack.json", "--yes"]).code, 0);
    assert!(std::fs::read_to_string(ground.path("pack.json")).unwrap().contains("hallpass_pack"));
}

#[test]
fn hostile_files_change_nothing() {
    let ground = Ground::new();
    ground.li_wen("dev", &[]);
    let before = ground.run(&["profile", "list", "--json"]).out;
    let server = ground.at("enos-iam");
    let profile = |name: &str, more: &str| {
        format!(r#"{{"name":"{name}","provider":"enos-iam","server":"{server}","values":{{"account":"a"}}{more}}}"#)
    };
    let pack = |profiles: &str| format!(r#"{{"hallpass_pack":1,"profiles":[{profiles}]}}"#);
    let many: Vec<String> = (0..501).map(|n| profile(&format!("p{n}"), "")).collect();
    let secret = pack(&profile("x", "").replace(r#""account":"a""#, r#""password":"hunter2""#));
    for (name, text) in [
        ("no-json.json", "hunter2".to_owned()),
        ("newer.json", r#"{"hallpass_pack":2,"profiles":[]}"#.to_owned()),
        ("unknown-member.json", pack(&profile("x", r#","password":"hunter2""#))),
        ("secret.json", secret),
        ("twice.json", pack(&[profile("x", ""), profile("X", "")].join(","))),
        ("one-bad.json", pack(&[profile("fine", ""), profile("-bad", "")].join(","))),
        ("other-system.json", pack(&profile("dev", "").replace("enos-iam", "hzero"))),
        ("user-info.json", pack(&profile("x", "").replace("http://", "http://a@"))),
        ("many.json", pack(&many.join(","))),
        ("big.json", " ".repeat(1024 * 1024 + 1)),
        ("deep.json", "[".repeat(100_000)),
        ("no-columns.csv", "a,b\n1,2\n".to_owned()),
        ("uneven.csv", "name,provider,server\nx,enos-iam\n".to_owned()),
        ("secret.csv", format!("name,provider,server,password\nx,enos-iam,{server},hunter2\n")),
    ] {
        std::fs::write(ground.path(name), text).unwrap();
        let ran = ground.run(&["profile", "import", name, "--yes", "--json"]);
        assert_eq!(ran.code, 2, "{name}: {} {}", ran.out, ran.err);
        assert!(!ran.out.contains("hunter2") && !ran.err.contains("hunter2"), "{name}");
        assert_eq!(ground.run(&["profile", "list", "--json"]).out, before, "{name}");
    }
}

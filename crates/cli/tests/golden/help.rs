//! Help on every level, in both languages.

use crate::harness::Ground;
use crate::transcript::Transcript;

/// Every command below `hallpass`, as the English help lists them.
fn commands(ground: &Ground, path: &[&str]) -> Vec<Vec<String>> {
    let help = ground.run(&[&["--lang", "en"], path, &["--help"]].concat()).out;
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let names: Vec<String> = listed.filter_map(|line| line.split_whitespace().next().map(str::to_owned)).collect();
    let mut found = vec![path.iter().map(|name| (*name).to_owned()).collect()];
    for name in names {
        found.extend(commands(ground, &[path, &[&name]].concat()));
    }
    found
}

#[test]
fn help_is_the_readers_on_every_level() {
    let ground = Ground::bare();
    let all = commands(&ground, &[]);
    assert!(all.len() > 35, "{all:?}");
    for path in all {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        let zh = ground.run(&[&path[..], &["--help", "--lang", "zh"]].concat());
        assert_eq!(zh.code, 0, "{path:?}");
        assert!(zh.out.contains("用法："), "{}", zh.out);
        for english in ["Usage", "Options", "Arguments", "OPTIONS", "Print", "[default", "possible values", "Show help"]
        {
            assert!(!zh.out.contains(english), "{path:?} {english}: {}", zh.out);
        }
        let options = zh.out.lines().filter(|line| line.trim_start().starts_with("--"));
        for line in options {
            let chinese = line.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
            assert!(chinese || !line.trim().contains("  "), "{path:?}: {line}");
        }
        let en = ground.run(&[&path[..], &["--help", "--lang", "en"]].concat());
        let help = en.out.split("To begin:").next().unwrap();
        assert!(!help.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c)), "{path:?}: {help}");
    }
}

#[test]
fn help_as_a_command_is_the_help_of_what_follows() {
    let ground = Ground::bare();
    for path in [&[][..], &["login"], &["profile", "add"]] {
        for before in [&[][..], &["-v"], &["--lang", "zh"], &["--lang=en", "--no-input"]] {
            let [asked, known] = [[before, &["help"], path].concat(), [before, path, &["--help"]].concat()];
            assert_eq!(ground.run(&asked).out, ground.run(&known).out, "{asked:?}");
        }
    }
    assert_eq!(ground.run(&["help", "logn"]).code, 2);
}

#[test]
fn the_first_pages() {
    for lang in ["zh", "en"] {
        let ground = Ground::bare();
        let mut terminal = Transcript::new(&ground, lang);
        assert_eq!(terminal.run(&["--help"]).code, 0);
        terminal.run(&["profile", "add", "--help"]);
        assert_eq!(terminal.run(&["vault"]).code, 2);
        terminal.run(&["profil"]);
        terminal.run(&["profile", "add", "x"]);
        terminal.run(&["activity", "--since", "yesterday"]);
        terminal.check("help");
    }
}

#[test]
fn completions_and_man_pages() {
    let ground = Ground::bare();
    for (shell, word) in [
        ("bash", "complete -F"),
        ("zsh", "#compdef hallpass"),
        ("fish", "complete -c hallpass"),
        ("powershell", "$global:HallpassWords = {"),
    ] {
        let ran = ground.run(&["completions", shell]);
        assert!(ran.code == 0 && ran.out.contains(word) && ran.out.contains("sessions"), "{shell}");
    }
    let ran = ground.run(&["--lang", "zh", "man", "--out", "man", "--json"]);
    let files = ran.json()["files"].as_array().unwrap().len();
    assert!(files > 35, "{files}");
    let page = std::fs::read_to_string(ground.path("man/hallpass-profile-add.1")).unwrap();
    assert!(page.contains("保存一个配置") && page.contains("hallpass profile add"), "{page}");
    assert!(!ground.path("man/hallpass-clipboard-hold.1").exists());
}

#[test]
fn providers_are_described() {
    let ground = Ground::bare();
    let document = ground.run(&["providers", "--json"]).json();
    let ids: Vec<&str> =
        document["providers"].as_array().unwrap().iter().map(|each| each["id"].as_str().unwrap()).collect();
    assert_eq!(ids, hallpass_core::providers::registry::known());
    assert!(document["providers"][0]["name"].is_string(), "in the reader's language");
    assert!(ground.run(&["--lang", "zh", "providers"]).out.contains("登录方式"));
}

#[test]
fn bash_completes_names_of_profiles_and_known_values() {
    let ground = Ground::new();
    ground.li_wen("dev one", &[]);
    ground.li_wen("开发", &[]);
    std::fs::write(ground.path("hallpass.bash"), ground.run(&["completions", "bash"]).out).unwrap();
    let bin = std::path::Path::new(env!("CARGO_BIN_EXE_hallpass")).parent().unwrap().display().to_string();
    let complete = |words: &[&str]| {
        let words: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
        let script = format!(
            "PATH={bin}:$PATH; . ./hallpass.bash; COMP_WORDS=({}); COMP_CWORD={}; {} hallpass \"${{COMP_WORDS[-1]}}\" \
             \"${{COMP_WORDS[-2]}}\"; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
            words.join(" "),
            words.len() - 1,
            "_hallpass_names",
        );
        let shell = std::process::Command::new("bash");
        crate::harness::feed(ground.dressed(shell, &["-c", &script]), "").out
    };
    assert_eq!(complete(&["hallpass", "token", ""]).lines().count(), 2);
    assert_eq!(complete(&["hallpass", "token", "d"]), "dev\\ one\n");
    assert!(complete(&["hallpass", "profile", "show", ""]).contains("dev\\ one"));
    assert!(complete(&["hallpass", "token", "x", "--format", ""]).contains("exec-credential"));
    assert!(complete(&["hallpass", "profile", "add", "x", "--provider", "en"]).contains("enos-iam"));
    ground.run(&["environment", "add", "uat"]);
    assert_eq!(complete(&["hallpass", "profile", "add", "x", "--env", "u"]), "uat\n");
    assert_eq!(complete(&["hallpass", "environment", "edit", "u"]), "uat\n");
    std::fs::remove_file(ground.path("passphrase")).unwrap();
    assert_eq!(complete(&["hallpass", "token", ""]).trim(), "", "a locked vault offers nothing and asks nothing");
}

#[test]
fn one_provider_is_shown_by_its_id() {
    let ground = Ground::bare();
    let one = ground.run(&["providers", "hzero"]).out;
    assert!(one.contains("hzero") && !one.contains("enos-iam"), "{one}");
    let all = ground.run(&["providers", "enos-iam", "--json"]).json();
    assert_eq!(all["providers"].as_array().unwrap().len(), 1);
    assert_eq!(ground.run(&["providers", "nothing"]).code, 2);
}

#[test]
fn the_doctor_goes_through_the_machine() {
    for lang in ["zh", "en"] {
        let ground = Ground::new();
        let mut terminal = Transcript::new(&ground, lang);
        assert_eq!(terminal.run(&["doctor"]).code, 0);
        terminal.check("doctor");
        use std::os::unix::fs::PermissionsExt;
        std::fs::set_permissions(ground.path("home/vault.db"), std::fs::Permissions::from_mode(0o644)).unwrap();
        let found = ground.run(&["doctor", "--json"]).json();
        let folder = &found["findings"][0];
        assert!(folder["health"] == "warn" && folder["found"].as_str().unwrap().contains("vault.db"), "{folder}");
    }
}

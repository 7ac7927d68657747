//! What is left in files, and who can read it.

use std::fs::Permissions;
use std::os::unix::fs::{MetadataExt, PermissionsExt};

use crate::harness::{Ground, feed, modes};

/// The most careless umask: every file must ask for its own mode.
fn careless(ground: &Ground, words: &[&str], input: &str) {
    let shell = std::process::Command::new("sh");
    let mut all = vec!["-c", "umask 000; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_hallpass")];
    all.extend(words);
    let ran = feed(ground.dressed(shell, &all), input);
    assert!([0, 4].contains(&ran.code), "{words:?} {}", ran.err);
}

#[test]
fn files_are_private_whatever_the_umask() {
    let ground = Ground::bare();
    careless(&ground, &["vault", "init"], "");
    ground.li_wen("dev", &[]);
    ground.hzero("captcha", "captcha.always", "Not-Real-hz-02");
    careless(&ground, &["login", "dev"], "");
    careless(&ground, &["login", "captcha", "--picture", "out-captcha.png"], "");
    careless(&ground, &["qr", "dev", "--out", "out-token.svg"], "");
    careless(&ground, &["profile", "export", "--out", "out-pack.json"], "");
    careless(&ground, &["profile", "export", "--out", "out-pack.csv"], "");
    let ours: Vec<String> = modes(ground.folder.path())
        .into_iter()
        .filter(|line| line[5..].starts_with("home") || line[5..].starts_with("out-"))
        .collect();
    insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!("modes", ours.join("\n"));
    });
}

#[test]
fn the_sandbox_is_told_on_one_screen_and_how_to_get_its_codes() {
    use std::io::{BufRead, BufReader};
    let ground = Ground::bare();
    for (lang, last) in [("zh", "按Ctrl-C结束。"), ("en", "Press Ctrl-C to stop.")] {
        let mut sandbox = ground.command(&["sandbox", "--lang", lang]);
        let mut sandbox = sandbox.stdout(std::process::Stdio::piped()).spawn().unwrap();
        let mut lines = Vec::new();
        for line in BufReader::new(sandbox.stdout.take().unwrap()).lines() {
            lines.push(line.unwrap());
            if lines.last().unwrap().ends_with(last) {
                break;
            }
        }
        sandbox.kill().unwrap();
        sandbox.wait().unwrap();
        let page = lines.join("\n");
        assert!((20..40).contains(&lines.len()), "{page}");
        for part in ["enos-iam", "hzero", "enos-portal", "authing-ldap", "quanshi", "li.wen", "Not-Real-iam-01"] {
            assert!(page.contains(part), "{part} in {page}");
        }
        assert!(page.contains("/hook/hzero/sms -d '{\"phone\":\"13800000001\"}'"), "{page}");
    }
}

#[test]
fn too_few_open_files_are_raised_or_said_and_nothing_is_blamed_for_them() {
    let ground = Ground::new();
    let limited = |limit: &str, words: &[&str]| {
        let shell = std::process::Command::new("sh");
        let script = format!("ulimit {limit}; exec \"$0\" \"$@\"");
        let all = [&["-c", &script, env!("CARGO_BIN_EXE_hallpass")], words].concat();
        feed(ground.dressed(shell, &all), "")
    };
    for limit in [4, 6, 9, 12, 13, 63] {
        for words in [&["profile", "list"][..], &["doctor"], &["authkeys", "jobs"]] {
            let hard = limited(&format!("-n {limit}"), &[words, &["--lang", "en"]].concat());
            let said = format!("✗ Only {limit} files may be open at once");
            assert!(hard.code == 1 && hard.err.starts_with(&said), "{limit} {words:?} {} {}", hard.code, hard.err);
            let soft = limited(&format!("-Sn {limit}"), words);
            assert_eq!(soft.code, 0, "{limit} {words:?} {}", soft.err);
        }
    }
}

#[test]
fn a_passphrase_file_that_others_can_read_is_named() {
    let ground = Ground::new();
    let quiet = ground.run(&["profile", "list"]);
    assert_eq!((quiet.code, quiet.err.as_str()), (0, ""));
    for mode in [0o604, 0o602, 0o666] {
        std::fs::set_permissions(ground.path("passphrase"), Permissions::from_mode(mode)).unwrap();
        let ran = ground.run(&["profile", "list", "--lang", "en"]);
        assert!(ran.code == 0 && ran.err.contains("Other users can read or change the passphrase file"), "{}", ran.err);
        let doctor = ground.run(&["doctor", "--lang", "en"]);
        assert!(doctor.out.contains("! Passphrase file:"), "{}", doctor.out);
    }
}

/// Passwords, tokens, client secrets and the passphrase: none of them in clear in any file.
#[test]
fn no_secret_stands_in_a_file() {
    let ground = Ground::new();
    ground.li_wen("dev", &[]);
    ground.hzero("captcha", "captcha.always", "Not-Real-hz-02");
    ground.run(&["login", "dev"]);
    ground.run(&["login", "captcha"]);
    ground.run(&["profile", "export", "--out", "pack.json"]);
    let token = ground.run(&["token", "dev"]).out.trim().to_owned();
    assert!(token.len() > 20);
    std::fs::remove_file(ground.path("client")).unwrap();
    std::fs::remove_file(ground.path("passphrase")).unwrap();
    let secrets =
        [token.as_str(), "Not-Real-iam-01", "Not-Real-hz-02", "not-a-real-client-01", "not a real passphrase"];
    for line in modes(ground.folder.path()) {
        let path = ground.path(&line[5..]);
        let bytes = if path.is_file() { std::fs::read(&path).unwrap() } else { continue };
        for secret in secrets {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{}", path.display());
        }
    }
}

#[test]
fn nothing_secret_is_told_with_verbose() {
    let ground = Ground::new();
    ground.li_wen("dev", &[]);
    let mut command = ground.command(&["login", "dev", "--verbose", "--json"]);
    command.env("RUST_LOG", "trace,hyper=trace,reqwest=trace,hyper_util::client=trace");
    let ran = feed(command, "");
    assert_eq!(ran.code, 0, "{}", ran.err);
    let token = ground.run(&["token", "dev"]).out;
    for secret in ["Not-Real-iam-01", token.trim()] {
        assert!(!ran.err.contains(secret) && !ran.out.contains(secret));
    }
    for library in ["hyper", "reqwest", "rustls", "h2::"] {
        assert!(!ran.err.contains(library), "{library}: {}", ran.err);
    }
}

#[test]
fn a_folders_file_binds_names() {
    let ground = Ground::new();
    ground.li_wen("a", &["--group", "yunling", "--env", "dev"]);
    ground.li_wen("b", &["--group", "yunling", "--env", "test"]);
    assert_eq!(ground.run(&["login", "yunling"]).code, 2, "nothing says which");
    ground.run(&["use", "yunling", "dev"]);
    let profile = |ran: crate::harness::Ran| ran.json()["profile"]["name"].clone();
    assert_eq!(profile(ground.run(&["profile", "show", "yunling", "--json"])), "a");
    std::fs::write(ground.path(".hallpass"), "# here\nyunling = test\n").unwrap();
    assert_eq!(profile(ground.run(&["profile", "show", "yunling", "--json"])), "b");
    let below = ground.path("deep/er");
    std::fs::create_dir_all(&below).unwrap();
    let mut command = ground.command(&["profile", "show", "yunling", "--json"]);
    command.current_dir(&below);
    assert_eq!(profile(feed(command, "")), "b");
    std::fs::write(ground.path(".hallpass"), "yunling = test\npassword = Hunter2\n").unwrap();
    let ran = ground.run(&["profile", "show", "yunling"]);
    assert!(ran.code == 2 && ran.err.contains("Line 2 of") && ran.err.contains(".hallpass"), "{}", ran.err);
    assert!(!ran.err.contains("Hunter2"));
}

/// A crash leaves no memory in a file.
#[test]
#[cfg(target_os = "linux")]
fn no_core_is_dumped() {
    use std::io::{BufRead, BufReader};
    let ground = Ground::bare();
    let mut sandbox = ground.command(&["sandbox", "--json"]).stdout(std::process::Stdio::piped()).spawn().unwrap();
    BufReader::new(sandbox.stdout.take().unwrap()).read_line(&mut String::new()).unwrap();
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", sandbox.id())).unwrap();
    sandbox.kill().unwrap();
    sandbox.wait().unwrap();
    let core = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(core.split_whitespace().skip(4).take(2).collect::<Vec<_>>(), ["0", "0"], "{core}");
}

/// Another program of the same person reads neither memory nor environment of a command that runs.
#[test]
#[cfg(target_os = "linux")]
fn no_other_program_of_the_same_person_reads_a_running_command() {
    use std::io::{BufRead, BufReader};
    use std::os::unix::process::CommandExt;
    use std::process::{Command, Stdio};
    // An administrator reads everything: then both are somebody else's.
    let root = std::fs::metadata("/proc/self").unwrap().uid() == 0;
    let dressed = |mut command: Command| {
        if root {
            command.uid(65_534).gid(65_534);
        }
        command
    };
    let ground = Ground::bare();
    let mut sandbox =
        dressed(ground.command(&["sandbox", "--json"])).current_dir("/").stdout(Stdio::piped()).spawn().unwrap();
    BufReader::new(sandbox.stdout.take().unwrap()).read_line(&mut String::new()).unwrap();
    let mut other = dressed(Command::new("sleep")).arg("60").spawn().unwrap();
    let reads = |id: u32, what: &str| {
        let mut command = dressed(Command::new("head"));
        command.args(["-c", "1", &format!("/proc/{id}/{what}")]).stdout(Stdio::null()).stderr(Stdio::null());
        command.status().unwrap().success()
    };
    let (plain, ours) =
        (reads(other.id(), "environ"), ["environ", "maps", "auxv"].map(|what| reads(sandbox.id(), what)));
    for child in [&mut sandbox, &mut other] {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    assert!(plain, "of any other program they can be read");
    assert_eq!(ours, [false; 3]);
}

/// A database that was put back has lost what came after it: opening it reports that, and so does the doctor.
#[test]
fn lost_entries_are_told_and_found_by_the_doctor() {
    let ground = Ground::new();
    let (there, older) = (ground.path("home").join("vault.db"), ground.path("older.db"));
    std::fs::copy(&there, &older).unwrap();
    ground.li_wen("dev", &[]);
    assert_eq!(ground.run(&["login", "dev"]).code, 0);
    std::fs::copy(&older, &there).unwrap();
    let listed = ground.run(&["profile", "list", "--lang", "en"]);
    assert!(listed.code == 0 && listed.err.contains("The vault lost its last"), "{}", listed.err);
    let doctor = ground.run(&["doctor", "--json", "--lang", "en"]);
    let findings = doctor.json()["findings"].as_array().unwrap().clone();
    let told = |one: &serde_json::Value| one["health"] == "warn" && one["found"].to_string().contains("lost its last");
    assert!(findings.iter().any(told), "{}", doctor.out);
}

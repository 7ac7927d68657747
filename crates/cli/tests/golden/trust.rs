//! `.hallpass` is only trusted if no other user can have written it. The tests run as root, so modes, owners and file
//! types are inspected rather than exercised; other owners are set with `chown`.

use std::os::unix::fs::{PermissionsExt, chown};
use std::path::Path;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::harness::{Ground, Ran, feed};

/// Two profiles of one group, of which `.hallpass` in `deep` chooses the second.
fn bound() -> Ground {
    let ground = Ground::new();
    ground.li_wen("a", &["--group", "yunling", "--env", "dev"]);
    ground.li_wen("b", &["--group", "yunling", "--env", "test"]);
    ground.run(&["use", "yunling", "dev"]);
    std::fs::create_dir(ground.path("deep")).unwrap();
    std::fs::write(ground.path("deep/.hallpass"), "yunling = test\n").unwrap();
    ground
}

fn show(ground: &Ground, name: &str) -> Ran {
    let mut command = ground.command(&["profile", "show", name, "--json"]);
    command.current_dir(ground.path("deep"));
    feed(command, "")
}

fn set_mode(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_file_that_others_can_write_is_not_believed_and_stops_only_who_needs_it() {
    let ground = bound();
    let (file, folder) = (ground.path("deep/.hallpass"), ground.path("deep"));
    assert_eq!(show(&ground, "yunling").json()["profile"]["name"], "b");
    let refused = |why: &str| {
        let ran = show(&ground, "yunling");
        let said = ran.json()["error"]["message"].as_str().unwrap_or_default().to_owned();
        assert!(ran.code == 2 && said.contains(why) && said.contains(".hallpass"), "{why}: {}", ran.out);
        assert_eq!(show(&ground, "a").json()["profile"]["name"], "a", "a profile's own name needs no binding");
    };
    set_mode(&file, 0o666);
    refused("can be changed by other users");
    set_mode(&file, 0o644);
    set_mode(&folder, 0o777);
    refused("other users can replace files");
    // As `/tmp` is: others may add files there and not replace this one.
    set_mode(&folder, 0o1777);
    assert_eq!(show(&ground, "yunling").json()["profile"]["name"], "b");
    set_mode(&folder, 0o755);
    std::fs::write(&file, vec![b'#'; 65 * 1024]).unwrap();
    refused("is too large");
    std::fs::write(&file, "yunling = test\npassword = Hunter2\n").unwrap();
    refused("is not a binding");
    if chown(&file, Some(65534), None).is_ok() {
        refused("belongs to another user");
    }
}

#[test]
fn a_pipe_of_that_name_is_not_waited_for() {
    let ground = bound();
    std::fs::remove_file(ground.path("deep/.hallpass")).unwrap();
    assert!(Command::new("mkfifo").arg(ground.path("deep/.hallpass")).status().unwrap().success());
    let began = Instant::now();
    let ran = show(&ground, "yunling");
    assert!(ran.code == 2 && ran.out.contains("is not a regular file"), "{}", ran.out);
    assert!(began.elapsed() < Duration::from_secs(60), "a pipe would be waited for without end");
}

#[test]
fn in_a_folder_that_is_gone_no_environment_is_guessed() {
    let ground = bound();
    let in_a_removed_folder = |name: &str| {
        let script = "mkdir gone && cd gone && rmdir ../gone && exec \"$0\" profile show \"$1\" --json --lang en";
        feed(ground.dressed(Command::new("sh"), &["-c", script, env!("CARGO_BIN_EXE_hallpass"), name]), "")
    };
    let ran = in_a_removed_folder("yunling");
    assert!(ran.code == 2 && ran.out.contains("The current folder cannot be determined"), "{}", ran.out);
    assert_eq!(in_a_removed_folder("a").json()["profile"]["name"], "a", "a profile's own name needs no binding");
}

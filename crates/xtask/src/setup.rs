//! `cargo xtask setup`: hands over to `setup/setup.sh`, which also serves before this program can be linked.

use crate::i18n::words;
use crate::task::{Done, unknown_argument};
use std::path::Path;
use std::process::Command;

pub(crate) fn run(arguments: &[String]) -> Done {
    let mut groups = vec!["build", "test"];
    for argument in arguments {
        match argument.as_str() {
            "--window" => groups.push("window"),
            other => return Err(unknown_argument(other)),
        }
    }
    script(&groups)
}

/// Makes sure that the groups are there, without a word when they are.
pub(crate) fn ensure(groups: &[&str]) -> Done {
    script(&[&["--quiet"], groups].concat())
}

fn script(arguments: &[&str]) -> Done {
    if cfg!(windows) {
        // A program that runs here has been linked, so Visual C++ is there.
        return Ok(());
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("setup/setup.sh");
    let status = Command::new("sh").arg(&file).args(arguments).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(_) => Err(words("准备没有完成。", "The set-up is not complete.").pick().to_owned()),
        Err(error) => Err(format!("{}: {error}", file.display())),
    }
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use crate::temp_home::Home;
    use std::fs;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::{Command, Output};

    /// A machine that has nothing but a shell and the commands made here.
    struct Machine(Home);

    impl Machine {
        fn new(name: &str) -> Self {
            let machine = Self(Home::new(name).unwrap());
            fs::create_dir(machine.0.path("bin")).unwrap();
            for tool in ["sh", "cat", "dirname", "env", "mktemp", "rm"] {
                let found = Command::new("sh").args(["-c", &format!("command -v {tool}")]).output().unwrap();
                symlink(String::from_utf8(found.stdout).unwrap().trim(), machine.0.path("bin").join(tool)).unwrap();
            }
            machine.with("id", "echo 0")
        }

        fn with(self, tool: &str, script: &str) -> Self {
            let file = self.0.path("bin").join(tool);
            fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
            self
        }

        fn setup(&self, locale: &str, groups: &[&str]) -> Output {
            let mut command = self.0.command(self.0.path("bin/sh"));
            command.env_clear().env("PATH", self.0.path("bin")).env("LANG", locale);
            command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/setup/setup.sh")).args(groups).output().unwrap()
        }
    }

    fn said(output: &Output) -> String {
        String::from_utf8(output.stderr.clone()).unwrap()
    }

    #[test]
    fn every_need_names_its_packages_for_each_manager() {
        let rows = include_str!("../setup/needs").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        for row in rows {
            let columns: Vec<&str> = row.split('|').map(str::trim).collect();
            assert_eq!(columns.len(), 8, "{row}");
            assert!(["build", "test", "bench", "window", "windows", "package"].contains(&columns[0]), "{row}");
            assert!(columns.iter().all(|column| !column.is_empty()), "{row}");
        }
    }

    #[test]
    fn where_it_cannot_install_it_prints_the_line_in_the_readers_language() {
        let machine = Machine::new("setup-dnf").with("dnf", "exit 1").with("id", "echo 1000");
        let english = machine.setup("en_GB.UTF-8", &["build"]);
        assert_eq!(english.status.code(), Some(1));
        assert!(said(&english).contains("Missing: C compiler, pkg-config"), "{}", said(&english));
        assert!(said(&english).ends_with("Please run: sudo dnf install -y gcc glibc-devel pkgconf-pkg-config\n"));
        let chinese = said(&machine.setup("zh_CN.UTF-8", &["build"]));
        assert!(chinese.contains("缺少：C编译器、pkg-config") && chinese.contains("请运行：sudo dnf"), "{chinese}");
    }

    #[test]
    fn without_a_known_manager_it_names_the_needs() {
        let output = Machine::new("setup-none").setup("C.UTF-8", &["build"]);
        assert_eq!(output.status.code(), Some(1));
        assert!(said(&output).contains("Missing: C compiler") && said(&output).contains("No apt, dnf, pacman or brew"));
    }

    #[test]
    fn apt_fetches_its_lists_only_when_installing_from_them_failed() {
        let script = "echo \"$@\" >>\"${0%/*}/../log\"\ncase \"$*\" in *update*) : >\"${0%/*}/../lists\" ;; *) [ -e \"${0%/*}/../lists\" ] ;; esac";
        let machine = Machine::new("setup-apt").with("apt-get", script).with("cc", "exit 1");
        let output = machine.setup("C.UTF-8", &["--quiet", "build"]);
        assert!(output.status.success(), "{}", said(&output));
        let log = fs::read_to_string(machine.0.path("log")).unwrap();
        let verbs: Vec<&str> = log.lines().filter_map(|line| line.split(' ').nth(2)).collect();
        assert_eq!(verbs, ["install", "update", "install"]);
        assert!(log.contains("--no-install-recommends gcc libc6-dev pkg-config"), "{log}");
    }

    #[test]
    fn nothing_missing_is_success_without_a_word_when_asked_to_be_quiet() {
        let machine = Machine::new("setup-whole").with("pkg-config", "");
        let machine = machine.with("cc", "echo /").with("apt-get", "exit 1");
        let output = machine.setup("C.UTF-8", &["--quiet", "build"]);
        assert_eq!((output.status.code(), said(&output).as_str()), (Some(0), ""));
        assert_eq!(said(&machine.setup("zh_CN.UTF-8", &["build"])), "需要的都已装好。\n");
    }
}

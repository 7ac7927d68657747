//! The numbers behind the promises. Each is printed by the test that asserts it, in a line
//! `proof NAME: FAILED of TRIED`.

use super::page::{Cell, Table};
use crate::command::cargo;
use crate::i18n::{Words, words};
use crate::ui;
use std::process::Stdio;

/// One promise and the test that counts.
struct Number {
    /// As the test prints it.
    name: &'static str,
    promise: Words,
    /// What was tried, so many times.
    of: Words,
    /// The test's program and its name, by which anybody runs it again.
    program: &'static str,
    test: &'static str,
    /// What makes it run longer than every day.
    longer: Option<(&'static str, &'static str)>,
}

const NUMBERS: &[Number] = &[
    Number {
        name: "redirects",
        promise: words("重定向后发往其他主机的请求", "requests sent to another host after a redirect"),
        of: words("重定向方式", "kinds of redirect"),
        program: "suite",
        test: "no_redirect_is_followed",
        longer: None,
    },
    Number {
        name: "quoted-secrets",
        promise: words(
            "服务器回显机密后，文字中出现机密的次数",
            "secrets shown in any text after a server echoed them",
        ),
        of: words("响应", "answers"),
        program: "suite",
        test: "no_text_of_any_answer_of_any_provider_shows_a_secret_of_ours",
        longer: None,
    },
    Number {
        name: "guard",
        promise: words(
            "一次点击多发的登录请求、冷却期内发出的登录请求（含时钟跳变）",
            "login requests beyond one per click or during a cool-down, with clock jumps",
        ),
        of: words("登录请求（10,000个随机序列）", "login requests in 10,000 random sequences"),
        program: "hallpass-core",
        test: "guard::tests::whatever_the_wall_clock_does_every_wait_is_held_and_none_is_longer",
        longer: None,
    },
    Number {
        name: "surplus-keys",
        promise: words(
            "随机强制结束、请求与响应丢失后多创建的authKey",
            "surplus authKeys after random kills and lost requests and responses",
        ),
        of: words("导出（每次400个账号）", "exports of 400 accounts"),
        program: "golden",
        test: "killed_at_random_and_taken_up_again",
        longer: Some(("EXPORT_SEEDS", "200")),
    },
    Number {
        name: "lost-commits",
        promise: words("kill -9后丢失的已提交内容", "committed saves lost to kill -9"),
        of: words("保存", "saves"),
        program: "vault",
        test: "kill_9_during_500_saves_loses_nothing_that_was_committed",
        longer: None,
    },
    Number {
        name: "flipped-bytes",
        promise: words("改动一个字节后仍被接受的保险库", "vaults accepted with one byte changed"),
        of: words("字节", "bytes"),
        program: "vault",
        test: "a_flipped_byte_of_the_database_is_never_accepted",
        longer: Some(("VAULT_EVERY_BYTE", "1")),
    },
    Number {
        name: "ipc",
        promise: words("不应允许却被允许的窗口调用", "window calls that are allowed and should not be"),
        of: words("窗口调用", "calls"),
        program: "ipc",
        test: "only_the_main_windows_own_page_may_call_and_only_these",
        longer: None,
    },
    Number {
        name: "bad-answers",
        promise: words(
            "处理错误的异常响应：每个平台、每次携带机密的请求",
            "bad responses handled wrongly, for each provider and each request that carries a secret",
        ),
        of: words("情形", "cases"),
        program: "fault_matrix",
        test: "every_bad_answer_to_every_call_has_its_failure_and_shows_no_secret",
        longer: None,
    },
    Number {
        name: "bad-answers-over-tls",
        promise: words("经TLS到达时处理错误的异常响应", "the same over TLS, once for each provider"),
        of: words("情形", "cases"),
        program: "fault_matrix",
        test: "over_tls_every_bad_answer_has_the_same_failure",
        longer: None,
    },
    Number {
        name: "memory",
        promise: words(
            "退出登录或关闭保险库后，内存中残留的密码、口令和令牌",
            "copies of passwords, passphrases and tokens in memory after signing out or closing the vault",
        ),
        of: words("内存扫描", "scans"),
        program: "memory",
        test: "nothing_secret_is_left_in_memory_once_it_is_over",
        longer: None,
    },
    Number {
        name: "killed-sign-ins",
        promise: words(
            "登录在任意一步被强制结束后多发的请求、无法使用的保险库",
            "extra requests or unusable vaults after a sign-in was killed at each step",
        ),
        of: words("步骤", "steps"),
        program: "golden",
        test: "a_sign_in_that_is_killed_anywhere_is_sent_once_and_the_next_one_works",
        longer: Some(("HALLPASS_LONG", "1")),
    },
    Number {
        name: "fuzz-corpus",
        promise: words("出错的不可信输入", "untrusted inputs that broke something"),
        of: words("输入", "inputs"),
        program: "corpus",
        test: "every_input_and_its_mutations_keep_what_is_promised",
        longer: Some(("FUZZ_MUTATIONS", "5000")),
    },
];

/// Runs every test and collects its figure.
pub(super) fn measure(quick: bool) -> Result<Table, String> {
    ui::build()?;
    let columns = vec![
        words("承诺", "promise"),
        words("失败/尝试", "failed / tried"),
        words("尝试内容", "what was tried"),
        words("测试", "test"),
    ];
    Ok(Table { columns, rows: NUMBERS.iter().map(|number| number.row(quick)).collect::<Result<_, _>>()? })
}

impl Number {
    fn row(&self, quick: bool) -> Result<Vec<Cell>, String> {
        let test = format!("`{}` `{}`", self.program, self.test);
        let figure = self.measure(quick)?.replace(" of ", " / ");
        Ok(vec![Cell::Words(self.promise), Cell::Text(figure), Cell::Words(self.of), Cell::Text(test)])
    }

    fn measure(&self, quick: bool) -> Result<String, String> {
        let mut test = cargo("test --workspace --features hallpass-desktop/ts --locked");
        match self.program {
            library if library.starts_with("hallpass-") => test.arg("--lib"),
            program => test.args(["--test", program]),
        };
        test.args(["--", "--nocapture", self.test]);
        test.envs(self.longer.filter(|_| !quick));
        println!("── {} ──", self.test);
        let output = test.stderr(Stdio::inherit()).output().map_err(|error| format!("{}: {error}", self.test))?;
        let said = String::from_utf8_lossy(&output.stdout);
        if !output.status.success() {
            return Err(format!("{}: {said}", self.test));
        }
        let figure = figure(&said, self.name);
        println!("{}: {}", self.name, figure.as_deref().unwrap_or("?"));
        figure.ok_or_else(|| format!("{} prints no line 'proof {}: ...'", self.test, self.name))
    }
}

/// The harness may have written the test's name before it.
fn figure(said: &str, name: &str) -> Option<String> {
    let start = format!("proof {name}: ");
    said.lines().find_map(|line| Some(line.split_once(&start)?.1.trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::{NUMBERS, figure};
    use crate::ui;

    #[test]
    fn a_figure_is_found_after_the_name_of_its_test() {
        let said = "running 1 test\ntest a ... proof redirects: 0 of 30\nok\n";
        assert_eq!(figure(said, "redirects").as_deref(), Some("0 of 30"));
        assert_eq!(figure(said, "other"), None);
    }

    /// Where a program's tests are: the folder or file of its name, or a library's sources.
    fn sources(program: &str) -> Vec<PathBuf> {
        if let Some(library) = program.strip_prefix("hallpass-") {
            return vec![ui::root().join("crates").join(library).join("src")];
        }
        let crates = fs::read_dir(ui::root().join("crates")).unwrap().map(|entry| entry.unwrap().path());
        let folders = crates.chain([ui::root()]).map(|folder| folder.join("tests"));
        folders.flat_map(|tests| [tests.join(program), tests.join(format!("{program}.rs"))]).collect()
    }

    fn holds(path: &Path, wanted: &str) -> bool {
        match fs::read_dir(path) {
            Ok(entries) => entries.flatten().any(|entry| holds(&entry.path(), wanted)),
            Err(_) => fs::read_to_string(path).is_ok_and(|code| code.contains(wanted)),
        }
    }

    #[test]
    fn each_number_has_a_test_in_the_program_that_it_names() {
        for number in NUMBERS {
            let name = number.test.rsplit("::").next().unwrap();
            let there = sources(number.program).iter().any(|path| holds(path, &format!("fn {name}()")));
            assert!(there, "{} has no test {name}", number.program);
        }
    }
}

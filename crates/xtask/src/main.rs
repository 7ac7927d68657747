//! Tasks of this repository: `cargo xtask setup | demo | run | dev | test | fuzz | team | bench | prove | screenshots | package | windows | macos`.
//!
//! A task is one module with one line in [`TASKS`].
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is a command; printing is what it does")]

mod bench;
mod build;
mod command;
mod demo;
mod dev;
mod fuzz;
mod i18n;
mod macos;
mod notices;
mod package;
mod prove;
mod run;
mod sandbox;
mod screenshots;
mod setup;
mod steps;
mod task;
mod team;
mod temp_home;
mod test;
mod ui;
mod windows;

use std::process::ExitCode;

use i18n::{Words, words};
use task::Done;

struct Task {
    name: &'static str,
    about: Words,
    run: fn(&[String]) -> Done,
}

const TASKS: &[Task] = &[
    Task {
        name: "setup",
        about: words(
            "检查并安装需要的系统软件包（--window：窗口所需的也装）",
            "finds the system packages that are missing and installs them (--window: the window's too)",
        ),
        run: setup::run,
    },
    Task {
        name: "demo",
        about: words(
            "在临时目录里演示：有屏幕时开窗口，否则在终端里（--terminal：总在终端里）",
            "real sign-ins in a throw-away home: the window where there is a screen, else the terminal (--terminal: always)",
        ),
        run: demo::run,
    },
    Task {
        name: "run",
        about: words("编译并打开窗口（使用本人的保险库）", "builds and opens the window, on your own vault"),
        run: run::run,
    },
    Task {
        name: "dev",
        about: words(
            "打开真实窗口，保存界面源码后立即更新（参数交给窗口）",
            "opens the real window, whose page changes as its sources are saved (arguments go to the window)",
        ),
        run: dev::run,
    },
    Task {
        name: "test",
        about: words(
            "检查格式、运行clippy、全部测试和文档（test lint、page、rust、team、window或crates里的名称：只跑这一部分）",
            "format, clippy, all tests, docs (test lint, page, rust, team, window or a name in crates/: only that part)",
        ),
        run: test::run,
    },
    Task {
        name: "fuzz",
        about: words(
            "让libFuzzer寻找会出错的输入（fuzz名称…：只查这些；--seconds N：每项的秒数）",
            "has libFuzzer look for inputs that break something (fuzz NAME...: only these; --seconds N: for each)",
        ),
        run: fuzz::run,
    },
    Task {
        name: "team",
        about: words(
            "启动演示团队：本机上三个节点的OpenBao和虚构的成员",
            "starts a demo team: three nodes of OpenBao on this machine, and invented people",
        ),
        run: team::run,
    },
    Task {
        name: "bench",
        about: words(
            "与同类工具比较用时（bench名称…：只跑这些）",
            "our time against a bare peer's, as ratios (bench NAME...: only these)",
        ),
        run: bench::run,
    },
    Task {
        name: "prove",
        about: words(
            "运行各项承诺背后的测试，写入docs/proof.md（promises、fuzzing、dependencies、ratios：只运行这一部分；--quick：短时运行）",
            "runs what backs the promises, writes docs/proof.md (promises, fuzzing, dependencies, ratios: one part; --quick)",
        ),
        run: prove::run,
    },
    Task {
        name: "screenshots",
        about: words(
            "为每个界面截图：两种语言、两种主题（存入target/screenshots；screenshots名称…：只截这些）",
            "pictures of every screen in both languages and themes, into target/screenshots (screenshots NAME...: only these)",
        ),
        run: screenshots::run,
    },
    Task {
        name: "package",
        about: words(
            "生成 .deb和 .rpm安装包：窗口与hallpass命令（--prepare：只准备其中的文件）",
            "makes a .deb and an .rpm with the window and the hallpass command (--prepare: only the files in them)",
        ),
        run: package::run,
    },
    Task {
        name: "windows",
        about: words(
            "为Windows编译，打成zip和安装程序（--dev：只编译；--test：在Wine里测试；--lint：clippy）",
            "builds for Windows and packs a zip and an installer (--dev: only builds; --test: tries it under Wine; --lint)",
        ),
        run: windows::run,
    },
    Task {
        name: "macos",
        about: words("为macOS检查类型（窗口除外）", "checks the types for macOS, of everything but the window"),
        run: macos::run,
    },
];

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    let Some(task) = TASKS.iter().find(|task| task.name == name) else {
        return usage(&name);
    };
    match (task.run)(&rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn usage(asked: &str) -> ExitCode {
    let help = ["", "help", "--help", "-h"].contains(&asked);
    if !help {
        eprintln!("{}", words("没有这个任务：", "No such task: ").pick().to_owned() + asked);
    }
    println!("cargo xtask …");
    for task in TASKS {
        println!("  {:<11} {}", task.name, task.about.pick());
    }
    if help { ExitCode::SUCCESS } else { ExitCode::from(2) }
}

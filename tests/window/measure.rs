//! The window measured beside an empty one, and beside the command: `cargo xtask bench` builds both as they are released,
//! runs these and shows what they print. Each prints `figure NAME: …`, and `pair NAME OURS PEER` for each turn.

mod list;
pub(crate) mod processes;
mod switcher;

use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use hallpass_test_keyring::Process;

use self::processes::Tree;
use crate::harness::{Ground, window_program};
use crate::page::Page;
use crate::x11::Screen;

const TURNS: usize = 5;
/// How long a window is left alone before its memory is read.
const SETTLED: Duration = Duration::from_secs(5);
/// When nothing of the start is left to be done.
const AT_REST: Duration = Duration::from_secs(30);
/// How long the processor's time of a window that nobody uses is watched: the engine looks at its memory every half minute,
/// also in an empty window, and the clock of the page moves once a minute.
const IDLE: Duration = Duration::from_secs(60);

fn empty_window() -> PathBuf {
    PathBuf::from(std::env::var_os("HALLPASS_EMPTY_WINDOW").expect("cargo xtask bench names the empty window"))
}

/// A program whose window stands on the screen, and how long that took.
struct Open {
    process: Process,
    drawn: Duration,
}

impl Ground {
    /// Starts a program and waits for the first frame with something on it.
    fn start(&self, program: PathBuf) -> Open {
        self.start_with(program, &[])
    }

    fn start_with(&self, program: PathBuf, environment: &[(&str, &str)]) -> Open {
        let screen = Screen::connect(self.display());
        let mut command = self.command(program);
        command.envs(environment.iter().copied());
        let begin = Instant::now();
        let process = Process::start(command.stdout(Stdio::null()).stderr(Stdio::null())).unwrap();
        while !screen.shows_something() {
            assert!(begin.elapsed() < Duration::from_secs(60), "no window");
            std::thread::sleep(Duration::from_millis(1));
        }
        Open { process, drawn: begin.elapsed() }
    }

    /// As many profiles as a support team has, in groups.
    fn many_profiles(&self, count: usize) {
        // A file has at most so many.
        for (part, from) in (0..count).step_by(500).enumerate() {
            let mut csv = "name,provider,server,environment,group,method,account\n".to_owned();
            for n in from..(from + 500).min(count) {
                let (environment, group) = (["prod", "staging", "test", "dev"][n % 4], n / 4);
                csv.push_str(&format!(
                    "Tenant {n:05},enos-iam,https://iam{n}.example,{environment},Group {group:04},password,user{n}\n"
                ));
            }
            let file = self.path(format!("profiles-{part}.csv"));
            std::fs::write(&file, csv).unwrap();
            let said = self.hallpass(&["profile", "import", "--yes", &file.display().to_string()], "");
            assert!(said.get("error").is_none_or(serde_json::Value::is_null), "{said}");
        }
    }
}

fn seconds(of: Duration) -> f64 {
    of.as_secs_f64()
}

/// Start, memory and idle time with this many profiles, against the empty window in turn.
async fn at_rest(count: usize) {
    let ground = Ground::with_vault().await;
    ground.many_profiles(count);
    // Whatever is read from the disk is in memory from here on.
    drop((ground.start(window_program()), ground.start(empty_window())));
    for turn in 0..TURNS {
        let (ours, ours_memory, ours_idle) = rest(ground.start(window_program()), turn);
        let (peer, peer_memory, peer_idle) = rest(ground.start(empty_window()), turn);
        println!("pair start-{count} {:.4} {:.4}", seconds(ours), seconds(peer));
        println!("pair memory-{count} {ours_memory} {peer_memory}");
        // Without a graphics processor ours is drawn without OpenGL, and an empty window as it comes is not.
        let (same, same_memory, _) =
            rest(ground.start_with(empty_window(), &[("WEBKIT_DISABLE_COMPOSITING_MODE", "1")]), 1);
        let (ours, same) = (seconds(ours), seconds(same));
        println!("figure start, {count} profiles: {ours:.3} s; an empty window drawn without OpenGL {same:.3} s");
        println!(
            "figure memory, {count} profiles: {ours_memory} B; an empty window drawn without OpenGL {same_memory} B"
        );
        if let (Some(ours), Some(peer)) = (ours_idle, peer_idle) {
            println!("figure idle, {count} profiles: {ours:.2} % of a core; an empty window {peer:.2} %");
        }
    }
}

/// How long it took to be drawn, its memory in bytes, and, the first time, its use of a core in percent.
fn rest(open: Open, turn: usize) -> (Duration, u64, Option<f64>) {
    std::thread::sleep(SETTLED);
    let tree = Tree::of(open.process.id());
    let memory = tree.memory();
    let idle = (turn == 0).then(|| {
        std::thread::sleep(AT_REST);
        let before = tree.processor();
        std::thread::sleep(IDLE);
        100.0 * seconds(tree.processor() - before) / seconds(IDLE)
    });
    (open.drawn, memory, idle)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures: cargo xtask bench window-start window-memory"]
async fn measures_the_window_at_rest() {
    for count in [0, 1_000, 10_000] {
        at_rest(count).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures: cargo xtask bench window-typing"]
async fn measures_typing_and_scrolling() {
    for count in [1_000, 10_000] {
        let ground = Ground::with_vault().await;
        ground.many_profiles(count);
        let page = Page::open(&ground, &[]).await;
        page.reads("Tenant 00000").await;
        page.types_into_the_filter(count).await;
        page.scrolls_the_list(count).await;
        page.close().await;
    }
}

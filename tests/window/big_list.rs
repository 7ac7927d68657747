//! A list of a hundred thousand accounts in the real window, measured beside the command: `cargo xtask bench
//! window-export`.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::authkeys::ground;
use crate::harness::{Ground, hallpass};
use crate::measure::processes::processor;
use crate::page::Page;

const MANY: usize = 100_000;
const FEW: usize = 1_000;
/// A frame that a person sees is missing, in milliseconds.
const LONG: u64 = 50;

/// Counts frames, and messages of the backend, from now on.
const WATCH: &str = "const seen = (globalThis.seen = {last: performance.now(), frames: 0, longest: 0, long: 0, messages: []}); \
    const frame = () => { if (globalThis.seen !== seen) return; const now = performance.now(); const took = now - seen.last; \
    seen.last = now; seen.frames += 1; if (took > seen.longest) seen.longest = took; if (took > 50) seen.long += 1; \
    requestAnimationFrame(frame); }; requestAnimationFrame(frame);";

impl Page {
    async fn do_(&self, script: &str) -> Value {
        self.client.execute(script, vec![]).await.unwrap()
    }

    /// How smooth it was since the frames are counted: how many, how many of them took too long, and the longest.
    async fn frames(&self) -> (u64, u64, u64) {
        let seen =
            self.do_("const {frames, long, longest} = globalThis.seen; return [frames, long, Math.round(longest)]");
        let number = |seen: &Value, at: usize| seen[at].as_u64().unwrap();
        let seen = seen.await;
        (number(&seen, 0), number(&seen, 1), number(&seen, 2))
    }

    /// Pastes a column that is made in the page, and waits until it is read; how long that took.
    async fn paste_many(&self, accounts: usize) -> Duration {
        self.find("//textarea").await;
        let script =
            "globalThis.column = Array.from({length: arguments[0]}, (_, n) => `u${n}@corp.example`).join('\\n')";
        self.client.execute(script, vec![json!(accounts)]).await.unwrap();
        self.do_(WATCH).await;
        let begin = Instant::now();
        // A short one goes into the field, as the browser would put it there.
        let paste = "const text = globalThis.column; delete globalThis.column; \
                     const data = new DataTransfer(); data.setData('text/plain', text); \
                     const field = document.querySelector('textarea'); const kind = {bubbles: true, cancelable: true}; \
                     if (field.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, ...kind}))) { \
                     field.value = text; field.dispatchEvent(new Event('input', kind)); }";
        self.do_(paste).await;
        // The list of jobs names accounts too, also those of the command's.
        self.reads(&format!("{} lines", thousands(accounts))).await;
        begin.elapsed()
    }

    /// Exports a pasted list; how long the reading and the job took, and how the frames were during each.
    async fn export(&self, accounts: usize) -> (Duration, [(u64, u64, u64); 2]) {
        self.press("New job").await;
        let read = self.paste_many(accounts).await;
        let reading = self.frames().await;
        self.choose_one("Unencrypted").await;
        self.do_(WATCH).await;
        let begin = Instant::now();
        self.press("Start").await;
        self.reads("Key table written to").await;
        (read + begin.elapsed(), [reading, self.frames().await])
    }
}

fn thousands(number: usize) -> String {
    format!("{},{:03}", number / 1000, number % 1000)
}

impl Ground {
    /// The command's time for the same list, from its start to its end.
    fn command_exports(&self, accounts: usize, turn: u32) -> Duration {
        let list: String = (0..accounts).map(|n| format!("u{n}@corp.example\n")).collect();
        fs::write(self.path("list.txt"), list).unwrap();
        let mut command = self.command(hallpass());
        command.args(["authkeys", "export", "Batch", "--expires", "30d", "--plain", "--no-input", "--accounts"]);
        command.arg(self.path("list.txt")).arg("--out").arg(self.path(format!("keys{turn}.csv")));
        let begin = Instant::now();
        assert!(command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().success());
        begin.elapsed()
    }

    /// The processes of our window with this name, by what `of` reads of them.
    fn of_processes<T: Ord>(&self, name: &str, of: impl Fn(PathBuf) -> Option<T>) -> T {
        let home = format!("HALLPASS_HOME={}", self.home().display());
        let ours = |process: PathBuf| {
            let environment = fs::read(process.join("environ")).unwrap_or_default();
            let called = fs::read_to_string(process.join("comm")).unwrap_or_default();
            let ours = String::from_utf8_lossy(&environment).contains(&home) && called.starts_with(name);
            if ours { of(process) } else { None }
        };
        fs::read_dir("/proc").unwrap().filter_map(|entry| ours(entry.ok()?.path())).max().expect("a process")
    }

    /// The memory of the page's process, in MB.
    fn page_memory(&self) -> u64 {
        let resident = |process: PathBuf| {
            let about = fs::read_to_string(process.join("status")).ok()?;
            let line = about.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"))?;
            line.trim().parse::<u64>().ok()
        };
        self.of_processes("WebKitWebProces", resident) / 1024
    }

    /// The processor time of the page and of our own process so far.
    fn processor(&self) -> [Duration; 2] {
        let time = |process: PathBuf| processor(process.file_name()?.to_str()?.parse().ok()?);
        ["WebKitWebProces", "hallpass-deskto"].map(|name| self.of_processes(name, time))
    }
}

/// Prints `figure …` lines, and `pair export WINDOW COMMAND` in seconds for each turn.
#[tokio::test(flavor = "multi_thread")]
#[ignore = "measures: cargo xtask bench window-export"]
async fn measures_a_hundred_thousand_accounts() {
    let ground = ground().await;
    let page = Page::open(&ground, &[]).await;
    page.reads("Batch").await;
    page.batch().await;
    page.export(FEW).await;
    let before = ground.page_memory();
    for turn in 0..3 {
        page.do_(WATCH).await;
        let command = ground.command_exports(MANY, turn);
        let idle = page.frames().await;
        let events = page.count_messages().await;
        let before_it = ground.processor();
        let (window, [reading, working]) = page.export(MANY).await;
        let after_it = ground.processor();
        println!("pair export {:.3} {:.3}", window.as_secs_f64(), command.as_secs_f64());
        println!(
            "figure 100 000 accounts, processor: page {:.2} s, program {:.2} s",
            (after_it[0] - before_it[0]).as_secs_f64(),
            (after_it[1] - before_it[1]).as_secs_f64()
        );
        println!(
            "figure 100 000 accounts, a window at rest beside the command: {} frames, {} over {LONG} ms, the longest {} ms",
            idle.0, idle.1, idle.2
        );
        println!(
            "figure 100 000 accounts, reading: {} frames, {} over {LONG} ms, the longest {} ms",
            reading.0, reading.1, reading.2
        );
        println!(
            "figure 100 000 accounts, at work: {} frames, {} over {LONG} ms, the longest {} ms",
            working.0, working.1, working.2
        );
        let most = events.most(&page).await;
        assert!((1..=10).contains(&most), "{most} messages in a second");
        println!("figure 100 000 accounts, progress: at most {most} messages in a second");
        println!("figure 100 000 accounts, page memory: {} MB, {before} MB after {FEW} accounts", ground.page_memory());
    }
    let (frames, long, longest) = page.scroll_through().await;
    println!("figure 100 000 accounts, scrolling: {frames} frames, {long} over {LONG} ms, the longest {longest} ms");
    println!("figure 100 000 accounts, page memory: {} MB after scrolling", ground.page_memory());
    page.close().await;
}

/// Messages of the backend to the page, by the moment at which they came.
struct Messages;

impl Messages {
    /// The most in any second.
    async fn most(&self, page: &Page) -> u64 {
        let script = "const at = globalThis.told; let most = 0; \
            for (let first = 0, last = 0; last < at.length; last++) { while (at[last] - at[first] >= 1000) first++; \
            most = Math.max(most, last - first + 1); } return most";
        page.do_(script).await.as_u64().unwrap()
    }
}

impl Page {
    /// Notes each message that comes over a channel from now on: those are called by number, in order.
    async fn count_messages(&self) -> Messages {
        let script = "globalThis.told = []; const {callbacks} = window.__TAURI_INTERNALS__; \
            const get = Map.prototype.get; if (Object.hasOwn(callbacks, 'get')) return; \
            callbacks.get = (id) => { const run = get.call(callbacks, id); return run && ((data) => { \
            if (data && typeof data === 'object' && 'index' in data) globalThis.told.push(performance.now()); \
            return run(data); }); };";
        self.do_(script).await;
        Messages
    }

    /// Scrolls the results from their first row to their last, some hundred rows a frame.
    async fn scroll_through(&self) -> (u64, u64, u64) {
        self.find("//*[@role='table']").await;
        self.do_(WATCH).await;
        let script = "const done = arguments[arguments.length - 1]; \
            const box = [...document.querySelectorAll('[role=table] *')].find((one) => one.scrollHeight > one.clientHeight + 100 && \
            getComputedStyle(one).overflowY !== 'visible'); const step = box.scrollHeight / 600; let at = 0; \
            const go = () => { at += step; box.scrollTop = at; if (at < box.scrollHeight) requestAnimationFrame(go); \
            else done(box.scrollHeight); }; requestAnimationFrame(go);";
        let height = self.client.execute_async(script, vec![]).await.unwrap();
        assert!(height.as_f64().unwrap_or_default() > 1_000_000.0, "{height}: {}", self.text().await);
        self.frames().await
    }
}

//! A list of a hundred thousand accounts in the real window, measured beside the command: `cargo xtask bench
//! window-export`.

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::authkeys::ground;
use crate::harness::{Ground, hallpass};
use crate::measure::processes::{PAGE, processor};
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

    /// From now on the page watches for these words; `there` waits for them. A question over and over from here would take
    /// the page's time, and come late.
    async fn watches_for(&self, words: &str) {
        let script = "const [words] = arguments; const begin = performance.now(); let waits = false; \
            globalThis.there = new Promise((tell) => { \
            const look = () => { waits = false; if (!document.body.textContent.includes(words)) return; \
            seen.disconnect(); tell(performance.now() - begin); }; \
            const seen = new MutationObserver(() => { if (!waits) { waits = true; setTimeout(look, 20); } }); \
            seen.observe(document.body, {subtree: true, childList: true, characterData: true}); });";
        self.client.execute(script, vec![json!(words)]).await.unwrap();
    }

    /// How long after that the words were there.
    async fn there(&self) -> Duration {
        let script = "const done = arguments[arguments.length - 1]; globalThis.there.then(done);";
        let there = self.client.execute_async(script, vec![]).await.unwrap();
        Duration::from_secs_f64(there.as_f64().unwrap() / 1000.0)
    }

    /// Pastes a column that is made in the page, and waits until it is read; how long that took.
    async fn paste_many(&self, accounts: usize) -> Duration {
        self.find("//textarea").await;
        let script =
            "globalThis.column = Array.from({length: arguments[0]}, (_, n) => `u${n}@corp.example`).join('\\n')";
        self.client.execute(script, vec![json!(accounts)]).await.unwrap();
        self.do_(WATCH).await;
        // The list of jobs names accounts too, also those of the command's.
        self.watches_for(&format!("{} lines", thousands(accounts))).await;
        // A short one goes into the field, as the browser would put it there.
        let paste = "const text = globalThis.column; delete globalThis.column; \
                     const data = new DataTransfer(); data.setData('text/plain', text); \
                     const field = document.querySelector('textarea'); const kind = {bubbles: true, cancelable: true}; \
                     if (field.dispatchEvent(new ClipboardEvent('paste', {clipboardData: data, ...kind}))) { \
                     field.value = text; field.dispatchEvent(new Event('input', kind)); }";
        self.do_(paste).await;
        self.there().await
    }

    /// Exports a pasted list: how the reading went, and how the job.
    async fn export(&self, ground: &Ground, accounts: usize) -> [Phase; 2] {
        self.press("New job").await;
        let before = ground.processor();
        let time = self.paste_many(accounts).await;
        let reading = Phase { time, frames: self.frames().await, processor: ground.processor_since(before) };
        self.choose_one("Unencrypted").await;
        self.do_(WATCH).await;
        self.watches_for("Key table written to").await;
        let before = ground.processor();
        self.press("Start").await;
        let time = self.there().await;
        [reading, Phase { time, frames: self.frames().await, processor: ground.processor_since(before) }]
    }
}

/// A part of an export.
struct Phase {
    time: Duration,
    frames: (u64, u64, u64),
    /// Of the page and of our own process.
    processor: [Duration; 2],
}

impl Phase {
    fn print(&self, what: &str) {
        let (frames, long, longest) = self.frames;
        let [time, page, program] = [self.time, self.processor[0], self.processor[1]].map(|one| one.as_secs_f64());
        println!(
            "figure 100 000 accounts, {what}: {time:.2} s, {frames} frames, {long} over {LONG} ms, the longest {longest} ms; \
             processor: page {page:.2} s, program {program:.2} s"
        );
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

    /// The memory of the page's process, in MB.
    fn page_memory(&self) -> u64 {
        let resident = |process: PathBuf| {
            let about = fs::read_to_string(process.join("status")).ok()?;
            let line = about.lines().find_map(|line| line.strip_prefix("VmRSS:")?.trim().strip_suffix(" kB"))?;
            line.trim().parse::<u64>().ok()
        };
        self.of_processes(PAGE, resident) / 1024
    }

    /// The processor time of the page and of our own process so far.
    fn processor(&self) -> [Duration; 2] {
        let time = |process: PathBuf| processor(process.file_name()?.to_str()?.parse().ok()?);
        [PAGE, "hallpass-deskto"].map(|name| self.of_processes(name, time))
    }

    fn processor_since(&self, before: [Duration; 2]) -> [Duration; 2] {
        let now = self.processor();
        [now[0] - before[0], now[1] - before[1]]
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
    page.export(&ground, FEW).await;
    let before = ground.page_memory();
    for turn in 0..3 {
        page.do_(WATCH).await;
        let processor = ground.processor();
        let command = ground.command_exports(MANY, turn);
        Phase { time: command, frames: page.frames().await, processor: ground.processor_since(processor) }
            .print("a window at rest beside the command");
        let events = page.count_messages().await;
        let [reading, working] = page.export(&ground, MANY).await;
        println!("pair export {:.3} {:.3}", (reading.time + working.time).as_secs_f64(), command.as_secs_f64());
        reading.print("reading");
        working.print("at work");
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

//! The list of profiles while somebody types into its filter and scrolls it.

use serde_json::{Value, json};

use crate::page::Page;

/// Milliseconds from a keystroke until two frames later, fifty times, and the same without a keystroke.
const TYPE: &str = "const done = arguments[arguments.length - 1]; const field = document.querySelector('input[type=search]'); \
    const frames = () => new Promise((then) => requestAnimationFrame(() => requestAnimationFrame(then))); \
    const one = async (act) => { const begin = performance.now(); act(); await frames(); return performance.now() - begin; }; \
    const words = 'tenant 0123 group 17'; \
    const key = (n) => { field.value = words.slice(0, 1 + n % words.length); field.dispatchEvent(new Event('input', {bubbles: true})); }; \
    (async () => { const typed = [], empty = []; \
    for (let n = 0; n < 50; n++) { empty.push(await one(() => {})); typed.push(await one(() => key(n))); } \
    field.value = ''; field.dispatchEvent(new Event('input', {bubbles: true})); await frames(); \
    done([typed, empty, document.querySelectorAll('*').length]); })();";

/// Scrolls from the first row to the last in three hundred frames; how long each frame took.
const SCROLL: &str = "const done = arguments[arguments.length - 1]; \
    const box = [...document.querySelectorAll('[role=listbox], [role=listbox] *, :has(> [role=listbox])')] \
    .find((one) => one.scrollHeight > one.clientHeight + 100 && getComputedStyle(one).overflowY !== 'visible'); \
    if (!box) { done([]); } else { const took = []; let last = performance.now(), at = 0; const step = box.scrollHeight / 300; \
    const go = () => { const now = performance.now(); took.push(now - last); last = now; at += step; box.scrollTop = at; \
    if (at < box.scrollHeight) requestAnimationFrame(go); else done(took); }; requestAnimationFrame(go); }";

impl Page {
    pub(super) async fn types_into_the_filter(&self, count: usize) {
        self.find("//input[@type='search']").await;
        for _ in 0..3 {
            let said = self.client.execute_async(TYPE, vec![json!(null)]).await.unwrap();
            let (typed, empty) = (p95(&said[0]), p95(&said[1]));
            // In seconds, as every pair is.
            println!("pair typing-{count} {:.4} {:.4}", typed / 1000.0, empty / 1000.0);
            println!(
                "figure a keystroke, {count} profiles: {typed:.0} ms, {empty:.0} ms without one (p95); {} elements",
                said[2]
            );
        }
    }

    pub(super) async fn scrolls_the_list(&self, count: usize) {
        let said = self.client.execute_async(SCROLL, vec![json!(null)]).await.unwrap();
        let frames = said.as_array().unwrap();
        assert!(frames.len() > 100, "{count} profiles cannot be scrolled: {said}");
        let long = frames.iter().filter(|took| took.as_f64().unwrap() > 50.0).count();
        println!(
            "figure scrolling, {count} profiles: p95 {:.0} ms, {long} of {} frames over 50 ms",
            p95(&said),
            frames.len()
        );
    }
}

fn p95(of: &Value) -> f64 {
    let mut all: Vec<f64> = of.as_array().unwrap().iter().map(|one| one.as_f64().unwrap()).collect();
    all.sort_by(f64::total_cmp);
    all[all.len() * 95 / 100]
}

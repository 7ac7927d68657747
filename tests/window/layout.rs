//! How the page lies in the real engine: what is over it is whole, inside the window, and can be pressed.

use std::time::Duration;

use serde_json::Value;

use crate::page::Page;

/// What is wrong with what lies over the window, in a line each: dialogs, menus and notes that leave the window, are
/// higher than what they hold, scroll in no room, or whose controls another thing covers; and notes that take a click
/// beside them.
const MISPLACED: &str = r#"
const faults = [];
const named = (one) => `${one.tagName.toLowerCase()}.${one.classList[0]} "${one.textContent.trim().slice(0, 30)}"`;
const over = "dialog[open], [popover]:popover-open";


/** Where the words and pictures of a box end. */
function end(box) {
    let lowest = -Infinity;
    const walk = document.createTreeWalker(box, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
        const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
        if (!element.checkVisibility() || element.closest(`${over}`) !== box.closest(over)) continue;
        if (node.nodeType === Node.TEXT_NODE && node.data.trim() !== "") {
            const range = document.createRange();
            range.selectNode(node);
            lowest = Math.max(lowest, range.getBoundingClientRect().bottom);
        } else if (element.matches("svg, img, input, button, kbd")) {
            lowest = Math.max(lowest, element.getBoundingClientRect().bottom);
        }
    }
    return lowest;
}

for (const box of document.querySelectorAll(`${over}, .toast`)) {
    const { left, top, right, bottom } = box.getBoundingClientRect();
    const lowest = end(box);
    if (lowest === -Infinity) continue;
    if (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1)
        faults.push(`${named(box)} leaves the window: ${[left, top, right, bottom].map(Math.round)}`);
    if (bottom - lowest > 32) faults.push(`${named(box)} goes on for ${Math.round(bottom - lowest)} px below its end`);
}
for (const box of document.querySelectorAll(`:is(${over}) *`)) {
    const scrolls = box.scrollHeight > box.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(box).overflowY);
    if (scrolls && box.clientHeight < 60) faults.push(`${named(box)} scrolls in ${box.clientHeight} px`);
}
for (const control of document.querySelectorAll(`:is(${over}) :is(button, input, [role=option])`)) {
    if (!control.checkVisibility()) continue;
    const { left, top, width, height } = control.getBoundingClientRect();
    const [x, y] = [left + width / 2, top + height / 2];
    if (width < 4 || isScrolledAway(control, y)) continue;
    const hit = document.elementFromPoint(x, y);
    if (!control.contains(hit)) faults.push(`${named(control)} is covered by ${hit ? named(hit) : "nothing"}`);
}
function isScrolledAway(control, y) {
    for (let at = control.parentElement; at && !at.matches("dialog"); at = at.parentElement) {
        const { top, bottom } = at.getBoundingClientRect();
        if (at.scrollHeight > at.clientHeight + 1 && (y < top || y > bottom)) return true;
    }
    return false;
}
for (let x = 5; x < innerWidth; x += 20)
    for (let y = 5; y < innerHeight; y += 20) {
        const hit = document.elementFromPoint(x, y);
        if (hit?.closest("[role=status][popover]") && !hit.closest(".toast")) {
            faults.push(`a click at ${x}, ${y} is lost beside the notes`);
            return faults;
        }
    }
return faults;
"#;

impl Page {
    /// What is wrong with what lies over the window, once it has come to rest.
    pub(crate) async fn misplaced(&self) -> Vec<String> {
        // Motion is over after 180 ms.
        tokio::time::sleep(Duration::from_millis(400)).await;
        lines(&self.run(MISPLACED).await)
    }

    /// What nobody caught in the page since it was opened.
    pub(crate) async fn uncaught(&self) -> Vec<String> {
        let found = self.client.execute("return window.uncaught ?? null", vec![]).await;
        found.map(|found| lines(&found)).unwrap_or_default()
    }

    /// What a script says.
    pub(crate) async fn run(&self, script: &str) -> Value {
        self.client.execute(script, vec![]).await.unwrap()
    }

    /// Waits until a script says something.
    pub(crate) async fn says(&self, script: &str, wanted: &Value) {
        let mut said = Value::Null;
        for _ in 0..100 {
            said = self.run(script).await;
            if said == *wanted {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        panic!("{script} says {said}, not {wanted}\n{}", self.text().await);
    }
}

fn lines(found: &Value) -> Vec<String> {
    let text = |line: &Value| line.as_str().unwrap_or_default().to_owned();
    found.as_array().map(|lines| lines.iter().map(text).collect()).unwrap_or_default()
}

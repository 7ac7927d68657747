/** Where the focus goes, what Escape leaves, and what is done once: by keys, dialog by dialog. */
import assert from "node:assert/strict";
import { focused, open, walker } from "./browser.mjs";
import { words } from "./words.mjs";

const w = words("en");
const { page, close } = await open();
const step = walker(page);
const hints = (shown) => shown.locator("footer .hint").allTextContents();
const enter = (shown) => hints(shown).then((all) => all.some((one) => one.startsWith("Enter")));
const listed = (shown) => shown.waitForFunction(() => document.activeElement?.getAttribute("role") === "listbox");
const button = (key) => `button:has-text("${w(key)}")`;

await step("the list has the focus at the start, and again when a pane is closed", "lang=en", async (shown) => {
  await listed(shown);
  assert.ok(await enter(shown), "what Enter does is named");
  await shown.keyboard.press("Control+k");
  await shown.fill("[role=combobox]", "settings");
  await shown.keyboard.press("Enter");
  await shown.waitForSelector("#settings-title");
  assert.ok(!(await enter(shown)), "in the settings Enter copies nothing");
  await shown.click(`.room [aria-label="${w("act.close")}"]`);
  await listed(shown);
  assert.ok(await enter(shown));
});

await step("Escape leaves a form from its fields", "lang=en", async (shown) => {
  await shown.fill("#filter", "hdyw ceshi");
  await shown.keyboard.press("Enter");
  await shown.waitForFunction(() => document.activeElement?.matches(".room input"));
  assert.ok(!(await enter(shown)));
  await shown.keyboard.press("Escape");
  await shown.waitForSelector(".room form", { state: "detached" });
  await listed(shown);
});

await step("unsaved work is asked about, and no key works below the question", "lang=en", async (shown) => {
  await shown.keyboard.press("Control+n");
  await shown.click(".room form ul button >> nth=0");
  await shown.waitForFunction(() => document.activeElement?.matches(".room input"));
  await shown.keyboard.type("abc");
  await shown.keyboard.press("Escape");
  await shown.waitForSelector(`dialog[open] h2:has-text("${w("profiles.leave_title")}")`);
  await shown.keyboard.press("Control+k");
  await shown.waitForTimeout(300);
  assert.equal(await shown.locator("dialog[open]").count(), 1);
  await shown.click(`dialog ${button("profiles.leave_drop")}`);
  await shown.waitForSelector(".room form", { state: "detached" });
  await listed(shown);
});

await step("in the filter Escape clears, then goes to the list", "lang=en", async (shown) => {
  await shown.fill("#filter", "portal");
  await shown.keyboard.press("Escape");
  assert.deepEqual([await shown.inputValue("#filter"), await focused(shown)], ["", "filter"]);
  await shown.keyboard.press("Escape");
  await listed(shown);
});

await step("after signing in and out the list goes on", "lang=en", async (shown) => {
  await shown.fill("#filter", "hdyw ceshi");
  await shown.keyboard.press("Enter");
  await shown.waitForSelector(".room input[type=password]");
  await shown.fill(".room input[type=password]", "secret");
  await shown.keyboard.press("Enter");
  await shown.waitForSelector(".toast.done");
  await listed(shown);
  await shown.click(`.detail ${button("act.sign_out")}`);
  await shown.click("dialog button[type=submit]");
  await shown.waitForSelector(`.detail h2:has-text("${w("hero.none_title")}")`);
  await listed(shown);
});

await step("after a failure a question goes on where it was sent from", "lang=en", async (shown) => {
  await shown.fill("#filter", "cgpt");
  await shown.keyboard.press("Enter");
  const sends = () => shown.waitForFunction(() => document.activeElement?.matches(".room button[type=submit]"));
  await shown.waitForFunction(() => document.activeElement?.matches(".room input"));
  await shown.keyboard.type("down");
  await shown.keyboard.press("Enter");
  await sends();
  await shown.fill(".room input", "last");
  await shown.keyboard.press("Enter");
  await shown.click(`dialog ${button("act.cancel")}`);
  await sends();
});

await step("a note can be pressed while a dialog is open", "lang=en", async (shown) => {
  await shown.fill("#filter", "portal_demo");
  await shown.focus("[role=listbox]");
  for (const key of ["?", "Control+k"]) {
    await shown.keyboard.press("Enter");
    await shown.waitForSelector(".toast.done");
    await shown.keyboard.press(key);
    await shown.waitForSelector("dialog[open] .toast");
    await shown.click(`.toast ${button("copied.clear")}`);
    await shown.waitForSelector(".toast", { state: "detached" });
    await shown.keyboard.press("Escape");
    await shown.waitForSelector("dialog", { state: "detached" });
    await listed(shown);
  }
});

// On a busy machine the keys take longer than the usual response.
await step("a renewal is sent once, however long the key is held", "lang=en&latency=3000", async (shown) => {
  await shown.fill("#filter", "portal_demo");
  await shown.focus("[role=listbox]");
  await shown.keyboard.down("r");
  for (let n = 0; n < 10; n++) await shown.keyboard.down("r");
  await shown.keyboard.up("r");
  await shown.keyboard.press("r");
  assert.equal(await shown.locator(".toast").count(), 1);
  await shown.waitForSelector(`.detail ${button("act.renew")}[aria-disabled=true]`);
  await shown.waitForSelector(".toast.done");
});

await step("signing several out is one note, with what became of each", "lang=en", async (shown) => {
  await shown.focus("[role=listbox]");
  for (let n = 0; n < 4; n++) await shown.keyboard.press("Shift+ArrowDown");
  await shown.click(`[role=toolbar] ${button("bulk.sign_out")}`);
  await shown.click("dialog button[type=submit]");
  await shown.waitForSelector(".toast.done");
  assert.equal(await shown.locator(".toast").count(), 1);
  await shown.click(`.toast ${button("many.details")}`);
  await shown.waitForSelector(`dialog[open] h2:has-text("${w("results.title_sign_out")}")`);
  assert.equal(await shown.locator("dialog[open] li").count(), 5);
});

await step("another place drops the selection", "lang=en", async (shown) => {
  await shown.focus("[role=listbox]");
  for (let n = 0; n < 3; n++) await shown.keyboard.press("Shift+ArrowDown");
  await shown.waitForSelector("[role=toolbar]");
  await shown.keyboard.press("Control+2");
  await shown.waitForSelector("[role=toolbar]", { state: "detached" });
  assert.equal(await shown.locator("[role=option][aria-selected=true]").count(), 1);
});

await step("large type is read group by group, and for as long as it takes", "lang=en", async (shown) => {
  await shown.fill("#filter", "portal_demo");
  await shown.focus("[role=listbox]");
  await shown.keyboard.press("Space");
  await shown.waitForSelector("dialog ol .digit");
  const at = () => shown.textContent("dialog [aria-current] .at");
  const seen = [await at()];
  for (const key of ["ArrowRight", "ArrowDown", "ArrowLeft", "Home"]) {
    await shown.keyboard.press(key);
    seen.push(await at());
  }
  assert.deepEqual(seen, ["1", "2", "3", "2", "1"]);
  const again = `dialog button:has-text("${w("large.again", { span: "20 s" })}")`;
  await shown.waitForFunction(() => /in 1[0-8] s/.test(document.querySelector("dialog footer").textContent));
  await shown.click(again);
  await shown.waitForFunction(() => /in (20|19) s/.test(document.querySelector("dialog footer").textContent));
});

await step("what nobody caught counts, and a person is told", "lang=en", async (shown) => {
  await shown.evaluate(() => void Promise.reject(new Error("nobody caught it")));
  await shown.waitForSelector(`.toast.failed:has-text("Something went wrong inside the window")`);
  assert.deepEqual(shown.wrong.splice(0), ["error: nobody caught it"]);
  assert.deepEqual(await shown.evaluate(() => window.uncaught.splice(0)), ["rejection: Error: nobody caught it"]);
});

await close();
console.log(`focus: ${step.names.length} walks`);

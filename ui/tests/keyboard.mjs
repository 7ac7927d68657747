/** The keyboard alone, from the start to a copied token; input methods; ten thousand rows; nothing moves on hover. */
import assert from "node:assert/strict";
import { focused, open, walker } from "./browser.mjs";
import { words } from "./words.mjs";

const w = words("en");
const { page, close } = await open();
const current = (shown) => shown.textContent(".detail h1 span");
const step = walker(page);

await step("typing finds, Enter copies", "lang=en", async (shown) => {
  await shown.keyboard.type("portaldemo".slice(0, 6));
  assert.equal(await focused(shown), "filter");
  assert.equal(await shown.inputValue("#filter"), "portal");
  await shown.fill("#filter", "riverbend (staging");
  await shown.keyboard.press("Enter");
  await shown.waitForSelector(".toast.done");
  assert.match(await shown.textContent(".toast"), /Riverbend Energy \(staging\)/);
});

await step("where nothing matches nothing is acted on", "lang=en", async (shown) => {
  await shown.fill("#filter", "zzzz");
  for (const key of ["Enter", "Control+r"]) await shown.keyboard.press(key);
  await shown.waitForTimeout(400);
  assert.equal(await shown.locator("dialog[open]").count(), 0);
  assert.deepEqual(await shown.locator(".toast .title").allTextContents(), [w("renew.none")]);
});

await step("production asks once, by keys", "lang=en", async (shown) => {
  await shown.fill("#filter", "ptgly");
  await shown.keyboard.press("ArrowDown");
  await shown.keyboard.press("Enter");
  await shown.waitForSelector("dialog[open]");
  await shown.keyboard.press("Enter");
  assert.equal(await shown.locator(".toast").count(), 0, "a second Enter confirms nothing");
  for (let n = 0; n < 3; n++) await shown.keyboard.press("Tab");
  await shown.keyboard.press("Enter");
  await shown.waitForSelector(".toast.done");
  await shown.waitForSelector("dialog[open]", { state: "detached" });
  await shown.keyboard.press("Enter");
  await shown.waitForTimeout(400);
  assert.equal(await shown.locator("dialog[open]").count(), 0);
});

await step("three copies, one clipboard, one note", "lang=en", async (shown) => {
  for (const filter of ["portal_demo", "riverbend (staging", "maple"]) {
    await shown.fill("#filter", filter);
    const name = await shown.textContent("[role=option] .name");
    await shown.keyboard.press("Enter");
    await shown.waitForSelector(`.toast .title:has-text("${w("copied.title", { name })}")`);
    assert.equal(await shown.locator(".toast").count(), 1);
  }
});

await step("an expired token is copied after a question, or signed in to again", "lang=en", async (shown) => {
  await shown.fill("#filter", "bqkf");
  await shown.keyboard.press("ArrowDown");
  await shown.keyboard.press("Enter");
  await shown.click(`dialog button:has-text("${w("expired.copy")}")`);
  await shown.waitForSelector(".toast.done");
  await shown.keyboard.press("Enter");
  await shown.click(`dialog button:has-text("${w("expired.sign_in")}")`);
  await shown.waitForFunction(() => document.querySelector(".detail [role=timer]").textContent.trim().includes(":"));
});

await step("signing out says what became of it", "lang=en", async (shown) => {
  await shown.fill("#filter", "portal_demo");
  await shown.keyboard.press("ArrowDown");
  await shown.click(`.detail button:has-text("${w("act.sign_out")}")`);
  await shown.click(`dialog button[type=submit]`);
  await shown.waitForSelector(".toast.done");
  assert.match(await shown.textContent(".toast"), /the server ended the session/);
  await shown.waitForSelector(`.detail h2:has-text("${w("hero.none_title")}")`);
});

await step("large type in production comes after the question", "lang=en", async (shown) => {
  await shown.fill("#filter", "ptgly");
  await shown.keyboard.press("ArrowDown");
  await shown.focus("[role=listbox]");
  await shown.keyboard.press("Space");
  await shown.click(`dialog button:has-text("${w("production.reveal_go")}")`);
  await shown.waitForSelector("dialog ol .digit");
  await shown.keyboard.press("Escape");
  assert.doesNotMatch(await shown.content(), /IAM_S_HbH8/);
});

await step("locking leaves nothing of a session on the screen", "lang=en", async (shown) => {
  await shown.fill("#filter", "portal_demo");
  await shown.keyboard.press("ArrowDown");
  await shown.keyboard.press("Enter");
  await shown.waitForSelector(".toast.done");
  await shown.click(`[aria-label="${w("token.reveal", { seconds: 20 })}"]`);
  await shown.waitForSelector(".token .digit");
  await shown.keyboard.press("Control+l");
  await shown.waitForSelector(`h1:has-text("${w("unlock.title")}")`);
  assert.doesNotMatch(await shown.content(), /IAM_S_HbH8|Portal Demo|portal_demo/);
});

await step("an input method is left alone", "lang=zh", async (shown) => {
  await shown.focus("#filter");
  const client = await shown.context().newCDPSession(shown);
  // 拼音 is being typed: the Enter that takes the letters as they are belongs to the input method.
  await client.send("Input.imeSetComposition", { text: "hua dong", selectionStart: 8, selectionEnd: 8 });
  // The details follow what is typed after a moment.
  await shown.waitForFunction(
    () =>
      document.querySelector(".detail h1 span").textContent === document.querySelector(".row.active .name").textContent,
  );
  // The details follow when the typing pauses.
  await shown.waitForFunction(
    () => document.querySelector(".detail h1 span").textContent === document.querySelector(".active .name").textContent,
  );
  const before = await current(shown);
  for (const key of ["ArrowDown", "Enter", "Escape"])
    await client.send("Input.dispatchKeyEvent", { type: "rawKeyDown", windowsVirtualKeyCode: 229, key, code: key });
  assert.equal(await shown.locator(".toast").count(), 0);
  assert.equal(await current(shown), before);
  await client.send("Input.insertText", { text: "华东" });
  await shown.waitForFunction(() => document.querySelector("#filter").value === "华东");
  await shown.waitForFunction(() =>
    [...document.querySelectorAll("[role=option]")].every((one) => one.textContent.includes("华东")),
  );
});

await step("the palette: both languages, pinyin, actions", "lang=en", async (shown) => {
  await shown.keyboard.press("Control+k");
  await shown.waitForSelector("[role=combobox]");
  for (const words of ["设置", "shezhi", "settings"]) {
    await shown.fill("[role=combobox]", words);
    assert.equal(await shown.textContent("#palette-0 .label"), w("command.settings"), words);
  }
  await shown.fill("[role=combobox]", "hdyw 预发");
  await shown.keyboard.press("Tab");
  await shown.waitForFunction(() => document.querySelector(".of")?.textContent.includes("预发"));
  await shown.fill("[role=combobox]", "copy curl");
  await shown.keyboard.press("Enter");
  await shown.waitForSelector(".toast.done");
});

await step("the palette finds a language that arrives late", "lang=en", async (shown) => {
  let arrive;
  const held = new Promise((done) => (arrive = done));
  await shown.route(/assets\/zh-CN/, async (route) => (await held, route.continue()));
  await shown.reload();
  await shown.waitForSelector("[role=option]");
  await shown.keyboard.press("Control+k");
  await shown.fill("[role=combobox]", "设置");
  await shown.waitForSelector(`dialog .none:has-text("${w("palette.none")}")`);
  arrive();
  await shown.waitForSelector(`#palette-0:has-text("${w("command.settings")}")`);
});

await step("selection and panes", "lang=en", async (shown) => {
  await shown.focus("[role=listbox]");
  for (let n = 0; n < 3; n++) await shown.keyboard.press("Shift+ArrowDown");
  assert.equal(await shown.locator("[role=option][aria-selected=true]").count(), 4);
  await shown.keyboard.press("Escape");
  assert.equal(await shown.locator("[role=option][aria-selected=true]").count(), 1);
  await shown.keyboard.press("Control+2");
  await shown.waitForFunction(() => document.querySelector(".list h1").textContent === "HZERO");
  await shown.keyboard.press("Alt+Home");
  const seen = [];
  for (let n = 0; n < 3; n++) {
    await shown.keyboard.press("F6");
    seen.push(await shown.evaluate(() => document.activeElement.closest("[data-pane]").className.split(" ")[0]));
  }
  assert.equal(new Set(seen).size, 3);
  await shown.focus("[role=separator]");
  await shown.keyboard.press("ArrowRight");
  assert.equal(await shown.getAttribute("[role=separator]", "aria-valuenow"), "364");
});

await step("every shortcut of the sheet does something", "lang=en", async (shown) => {
  const opens = { "Control+,": "settings", "Control+n": "editor" };
  for (const key of Object.keys(opens)) {
    const before = await shown.textContent(".room");
    await shown.keyboard.press(key);
    await shown.waitForFunction((was) => document.querySelector(".room").textContent !== was, before);
  }
  await shown.keyboard.press("Control+/");
  await shown.waitForSelector("dialog[open]");
  await shown.keyboard.press("Escape");
  await shown.keyboard.press("Control+\\");
  await shown.waitForSelector("nav header.folded");
  await shown.keyboard.press("Control+l");
  await shown.waitForSelector("form");
});

await step("ten thousand rows", "lang=en&rows=10000", async (shown) => {
  await shown.focus("[role=listbox]");
  await shown.keyboard.press("End");
  await shown.waitForFunction(() => document.querySelector("[role=option][aria-posinset='10000']"));
  assert.ok((await shown.locator("[role=option]").count()) < 80, "only what is seen is in the page");
  const id = await shown.getAttribute("[role=listbox]", "aria-activedescendant");
  assert.equal(await shown.getAttribute(`#${id}`, "aria-posinset"), "10000");
  // What is found is drawn with the next frame: no list is worked off in parts that a person would see.
  const found = await shown.evaluate(async () => {
    const field = document.querySelector("#filter");
    field.value = "hdyw 9";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    return [...document.querySelectorAll("[role=option] .name")].map((one) => one.textContent);
  });
  assert.ok(found.length > 0 && found.every((name) => name.includes("9")), found.join());
});

await step("hover moves nothing", "lang=en", async (shown) => {
  const boxes = () =>
    shown.$$eval("[role=option] :is(.name, .second, .time)", (all) =>
      all
        .map((one) => {
          const { x, y, width } = one.getBoundingClientRect();
          return [x, y, width].map(Math.round).join();
        })
        .join(";"),
    );
  const before = await boxes();
  await shown.hover("[role=option]:nth-child(1) >> nth=2");
  assert.equal(await boxes(), before);
  // How long is left stays on the row with the pointer, and on the one with the focus.
  const covered = () =>
    shown.$$eval("[role=option]", (rows) =>
      rows.flatMap((row) => {
        const words = row.querySelector(".time > span:nth-last-child(2)");
        const [time, actions] = [words, row.querySelector(".actions")].map((one) => one.getBoundingClientRect());
        const isSeen = words.checkVisibility({ opacityProperty: true }) && time.right <= actions.left;
        return isSeen ? [] : [words.textContent];
      }),
    );
  assert.deepEqual(await covered(), []);
  await shown.focus("[role=listbox]");
  await shown.keyboard.press("ArrowDown");
  assert.deepEqual(await covered(), []);
});

await close();
console.log(`keyboard: ${step.names.length} walks`);

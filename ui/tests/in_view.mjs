/** Keys and clicks act on what is in view: not behind another screen, not in production by one press, not on many at once. */
import assert from "node:assert/strict";
import { open, walker } from "./browser.mjs";
import { words } from "./words.mjs";

const w = words("en");
const { page, close } = await open();
const step = walker(page);
const button = (key, values) => `button:has-text("${w(key, values)}")`;
const toasts = (shown) => shown.locator(".toast").count();
const dialogs = (shown) => shown.locator("dialog[open]").count();
const current = (shown) => shown.textContent(".detail h1 span");
/** The row of a profile, chosen, with the focus in the list. */
const choose = async (shown, name) => {
  await shown.fill("#filter", name);
  await shown.click(`[role=option]:has(.name:has-text("${name}"))`);
  await shown.fill("#filter", "");
  await shown.focus("[role=listbox]");
};
const palette = async (shown, ...typed) => {
  await shown.keyboard.press("Control+k");
  await shown.fill("[role=combobox]", typed[0]);
  await shown.keyboard.press("Enter");
};

const SCREENS = {
  settings: (shown) => shown.keyboard.press("Control+,"),
  editor: (shown) => shown.keyboard.press("Control+n"),
  profiles: (shown) => palette(shown, "profiles and"),
  inbox: (shown) => palette(shown, "need your input"),
  form: (shown) => shown.keyboard.press("s"),
};
for (const [name, go] of Object.entries(SCREENS))
  await step(`no key acts behind the ${name}`, "lang=en", async (shown) => {
    await choose(shown, "Portal Demo");
    await go(shown);
    await shown.waitForSelector(".room h1");
    await shown.waitForFunction(() => document.querySelector(".detail .room").contains(document.activeElement));
    const before = await shown.textContent(".room h1");
    await shown.evaluate(() => document.querySelector(".room h1").focus());
    for (const key of ["r", "Enter", "Space", "s", "Control+r", "Control+Shift+c", "ArrowDown", "p"])
      await shown.keyboard.press(key);
    await shown.waitForTimeout(300);
    assert.deepEqual([await toasts(shown), await dialogs(shown)], [0, 0]);
    assert.equal(await shown.textContent(".room h1"), before);
    assert.equal(await shown.inputValue("#filter"), "");
  });

await step("in the list beside another screen keys lead back, and do nothing else", "lang=en", async (shown) => {
  await choose(shown, "Portal Demo");
  await shown.keyboard.press("Control+,");
  await shown.waitForSelector("#settings-title");
  await shown.focus("[role=listbox]");
  for (const key of ["r", "s", "Space", "Control+r"]) await shown.keyboard.press(key);
  assert.deepEqual([await toasts(shown), await dialogs(shown)], [0, 0]);
  await shown.keyboard.press("Enter");
  await shown.waitForSelector(".detail [role=timer]");
  assert.equal(await toasts(shown), 0);
  await shown.keyboard.press("Enter");
  await shown.waitForSelector(".toast.done");
});

await step("what is typed before the palette is drawn is the palette's", "lang=en", async (shown) => {
  let arrive;
  const held = new Promise((done) => (arrive = done));
  await shown.route(/assets\/Palette-.*js/, async (route) => (await held, route.continue()));
  await shown.reload();
  await shown.waitForSelector("[role=option]");
  await choose(shown, "Portal Demo");
  await shown.keyboard.press("Control+k");
  await shown.keyboard.type("settings", { delay: 30 });
  assert.deepEqual([await toasts(shown), await current(shown)], [0, "Portal Demo"]);
  assert.equal(await shown.locator(".room form").count(), 0);
  arrive();
  await shown.waitForSelector("[role=combobox]");
  assert.equal(await shown.inputValue("[role=combobox]"), "settings", "no letter is lost");
  await shown.keyboard.press("Enter");
  await shown.waitForSelector("#settings-title");
});

await step("Enter that comes before the palette runs what was typed; Escape gives it up", "lang=en", async (shown) => {
  let arrive;
  const held = new Promise((done) => (arrive = done));
  await shown.route(/assets\/Palette-.*js/, async (route) => (await held, route.continue()));
  await shown.reload();
  await shown.waitForSelector("[role=option]");
  await shown.keyboard.press("Control+k");
  await shown.keyboard.press("x");
  await shown.keyboard.press("Escape");
  await shown.keyboard.press("Control+k");
  await shown.keyboard.type("settimgs", { delay: 5 });
  for (let n = 0; n < 3; n++) await shown.keyboard.press("Backspace");
  await shown.keyboard.type("ngs");
  await shown.keyboard.press("Enter");
  arrive();
  await shown.waitForSelector("#settings-title");
  assert.deepEqual([await toasts(shown), await dialogs(shown)], [0, 0]);
});

await step(
  "a number with Alt is the environment, Enter copies there, and production asks",
  "lang=en",
  async (shown) => {
    await choose(shown, "Riverbend Energy (staging)");
    await shown.keyboard.press("Alt+1");
    await shown.waitForFunction(() => document.querySelector(".detail h1 span").textContent.includes("(test)"));
    await shown.keyboard.press("Alt+2");
    await shown.waitForFunction(() => document.querySelector(".detail h1 span").textContent.includes("(staging)"));
    await shown.keyboard.press("Enter");
    await shown.waitForSelector(".toast.done");
    await shown.keyboard.press("Alt+3");
    await shown.waitForSelector(`dialog[open] h2:has-text("${w("production.switch")}")`);
    assert.equal(await current(shown), "Riverbend Energy (staging)");
  },
);

await step("arrows move in the environment switch, Enter commits, production asks", "lang=en", async (shown) => {
  await choose(shown, "Riverbend Energy (staging)");
  const chip = () => shown.textContent(`.detail header ${button("command_line.is", { environment: "Staging" })}`);
  await chip();
  await shown.focus(".detail header [role=radio][aria-checked=true]");
  const at = () => shown.evaluate(() => document.activeElement.textContent);
  await shown.keyboard.press("ArrowRight");
  assert.deepEqual([await at(), await current(shown)], ["Production", "Riverbend Energy (staging)"]);
  await shown.keyboard.press("Enter");
  await shown.waitForSelector(`dialog[open] h2:has-text("${w("production.switch")}")`);
  assert.match(await shown.textContent("dialog"), /Production of Riverbend is confirmed for 10 minutes/);
  assert.equal(await current(shown), "Riverbend Energy (staging)");
  await shown.keyboard.press("Enter");
  assert.equal(await dialogs(shown), 1, "a second Enter confirms nothing");
  await shown.keyboard.press("Escape");
  await shown.waitForFunction(() => document.activeElement.textContent === "Production");
  await shown.keyboard.press("Enter");
  await shown.click(`dialog ${button("production.switch_go")}`);
  await shown.waitForFunction(() => document.querySelector(".detail h1 span").textContent === "Riverbend Energy");
  await shown.waitForSelector(".frame.production");
  assert.equal(await at(), "Production", "the switch keeps the focus");
  await chip();
  // Open for its group: nothing is asked again, until it is closed.
  await shown.focus("[role=listbox]");
  await shown.keyboard.press("Enter");
  await shown.waitForSelector(".toast.done");
  assert.match(await shown.textContent("footer .open"), /Production confirmed: (9:5\d|10:00)/);
  await shown.setViewportSize({ width: 1010, height: 760 });
  const cut = await shown.$$eval("footer .hint", (all) => {
    const room = document.querySelector("footer .hints").getBoundingClientRect();
    const part = (one) =>
      one.width > 0 && one.top < room.bottom && (one.left < room.left || one.right > room.right + 1);
    return all.map((one) => one.getBoundingClientRect()).filter(part).length;
  });
  assert.equal(cut, 0, "a hint is shown whole or not at all");
  await shown.setViewportSize({ width: 1280, height: 800 });
  await shown.click(`footer ${button("footer.close_production")}`);
  await shown.waitForSelector("footer .open", { state: "detached" });
  await shown.focus("[role=listbox]");
  await shown.keyboard.press("Enter");
  await shown.waitForSelector(`dialog[open] h2:has-text("${w("production.copy")}")`);
});

await step("a click on production in the switch asks as well", "lang=en", async (shown) => {
  await choose(shown, "Riverbend Energy (staging)");
  await shown.click('.detail header [role=radio]:has-text("Production")');
  await shown.waitForSelector(`dialog[open] h2:has-text("${w("production.switch")}")`);
  await shown.click(`dialog ${button("act.cancel")}`);
  assert.equal(await current(shown), "Riverbend Energy (staging)");
  await shown.click('.detail header [role=radio]:has-text("Test")');
  await shown.waitForFunction(() => document.querySelector(".detail h1 span").textContent.includes("(test)"));
});

await step(
  "the command line's environment is changed by itself, production after the question",
  "lang=en",
  async (shown) => {
    await choose(shown, "Riverbend Energy (staging)");
    const chip = (environment) => `.detail header ${button("command_line.is", { environment })}`;
    await shown.click(chip("Staging"));
    await shown.click(`[role=menuitem]:has-text("${w("command_line.use", { environment: "Test" })}")`);
    await shown.waitForSelector(chip("Test"));
    assert.equal(await current(shown), "Riverbend Energy (staging)");
    await shown.click(chip("Test"));
    await shown.click(`[role=menuitem]:has-text("${w("command_line.use", { environment: "Production" })}")`);
    await shown.waitForSelector(`dialog[open] h2:has-text("${w("production.command_line")}")`);
    await shown.keyboard.press("Escape");
    await shown.waitForSelector(chip("Test"));
  },
);

await step("a saved password is one press, and in production a question", "lang=en", async (shown) => {
  await choose(shown, "Riverbend Energy (test)");
  await shown.waitForSelector(`.detail ${button("hero.with_saved", { secret: "password" })}`);
  await shown.keyboard.press("Enter");
  await shown.waitForSelector(".detail [role=timer]");
  await choose(shown, "Riverbend Energy");
  await shown.click(`.detail ${button("act.sign_out")}`);
  await shown.click("dialog button[type=submit]");
  await shown.click(`.detail ${button("hero.production_saved", { secret: "password" })}`);
  await shown.waitForSelector(`dialog[open] h2:has-text("${w("production.sign_in")}")`);
  await shown.click(`dialog ${button("act.cancel")}`);
  assert.equal(await shown.locator(".detail [role=timer]").count(), 0);
  await shown.click(`.detail ${button("hero.production_saved", { secret: "password" })}`);
  await shown.click(`dialog ${button("production.sign_in_go")}`);
  await shown.waitForSelector(".detail [role=timer]");
});

await step("the form of production has its frame and says so, and asks", "lang=en", async (shown) => {
  await choose(shown, "董事会会议");
  await shown.keyboard.press("s");
  await shown.waitForSelector(".frame.production form");
  await shown.fill("[data-field=token] input", "secret");
  const send = `.room button[type=submit]${button("sign_in.to_production").slice("button".length)}`;
  await shown.click(send);
  await shown.waitForSelector(`dialog[open] h2:has-text("${w("production.sign_in")}")`);
  await shown.keyboard.press("Escape");
  assert.equal(await shown.inputValue("[data-field=token] input"), "secret", "what was typed stays");
  await shown.click(send);
  await shown.click(`dialog ${button("production.sign_in_go")}`);
  await shown.waitForSelector(".frame.production [role=timer]");
});

await step("signing in to all is said first, leaves production out, and can be stopped", "lang=en", async (shown) => {
  const every = async () => {
    await shown.keyboard.press("Control+k");
    await shown.fill("[role=combobox]", "all profiles in the list");
    await shown.keyboard.down("Enter");
    for (let n = 0; n < 5; n++) await shown.keyboard.down("Enter");
    await shown.keyboard.up("Enter");
    await shown.waitForSelector("dialog[open] .sum");
  };
  await every();
  await shown.waitForTimeout(500);
  assert.equal(await toasts(shown), 0, "the key that is held signs in to nobody");
  const said = await shown.textContent("dialog .told");
  const live = await shown.locator("dialog fieldset input").count();
  assert.ok(live > 0);
  assert.equal(await shown.locator("dialog :checked").count(), 0, "nothing is ticked");
  const n = Number(/Signs in to (\d+)/.exec(said)[1]);
  assert.match(said, /Skips \d+ valid, .*\d+ waiting for your input/);
  await shown.click("dialog fieldset input >> nth=0");
  await shown.waitForSelector(`dialog ${button("bulk_plan.go_production", { n: n + 1, production: 1 })}`);
  await shown.click("dialog fieldset input >> nth=0");
  await shown.click(`dialog button[type=submit]${button("bulk_plan.go", { n }).slice("button".length)}`);
  await shown.click(`.room ${button("many.stop")}`);
  await shown.waitForSelector(".room ul:not(:has([data-state=open])):has([data-state=unsent])");
  const [done, unsent] = await Promise.all(
    ["done", "unsent"].map((state) => shown.locator(`.room li[data-state=${state}]`).count()),
  );
  assert.ok(done <= 2 && done + unsent === n, `${done} signed in, ${unsent} not sent, of ${n}`);
  await shown.click(`.room ${button("board.continue", { n: unsent })}`);
  await shown.keyboard.press("Escape");
  await shown.waitForSelector(`.toast.done ${button("many.details")}`);
  await shown.click(`.toast ${button("many.details")}`);
  await shown.waitForSelector(`.room li >> nth=${n - 1}`);
  assert.equal(await shown.locator(".room li[data-state=done]").count(), n);
});

await step("R and S act on what is selected, and the footer says so", "lang=en", async (shown) => {
  await shown.fill("#filter", "hdyw");
  await shown.focus("[role=listbox]");
  await shown.keyboard.press("Control+a");
  const hints = await shown.locator("footer .hint").allTextContents();
  const n = await shown.locator("[role=option]").count();
  assert.ok(
    hints.some((one) => one.includes(w("footer.sign_in_n", { n }))),
    hints.join(),
  );
  await shown.keyboard.press("s");
  await shown.waitForSelector("dialog[open] .sum");
  await shown.keyboard.press("Escape");
  await shown.fill("#filter", "hzero");
  await shown.keyboard.press("Escape");
  await shown.fill("#filter", "cn4");
  await shown.focus("[role=listbox]");
  await shown.keyboard.press("Home");
  await shown.keyboard.press("Shift+ArrowDown");
  await shown.keyboard.press("Shift+ArrowDown");
  const many = (await shown.locator("footer .hint").allTextContents()).find((one) => one.startsWith("R"));
  const renewed = Number(/Renew (\d)/.exec(many)[1]);
  assert.ok(renewed > 1, many);
  await shown.keyboard.press("r");
  await shown.waitForSelector(`.toast.done:has-text("${w("renew.done", { n: renewed }).split("{")[0].trim()}")`);
});

await step("the demo shows the code that its own server sent", "lang=en&demo", async (shown) => {
  assert.equal(await current(shown), "Harbor Logistics", "the profile to begin with is selected");
  await choose(shown, "短信登录");
  await shown.keyboard.press("s");
  await shown.waitForSelector(`.room .demo:has-text("${w("code.demo", { code: "964249" })}")`);
});

const beginning = await page("lang=en&rows=none");
await beginning.click(`.room ${button("start.import")}`);
await beginning.waitForSelector(`dialog[open] h2:has-text("${w("packs.import_title")}")`);
await beginning.keyboard.press("Escape");
await beginning.keyboard.press("Escape");
await beginning.click(`.room ${button("start.guide")}`);
await beginning.waitForSelector(`dialog[open] h2:has-text("${w("guide.title")}")`);
assert.deepEqual(beginning.wrong, []);

await close();
console.log(`in view: ${step.names.length} walks`);

/** A narrow or magnified window shows one pane at a time; notes cover nothing that the keys act on; a QR code is whole. */
import assert from "node:assert/strict";
import { open } from "./browser.mjs";
import { words } from "./words.mjs";

const w = words("en");
const { page, close } = await open();
const TWICE = { width: 590, height: 380 };
const PHONE = { width: 320, height: 640 };
const seen = (shown) =>
  shown.evaluate(() =>
    [".list", ".detail .frame", "nav .places"].map((one) => document.querySelector(one)?.checkVisibility() ?? false),
  );
const walk = async (name, size, run) => {
  const shown = await page("lang=en", size);
  await shown.waitForSelector("[role=option]");
  await run(shown);
  assert.deepEqual(shown.wrong, []);
  await shown.close();
  console.log(`  ${name}`);
};

for (const size of [TWICE, PHONE])
  await walk(`one pane at a time at ${size.width}`, size, async (shown) => {
    assert.deepEqual(await seen(shown), [true, false, false]);
    await shown.focus("[role=listbox]");
    await shown.keyboard.press("ArrowDown");
    assert.deepEqual(await seen(shown), [true, false, false], "arrows stay in the list");
    await shown.click("[role=option] >> nth=1");
    assert.deepEqual(await seen(shown), [false, true, false]);
    await shown.click(`button:has-text("${w("narrow.back")}")`);
    assert.deepEqual(await seen(shown), [true, false, false]);
    await shown.waitForFunction(() => document.activeElement.matches("[role=listbox]"));
    await shown.keyboard.press("ArrowRight");
    assert.deepEqual(await seen(shown), [false, true, false]);
    await shown.keyboard.press("Escape");
    assert.deepEqual(await seen(shown), [true, false, false]);
    await shown.click("[data-menu]");
    const labels = await shown.$$eval(
      "nav button",
      (all) => all.filter((one) => !one.textContent.trim() && !one.ariaLabel).length,
    );
    assert.equal(labels, 0, "every entry has its words");
    await shown.click(`nav button:has-text("${w("place.settings")}")`);
    await shown.waitForSelector("#settings-title");
    assert.deepEqual(await seen(shown), [false, true, false]);
    await shown.click(`button:has-text("${w("narrow.back")}")`);
    assert.deepEqual(await seen(shown), [true, false, false]);
    const wide = await shown.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wide <= 0, "nothing scrolls sideways");
  });

await walk("a note leaves the row that the keyboard is on in view", TWICE, async (shown) => {
  await shown.focus("[role=listbox]");
  for (let n = 0; n < 12; n++) await shown.keyboard.press("ArrowDown");
  await shown.keyboard.press("Enter");
  await shown.waitForSelector(".toast, dialog[open]");
  if (await shown.$("dialog[open]")) await shown.click("dialog button[type=submit]");
  await shown.waitForSelector(".toast.done");
  await shown.waitForFunction(() => {
    const [row, note] = [".listbox .active", ".toast"].map((one) =>
      document.querySelector(one).getBoundingClientRect(),
    );
    return row.bottom <= note.top || row.right <= note.left;
  });
});

await walk("a QR code is whole where all is twice as large", TWICE, async (shown) => {
  await shown.click("[role=option] >> nth=3");
  await shown.click(`[aria-label="${w("token.qr")}"]`);
  await shown.waitForSelector("dialog img, dialog button[type=submit]");
  if (await shown.$("dialog button[type=submit]")) await shown.click("dialog button[type=submit]");
  await shown.waitForSelector("dialog img");
  const cut = await shown.evaluate(() => {
    const [it, view] = ["dialog img", "dialog .body"].map((one) => document.querySelector(one).getBoundingClientRect());
    return [it.top - view.top, view.bottom - it.bottom, it.width, it.height];
  });
  assert.ok(cut[0] >= 0 && cut[1] >= 0 && cut[2] === cut[3], cut.join());
});

await walk("several profiles get a credential and another environment at once", undefined, async (shown) => {
  await shown.click(`nav button:has-text("${w("place.profiles")}")`);
  await shown.fill(".room [type=search]", "riverbend");
  await shown.check("thead [type=checkbox]");
  await shown.click(`.room button:has-text("${w("table.change")}")`);
  await shown.selectOption("dialog select >> nth=0", "dev");
  await shown.waitForSelector(`dialog .banner:has-text("will no longer require confirmation")`);
  await shown.selectOption("dialog select >> nth=1", "=riverbend-ops");
  await shown.click("dialog button[type=submit]");
  await shown.waitForSelector("dialog[open]", { state: "detached" });
  const rows = await shown.$$eval("tbody tr", (all) => all.map((one) => one.textContent.includes("Dev")));
  assert.ok(rows.length >= 3 && rows.every(Boolean));
  const table = await shown.evaluate(() => {
    const scroll = document.querySelector(".scroll");
    return scroll.scrollWidth - scroll.clientWidth;
  });
  assert.equal(table, 0, "the table is no wider than its place at 1280");
});

await walk("a favourite, and the list's own menu by the keyboard", undefined, async (shown) => {
  await shown.focus("[role=listbox]");
  await shown.keyboard.press("Shift+F10");
  await shown.waitForSelector("[role=menu]:popover-open");
  await shown.click(`[role=menu]:popover-open button:has-text("${w("more.favourite")}")`);
  await shown.click(`nav button:has-text("${w("place.favourites")}")`);
  assert.equal(await shown.locator("[role=option]").count(), 1);
});

/** At the usual size: one left edge, and nothing of a name or an account is cut. */
await walk("the list has one left edge, and its rows are whole", { width: 1280, height: 800 }, async (shown) => {
  const edges = await shown.evaluate(() =>
    [".list h1", ".list .filter .box", ".list .head", "[role=option] :first-child"].map((one) => {
      const { x, left } = { x: 0, ...document.querySelector(one).getBoundingClientRect().toJSON() };
      const words =
        one === ".list .head" ? Number.parseFloat(getComputedStyle(document.querySelector(one)).paddingLeft) : 0;
      return Math.round(Math.max(x, left) + words);
    }),
  );
  assert.equal(new Set(edges).size, 1, edges.join());
  const cut = await shown.$$eval("[role=option] .words", (all) =>
    all
      .filter((one) => one.scrollHeight > one.clientHeight || one.scrollWidth > one.clientWidth)
      .map((one) => one.textContent),
  );
  assert.deepEqual(cut, []);
  const inside = await shown.$$eval("[role=option]", (all) =>
    all.every(
      (row) => row.querySelector(".words").getBoundingClientRect().height - 4 <= row.getBoundingClientRect().height,
    ),
  );
  assert.ok(inside, "three lines fit into a row");
});

await close();
console.log("narrow: passed");

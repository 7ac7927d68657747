/** With the system's colours in the place of ours: what is chosen, focused, almost over and floating is still told apart,
 * by what can be seen, in pixels. */
import assert from "node:assert/strict";
import { open } from "./browser.mjs";
import { words } from "./words.mjs";

const w = words("en");
const { page, close } = await open();

/** What is drawn in a box of the window, as the pixels of its picture. */
async function drawn(shown, box) {
  const picture = (await shown.screenshot({ clip: box })).toString("base64");
  return shown.evaluate(async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    const { data } = canvas.getImageData(0, 0, image.width, image.height);
    return Array.from({ length: data.length / 4 }, (_, at) => data.slice(4 * at, 4 * at + 3).join());
  }, `data:image/png;base64,${picture}`);
}
const box = (shown, css) => shown.locator(css).first().boundingBox();
/** The pixel a little inside an element's left edge, half way down. */
async function ground(shown, css, inside = 5) {
  const { x, y, height } = await box(shown, css);
  return (await drawn(shown, { x: x + inside, y: y + height / 2, width: 1, height: 1 }))[0];
}
/** How much is drawn on an element's ground: pixels, each by how far it is from the ground. */
async function ink(shown, css) {
  const colours = (await drawn(shown, await box(shown, css))).map((one) => one.split(",").map(Number));
  const from = (one) => one.reduce((sum, value, at) => sum + Math.abs(value - colours[0][at]), 0) / 765;
  return colours.reduce((sum, one) => sum + from(one), 0);
}
/** Two that must not look alike. */
async function differ(shown, chosen, other, what, inside) {
  assert.notEqual(await ground(shown, chosen, inside), await ground(shown, other, inside), what);
}

for (const colorScheme of ["light", "dark"]) {
  const shown = await page("lang=en");
  await shown.emulateMedia({ forcedColors: "active", colorScheme, reducedMotion: "reduce" });
  await shown.waitForSelector("[role=option]");
  const row = (selected) => `.list [role=option][aria-selected=${selected}]`;
  await differ(shown, row(true), row(false), "the selected row");
  await differ(shown, "nav [aria-current=page]", "nav .places button:not([aria-current])", "where the sidebar is", 2);

  // The list has the focus from the start: its row has a line inside.
  const line = async () => (await ground(shown, row(true), 3)) !== (await ground(shown, row(true), 8));
  assert.ok(await line(), "the row with the focus");
  await shown.focus("#filter");
  assert.ok(!(await line()), "the row without it");

  const ring = (part) => `[role=option]:has-text("${part}") svg:has(.arc)`;
  const [almostOver, whole] = [await ink(shown, ring("海川 AD 演示")), await ink(shown, ring("华东运维 · 预发"))];
  assert.ok(almostOver < whole / 2, `a ring of two percent has ${almostOver} pixels, a whole one ${whole}`);

  await shown.keyboard.press("Control+k");
  await shown.waitForSelector("dialog [role=option]");
  const entry = (selected) => `dialog [role=option][aria-selected=${selected}]`;
  await differ(shown, entry(true), entry(false), "the entry of the palette");
  assert.notEqual(await ground(shown, "dialog", 0), await ground(shown, "dialog", 3), "the edge of a dialog");
  await shown.keyboard.press("Escape");
  await shown.waitForSelector("dialog", { state: "detached" });

  await shown.click(`[aria-label="${w("more.label")}"]`);
  await shown.waitForSelector("[role=menu]:popover-open");
  const item = (focused) => `[role=menu]:popover-open [role=menuitem]${focused ? ":focus" : ":not(:focus)"}`;
  await differ(shown, item(true), item(false), "the entry of a menu", 3);
  await shown.keyboard.press("Escape");

  await shown.keyboard.press("Control+,");
  await shown.waitForSelector("#settings-title");
  await differ(shown, "label:has(:checked) span", "label:has([type=radio]:not(:checked)) span", "a choice", 3);
  assert.deepEqual(shown.wrong, []);
  await shown.close();
}
await close();
console.log("forced colours: 2 schemes");

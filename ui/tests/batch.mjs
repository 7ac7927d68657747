/** Every state of the screen of batches with names that try to be markup: narrow, with all twice as large, and with the
 * system's colours in the place of ours. Each is shown as text, within its pane, and axe finds nothing. */
import { arrive, query } from "./arrive.mjs";
import { violations } from "./axe.mjs";
import { batchScreens } from "./batch_screens.mjs";
import { each, open } from "./browser.mjs";
import { faults } from "./faults.mjs";
import { STRINGS } from "./hostile_strings.mjs";
import { settled } from "./measure.mjs";
import { words } from "./words.mjs";

const PHONE = { width: 320, height: 640 };
const TWICE = { width: 590, height: 380 };
const only = process.argv.slice(2);
const { page, close } = await open();
const before = {
  script: (strings) => {
    globalThis.hostileStrings = strings;
  },
  value: STRINGS,
};
const found = [];
const requests = [];

/** What became something else than text, and what of the system's colours a job could not be told by. */
function lookAtJobs() {
  const foreign = document.querySelectorAll(
    "main :is(script, iframe, img:not([src^=data]), link, meta, base, video, math, a[href], style)",
  );
  const list = foreign.length > 0 ? [`${foreign.length} became markup`] : [];
  if (getComputedStyle(document.querySelector("main")).display === "none") list.push("the window is gone");
  const cells = [...document.querySelectorAll("[role=progressbar] i")];
  const look = (kind) => {
    const cell = cells.find((one) => one.classList.contains(kind));
    return cell && getComputedStyle(cell).backgroundColor;
  };
  const [done, queued, failed] = ["done", "queued", "failed"].map(look);
  if (done && done === queued) list.push("what is done looks like what waits");
  if (failed && failed === done) list.push("what failed looks like what is done");
  return list;
}

const WIDE = { width: 1280, height: 800 };
const LOOK = { lang: "zh", theme: "light" };

/** One state in all sizes: a person gets there in a wide window, which then becomes another one. */
async function look(state, window) {
  const shown = await page(query({ ...state, ...LOOK }), { ...WIDE, before, again: window });
  if (!window) shown.on("request", (request) => requests.push(request.url()));
  const lines = [];
  try {
    await arrive(shown, { ...state, ...LOOK });
    for (const size of [TWICE, PHONE]) {
      await shown.setViewportSize(size);
      await shown.evaluate(settled);
      lines.push(...(await shown.evaluate(faults)).map((line) => `at ${size.width}: ${line}`));
    }
    lines.push(...(await violations(shown, { ...LOOK, onlyColours: false })));
    await shown.emulateMedia({ forcedColors: "active", reducedMotion: "reduce" });
    lines.push(...(await shown.evaluate(lookAtJobs)).map((line) => `the system's colours: ${line}`));
    await shown.emulateMedia({ forcedColors: "none", reducedMotion: "reduce" });
    lines.push(...(await list(shown)));
  } catch (error) {
    lines.push(String(error).split("\n").slice(0, 3).join(" "));
  }
  found.push(...[...lines, ...shown.wrong.splice(0)].map((line) => `${state.name}: ${line}`));
  return shown;
}

/** The list of jobs has the narrow window to itself once a person goes back to it. */
async function list(shown) {
  const back = shown.locator(`button:has-text("${words(LOOK.lang)("narrow.back")}")`);
  if ((await shown.$("dialog[open]")) || !(await back.isVisible())) return [];
  await back.click();
  return (await shown.evaluate(faults)).map((line) => `the list at ${PHONE.width}: ${line}`);
}

const states = batchScreens.filter(({ name, size }) => !size && (only.length === 0 || only.includes(name)));
await each(states, look);
const outside = requests.filter((url) => !url.startsWith("http://127.0.0.1") && !url.startsWith("data:"));
found.push(...outside.map((url) => `loaded ${url}`));
await close();
for (const line of found) console.error(line);
console.log(`batches: ${states.length} states with hostile names, ${found.length} findings`);
if (found.length > 0 || states.length < 20) process.exit(only.length > 0 ? found.length : 1);

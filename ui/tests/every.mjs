/** Every screen, walked once in each language and engine, and all that is looked at there.
 *
 * In Chromium: axe in both themes, nothing wider than its pane, nothing stored, no error, nothing that the page's policy
 * had to stop, and no button that loses its end in a language whose words are 40 % longer. In WebKitGTK, which people have
 * on Linux: no error, and the boxes of all elements where Chromium has them, at the same size and the same moment.
 *
 * `node tests/every.mjs [screen...]` */
import { arrive, longer, query } from "./arrive.mjs";
import { violations } from "./axe.mjs";
import { each, open } from "./browser.mjs";
import { differences, marks, unmet } from "./compare.mjs";
import { cutOff, faults } from "./faults.mjs";
import { measure, settled } from "./measure.mjs";
import { screens } from "./screens.mjs";
import { states as all } from "./sizes.mjs";
import { openWebKit } from "./webkit.mjs";

/** So many states that cannot be reached, or that differ, are looked at; a page in which more do is broken as a whole. */
const MOST = 30;
const only = process.argv.slice(2);
const chosen = all.filter(({ name }) => only.length === 0 || only.includes(name));
const states = [
  { lang: "zh", theme: "light", other: "dark" },
  { lang: "en", theme: "dark", other: "light" },
].flatMap((look) => chosen.map((state) => ({ ...state, ...look, title: `${state.name} ${look.lang}`, found: [] })));
const [chromium, webkit] = await Promise.all([open(), process.platform === "linux" ? openWebKit() : null]);

/** What is looked at where a person arrives, besides the boxes: on screens of the usual size, since in another size
 * nothing else can be wrong. */
async function look(shown, state) {
  const { lang, theme, other } = state;
  const lines = await shown.evaluate(faults);
  if (!screens.some(({ name }) => name === state.name)) return lines;
  lines.push(...(await violations(shown, { lang, theme, onlyColours: false })));
  await shown.evaluate((theme) => (document.documentElement.dataset.theme = theme), other);
  await shown.evaluate(settled);
  lines.push(...(await violations(shown, { lang, theme: other, onlyColours: true })));
  // At 320 px a language that does not exist may scroll.
  if (lang === "en" && !(state.size?.width < 400)) lines.push(...(await lookLonger(shown, state)));
  return lines;
}

/** The same with longer words. A note keeps the words that it was given, and a menu the place that it had for them, so
 * that these are made once more. */
async function lookLonger(shown, state) {
  if (await shown.evaluate(() => document.querySelector(".toast, [popover=auto]:popover-open") !== null)) {
    await chromium.page(`${query(state)}&pseudo`, { ...state.size, again: shown });
    await arrive(shown, state, longer);
  } else {
    await shown.evaluate(() => globalThis.speakPseudo(true));
    await shown.evaluate(settled);
  }
  return shown.evaluate(cutOff);
}

async function boxes(shown, state) {
  await arrive(shown, state);
  return { ...JSON.parse(await shown.evaluate(measure, marks)), wrong: [] };
}
const lost = (error) => ({ list: [], focus: null, wrong: [String(error).split("\n").slice(0, 4).join(" ")] });

async function inChromium(state, window) {
  const shown = await chromium.page(query(state), { ...state.size, again: window });
  try {
    state.chromium = await boxes(shown, state);
    state.found.push(...(await look(shown, state)));
  } catch (error) {
    state.chromium ??= lost(error);
    state.found.push(String(error).split("\n").slice(0, 4).join(" "));
  }
  state.found.push(...shown.wrong.splice(0));
  return shown;
}

async function inWebKit(state) {
  try {
    const shown = await webkit.page(query(state), state.size);
    state.webkit = await boxes(shown, state);
    state.webkit.wrong = await shown.evaluate(() => globalThis.frozen.wrong);
  } catch (error) {
    state.webkit = lost(error);
  }
}

async function allInWebKit() {
  for (const state of webkit ? states : []) {
    const failed = states.filter((one) => one.webkit?.list.length === 0).length;
    // One window. oxlint-disable-next-line no-await-in-loop
    if (failed < MOST) await inWebKit(state);
    else state.webkit = lost("not tried any more");
  }
}

/** Once more, in both: what a busy machine had not finished is no difference. */
let kept;
async function again(state) {
  const inOne = async () => {
    kept = await chromium.page(query(state), { ...state.size, again: kept });
    state.chromium = await boxes(kept, state).catch(lost);
  };
  await Promise.all([inOne(), inWebKit(state)]);
}

await Promise.all([each(states, inChromium), allInWebKit()]);
let differing = 0;
for (const state of webkit ? states : []) {
  // oxlint-disable-next-line no-await-in-loop
  if (differences(state).length > 0 && differing < MOST) await again(state);
  const lines = differences(state);
  if (lines.length > 0) differing += 1;
  state.found.push(...lines);
}
await Promise.all([chromium.close(), webkit?.close()]);

const found = states.flatMap(({ title, found }) => found.map((line) => `${title}: ${line}`));
if (webkit && only.length === 0) found.push(...unmet());
for (const line of found) console.error(line);
const elements = states.reduce((sum, { chromium }) => sum + chromium.list.length, 0);
console.log(`every screen: ${states.length}, ${elements} elements in two engines, ${found.length} findings`);
if (found.length > 0 || states.length === 0) process.exit(1);

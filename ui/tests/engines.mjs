/** The same page in two engines: every screen is laid out in Chromium, where the other tests run, and in WebKitGTK, which
 * people have, at the same size and the same moment, and the boxes of all elements are compared.
 * `node tests/engines.mjs [screen...]` */
import { accepted } from "./accepted.mjs";
import { open } from "./browser.mjs";
import { compare, lines } from "./compare.mjs";
import { NOW } from "./freeze.mjs";
import { measure, settled } from "./measure.mjs";
import { states as all } from "./sizes.mjs";
import { openWebKit } from "./webkit.mjs";
import { words } from "./words.mjs";

const LOOKS = [
  { lang: "zh", theme: "light" },
  { lang: "en", theme: "dark" },
];
/** So many states that cannot be reached, or that differ, are looked at; a page in which more do is broken as a whole. */
const MOST = 30;
const only = process.argv.slice(2);
const chosen = all.filter(({ name }) => only.length === 0 || only.includes(name));
const states = LOOKS.flatMap((look) => chosen.map((state) => ({ ...state, ...look })));
const called = ({ name, lang, theme }) => `${name} ${lang} ${theme}`;
const marks = accepted.map((one) => one.element);

/** One state in one engine: its boxes, and what went wrong. */
async function layOut(page, state) {
  try {
    const shown = await page(
      `now=${NOW}&even&lang=${state.lang}&theme=${state.theme}&${state.query ?? ""}`,
      state.size,
    );
    await state.go?.(shown, words(state.lang));
    if (!state.hover) await shown.mouse.move(0, 0);
    await shown.evaluate(settled);
    const wrong = await shown.evaluate(() => globalThis.frozen.wrong);
    return { ...JSON.parse(await shown.evaluate(measure, marks)), wrong };
  } catch (error) {
    return { list: [], focus: null, wrong: [String(error).split("\n").slice(0, 4).join(" ")] };
  }
}

/** All of them one after another, since each engine has one window. Where nothing works any more, the rest is not tried. */
async function layOutAll(page) {
  const found = [];
  for (const state of states) {
    const lost = found.filter(({ list }) => list.length === 0).length;
    // oxlint-disable-next-line no-await-in-loop
    found.push(lost < MOST ? await layOut(page, state) : { list: [], focus: null, wrong: ["not tried any more"] });
  }
  return found;
}

const met = new Set();
function isAccepted(state, { what, marks }) {
  const fits = ({ what: kinds, screens }) => kinds.includes(what) && (screens?.includes(state.name) ?? true);
  const found = marks.filter((n) => fits(accepted[n]));
  for (const n of found) met.add(n);
  return found.length > 0;
}

/** What is wrong with a state, in a line each. */
function faults(state, chromium, webkit) {
  const wrong = [
    ...chromium.wrong.map((line) => `Chromium: ${line}`),
    ...webkit.wrong.map((line) => `WebKit: ${line}`),
  ];
  if (wrong.length > 0) return wrong;
  return lines(compare(chromium, webkit).filter((one) => !isAccepted(state, one)));
}

const [chromium, webkit] = await Promise.all([open(), openWebKit()]);
let window;
const pages = [async (query, size) => (window = await chromium.page(query, { ...size, again: window })), webkit.page];
const [first, second] = await Promise.all(pages.map(layOutAll));
const found = [];
for (const [n, state] of states.entries()) {
  let wrong = faults(state, first[n], second[n]);
  // Once more: what a busy machine had not finished is no difference.
  // oxlint-disable no-await-in-loop
  if (wrong.length > 0 && found.length < MOST)
    wrong = faults(state, ...(await Promise.all(pages.map((page) => layOut(page, state)))));
  // oxlint-enable no-await-in-loop
  if (wrong.length > 0) found.push(state);
  for (const line of wrong) console.error(`${called(state)}: ${line}`);
}
await Promise.all([chromium.close(), webkit.close()]);
const unmet = only.length > 0 ? [] : accepted.filter(({ sometimes }, n) => !sometimes && !met.has(n));
for (const { element } of unmet) console.error(`accepted, but never met: ${element}`);
const elements = first.reduce((sum, { list }) => sum + list.length, 0);
console.log(`engines: ${states.length} states, ${elements} elements, ${found.length} states differ`);
if (found.length + unmet.length > 0 || states.length === 0) process.exit(1);

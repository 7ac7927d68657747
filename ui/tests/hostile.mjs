/** Forty strings that try to be markup, script or an address, as names, accounts, organisations, groups and words of the
 * backend: each is shown as text, none runs, none loads anything, none breaks out of its pane. */
import { open } from "./browser.mjs";
import { STRINGS } from "./hostile_strings.mjs";

const { page, close } = await open();
const shown = await page("lang=en", {
  before: {
    script: (strings) => {
      globalThis.hostileStrings = strings;
    },
    value: STRINGS,
  },
});
const requests = [];
shown.on("request", (request) => requests.push(request.url()));
const found = [];
await shown.waitForSelector("[role=option]");

for (const [n, text] of STRINGS.entries()) {
  const name = `${text} ${n}`;
  await shown.fill("#filter", name.toLowerCase().split(/\s+/).at(-2) ? name : String(n));
  await shown.evaluate((wanted) => {
    const row = [...document.querySelectorAll("[role=option]")].find(
      (one) => one.querySelector(".name")?.textContent === wanted,
    );
    row?.dispatchEvent(new MouseEvent("click", { bubbles: true }));
  }, name);
  await shown.waitForTimeout(60);
  const state = await shown.evaluate(() => ({
    title: document.querySelector(".detail h1 span")?.textContent,
    organisation: document.querySelector(".detail li .name")?.textContent,
    wide: document.querySelector(".room").scrollWidth - document.querySelector(".room").clientWidth,
    foreign: document.querySelectorAll("main :is(script, iframe, img, link, meta, base, video, math, a[href], style)")
      .length,
    hidden: getComputedStyle(document.querySelector("main")).display === "none",
  }));
  if (state.title !== name) found.push(`${n}: the name is shown as ${JSON.stringify(state.title)}`);
  if (state.organisation !== text)
    found.push(`${n}: the organisation is shown as ${JSON.stringify(state.organisation)}`);
  if (state.wide > 1) found.push(`${n}: the pane is ${state.wide} px too wide`);
  if (state.foreign > 0 || state.hidden) found.push(`${n}: became markup`);
}
found.push(
  ...shown.wrong,
  ...requests.filter((url) => !url.startsWith("http://127.0.0.1")).map((url) => `loaded ${url}`),
);
await close();
for (const line of found) console.error(line);
console.log(`hostile strings: ${STRINGS.length}, ${found.length} findings`);
if (found.length > 0 || STRINGS.length < 40) process.exit(1);

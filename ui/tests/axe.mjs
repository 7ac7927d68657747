/** axe on every screen, in both themes and both languages: no violation, no error, nothing that the page's policy had to
 * stop, nothing stored in the page, nothing wider than its pane. `node tests/axe.mjs [screen...]` */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { each, open } from "./browser.mjs";
import { screens } from "./screens.mjs";
import { words } from "./words.mjs";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const only = process.argv.slice(2);
const chosen = screens.filter((screen) => only.length === 0 || only.includes(screen.name));
const { page, close } = await open();
const found = [];
let runs = 0;

/** What axe finds, in a line each. */
async function violations(shown) {
  // Through the debugger, since the page's policy lets no foreign script in.
  if (!(await shown.evaluate(() => "axe" in globalThis))) await shown.evaluate(AXE);
  const { violations } = await shown.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return violations.map(
    (one) =>
      `${one.id}: ${one.nodes
        .map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? ""}`)
        .slice(0, 3)
        .join(" | ")}`,
  );
}

/** What a person would have to scroll sideways for, what the system draws in colours of its own (an open box white in
 * the dark), and what the page keeps. */
const faults = () => {
  const list = [];
  for (const box of document.querySelectorAll("main, .detail, .room, .sidebar, nav, .list, dialog[open], .body"))
    if (box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== "hidden")
      list.push(`${box.className || box.tagName} is ${box.scrollWidth - box.clientWidth} px too wide`);
  for (const box of document.querySelectorAll("[type=checkbox], [type=radio]"))
    if (getComputedStyle(box).appearance !== "none") list.push(`${box.type} drawn by the system`);
  if (localStorage.length + sessionStorage.length > 0 || document.cookie !== "")
    list.push("something is stored in the page");
  return list;
};

function tell(line) {
  found.push(line);
  console.error(line);
}

/** One screen in a language: opened once, looked at in both themes. */
async function look({ screen, lang }) {
  const shown = await page(`lang=${lang}&theme=light&${screen.query ?? ""}`, screen.size);
  try {
    await screen.go?.(shown, words(lang));
    for (const theme of ["light", "dark"]) {
      await shown.evaluate((theme) => (document.documentElement.dataset.theme = theme), theme);
      await shown.waitForTimeout(350);
      const wrong = [...(await violations(shown)), ...(await shown.evaluate(faults)), ...shown.wrong.splice(0)];
      for (const line of wrong) tell(`${screen.name} ${lang} ${theme}: ${line}`);
      runs += 1;
    }
  } catch (error) {
    tell(`${screen.name} ${lang}: ${String(error).split("\n").slice(0, 4).join(" ")}`);
  }
  await shown.close();
}

await each(
  ["zh", "en"].flatMap((lang) => chosen.map((screen) => ({ screen, lang }))),
  look,
);
await close();
console.log(`axe: ${runs} screens, ${found.length} findings`);
if (found.length > 0 || runs === 0) process.exit(1);

/** axe on every screen, in both themes and both languages: no violation, no error, nothing that the page's policy had to
 * stop, nothing stored in the page, nothing wider than its pane. `node tests/axe.mjs [screen...]` */
import { createRequire } from "node:module";
import { open } from "./browser.mjs";
import { screens } from "./screens.mjs";
import { words } from "./words.mjs";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const only = process.argv.slice(2);
const chosen = screens.filter((screen) => only.length === 0 || only.includes(screen.name));
const { page, close } = await open();
const found = [];
let runs = 0;

/** What axe finds, in a line each. */
async function violations(shown) {
  // Through the debugger, since the page's policy lets no foreign script in.
  await shown.evaluate((await import("node:fs")).readFileSync(AXE, "utf8"));
  const { violations } = await shown.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return violations.map(
    (one) =>
      `${one.id}: ${one.nodes
        .map((node) => `${node.target.join(" ")} ${node.any[0]?.message ?? ""}`)
        .slice(0, 3)
        .join(" | ")}`,
  );
}

/** What a person would have to scroll sideways for, and what the page keeps. */
const faults = () => {
  const list = [];
  for (const box of document.querySelectorAll("main, .detail, .room, .sidebar, nav, .list, dialog[open], .body"))
    if (box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).overflowX !== "hidden")
      list.push(`${box.className || box.tagName} is ${box.scrollWidth - box.clientWidth} px too wide`);
  if (localStorage.length + sessionStorage.length > 0 || document.cookie !== "")
    list.push("something is stored in the page");
  return list;
};

function tell(line) {
  found.push(line);
  console.error(line);
}

async function look(screen, lang, theme) {
  const shown = await page(`lang=${lang}&theme=${theme}&${screen.query ?? ""}`, { ...screen.size, theme });
  const where = `${screen.name} ${lang} ${theme}`;
  try {
    await screen.go?.(shown, words(lang));
    await shown.waitForTimeout(350);
    const wrong = [...(await violations(shown)), ...(await shown.evaluate(faults)), ...shown.wrong];
    for (const line of wrong) tell(`${where}: ${line}`);
  } catch (error) {
    tell(`${where}: ${String(error).split("\n").slice(0, 4).join(" ")}`);
  }
  runs += 1;
  await shown.context().close();
}

for (const lang of ["zh", "en"])
  for (const theme of ["light", "dark"]) for (const screen of chosen) await look(screen, lang, theme);
await close();
console.log(`axe: ${runs} screens, ${found.length} findings`);
if (found.length > 0 || runs === 0) process.exit(1);

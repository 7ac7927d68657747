/** axe on every screen, in both themes and both languages: no violation, no error, nothing that the page's policy had to
 * stop, nothing stored in the page, nothing wider than its pane. `node tests/axe.mjs [screen...]` */
import { each, open } from "./browser.mjs";
import { NOW } from "./freeze.mjs";
import { settled } from "./measure.mjs";
import { screens } from "./screens.mjs";
import { words } from "./words.mjs";

const only = process.argv.slice(2);
const chosen = screens.filter((screen) => only.length === 0 || only.includes(screen.name));
const { page, close } = await open();
const found = [];
let runs = 0;

/** What axe finds, in a line each. In the second theme nothing is different but the colours. */
async function violations(shown, theme) {
  if (theme === "light") await shown.addScriptTag({ url: "/axe.js" });
  const asked = theme === "light" ? {} : { runOnly: ["color-contrast", "link-in-text-block"] };
  const { violations } = await shown.evaluate(
    (asked) => globalThis.axe.run(document, { resultTypes: ["violations"], ...asked }),
    asked,
  );
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
async function look({ screen, lang }, window) {
  const query = `now=${NOW}&lang=${lang}&theme=light&${screen.query ?? ""}`;
  const shown = await page(query, { ...screen.size, again: window });
  try {
    await screen.go?.(shown, words(lang));
    for (const theme of ["light", "dark"]) {
      await shown.evaluate((theme) => (document.documentElement.dataset.theme = theme), theme);
      await shown.evaluate(settled);
      const wrong = [...(await violations(shown, theme)), ...(await shown.evaluate(faults)), ...shown.wrong.splice(0)];
      for (const line of wrong) tell(`${screen.name} ${lang} ${theme}: ${line}`);
      runs += 1;
    }
  } catch (error) {
    tell(`${screen.name} ${lang}: ${String(error).split("\n").slice(0, 4).join(" ")}`);
  }
  return shown;
}

await each(
  ["zh", "en"].flatMap((lang) => chosen.map((screen) => ({ screen, lang }))),
  look,
);
await close();
console.log(`axe: ${runs} screens, ${found.length} findings`);
if (found.length > 0 || runs === 0) process.exit(1);

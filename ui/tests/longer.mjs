/** Every screen in the pseudo-locale, whose words are 40 % longer: nothing becomes wider than its pane, and no button
 * loses its end. `node tests/longer.mjs [screen...]` */
import { each, open } from "./browser.mjs";
import { NOW } from "./freeze.mjs";
import { settled } from "./measure.mjs";
import { screens } from "./screens.mjs";
import { words } from "./words.mjs";

const only = process.argv.slice(2);
/** At 320 px a language that does not exist may scroll; the two that do are measured there by axe.mjs. */
const chosen = screens.filter(
  (screen) => (only.length === 0 || only.includes(screen.name)) && !(screen.size?.width < 400),
);
const plain = words("en");
const longer = (key, values) => {
  const text = plain(key, values);
  return `[${text}${"~".repeat(Math.ceil(text.length * 0.4))}]`;
};
const { page, close } = await open();
const found = [];

const faults = () => {
  const cut = (box) => box.scrollWidth > box.clientWidth + 1;
  const panes = [...document.querySelectorAll("main, .detail, .room, .sidebar, .list, dialog[open], .body")].filter(
    cut,
  );
  const buttons = [...document.querySelectorAll("button, summary, h1, h2, dt")].filter(
    (one) => cut(one) && !one.matches(".cut") && !one.querySelector(".cut") && one.clientWidth > 1,
  );
  return [...panes, ...buttons].map(
    (one) => `${one.tagName} ${one.className} "${one.textContent.trim().slice(0, 40)}" is cut`,
  );
};

await each(chosen, async (screen, window) => {
  const query = `now=${NOW}&lang=en&pseudo&${screen.query ?? ""}`;
  const shown = await page(query, { ...screen.size, again: window });
  try {
    await screen.go?.(shown, longer);
    await shown.evaluate(settled);
    const wrong = [...(await shown.evaluate(faults)), ...shown.wrong.splice(0)];
    found.push(...wrong.map((line) => `${screen.name}: ${line}`));
  } catch (error) {
    found.push(`${screen.name}: ${String(error).split("\n").slice(0, 3).join(" ")}`);
  }
  return shown;
});
await close();
for (const line of found) console.error(line);
console.log(`longer words: ${chosen.length} screens, ${found.length} findings`);
if (found.length > 0 || chosen.length === 0) process.exit(1);

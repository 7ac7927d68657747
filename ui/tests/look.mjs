/** The pictures of docs/look.md, as WebKitGTK draws them: `npm run look` in `ui`. */
import { mkdirSync, writeFileSync } from "node:fs";
import { arrive } from "./arrive.mjs";
import { NOW } from "./freeze.mjs";
import { settled } from "./measure.mjs";
import { states } from "./sizes.mjs";
import { openWebKit } from "./webkit.mjs";

/** A state, in a language and a theme. */
const PICTURES = [
  ["session-soon", "zh", "light"],
  ["session-production", "zh", "dark"],
  ["session-soon", "en", "dark"],
  ["session-never", "en", "light"],
  ["empty", "zh", "light"],
  ["filter-nothing", "en", "dark"],
  ["unlock-failed", "zh", "light"],
  ["settings-environments", "en", "light"],
];

const folder = new URL("../../docs/pictures/look/", import.meta.url);
mkdirSync(folder, { recursive: true });
const { page, close } = await openWebKit();
for (const [name, lang, theme] of PICTURES) {
  const state = states.find((one) => one.name === name);
  if (!state) throw new Error(`there is no state ${name}`);
  // There is one window, in which one state is drawn after the other. oxlint-disable no-await-in-loop
  const shown = await page(`now=${NOW}&lang=${lang}&theme=${theme}&${state.query ?? ""}`, state.size);
  await arrive(shown, { ...state, lang });
  await shown.evaluate(settled);
  writeFileSync(new URL(`${name}-${lang}-${theme}.png`, folder), await shown.picture());
  // oxlint-enable no-await-in-loop
}
await close();
console.log(`look: ${PICTURES.length} pictures`);

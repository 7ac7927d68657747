/** Every screen as WebKitGTK draws it, in both languages and themes, for the eye: `node tests/pictures.mjs FOLDER
 * [screen...]` */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { arrive } from "./arrive.mjs";
import { NOW } from "./freeze.mjs";
import { settled } from "./measure.mjs";
import { states } from "./sizes.mjs";
import { openWebKit } from "./webkit.mjs";

const [folder, ...only] = process.argv.slice(2);
if (!folder) throw new Error("which folder?");
const chosen = states.filter(({ name }) => only.length === 0 || only.includes(name));
mkdirSync(folder, { recursive: true });
const { page, close } = await openWebKit();
let missing = 0;

/** One screen in a language: opened once, drawn in both themes. */
async function draw(state, lang) {
  const shown = await page(`now=${NOW}&lang=${lang}&theme=light&${state.query ?? ""}`, state.size);
  await arrive(shown, { ...state, lang });
  for (const theme of ["light", "dark"]) {
    // oxlint-disable no-await-in-loop
    await shown.evaluate((theme) => (document.documentElement.dataset.theme = theme), theme);
    await shown.evaluate(settled);
    writeFileSync(join(folder, `${state.name}-${lang}-${theme}.png`), await shown.picture());
    // oxlint-enable no-await-in-loop
  }
}

for (const lang of ["zh", "en"])
  for (const state of chosen) {
    try {
      // There is one window. oxlint-disable-next-line no-await-in-loop
      await draw(state, lang);
    } catch (error) {
      missing += 1;
      console.error(`${state.name} ${lang}: ${error.message}`);
    }
  }
await close();
console.log(`pictures: ${chosen.length * 4 - missing * 2} in ${folder}`);
if (missing > 0 || chosen.length === 0) process.exit(1);

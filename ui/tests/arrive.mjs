/** Getting to a screen, in whichever engine. */
import { NOW } from "./freeze.mjs";
import { settled } from "./measure.mjs";
import { words } from "./words.mjs";

/** What the page is opened with. */
export const query = ({ lang, theme, query }) => `now=${NOW}&even&lang=${lang}&theme=${theme}&${query ?? ""}`;

/** Goes there as a person does, takes the pointer away, and waits until all is there. */
export async function arrive(shown, { go, lang, hover }, w = words(lang)) {
  await go?.(shown, w);
  if (!hover) await shown.mouse.move(0, 0);
  await shown.evaluate(settled);
}

const plain = words("en");
/** English with words that are 40 % longer, as the page makes them up with `pseudo`. */
export function longer(key, values) {
  const text = plain(key, values);
  return `[${text}${"~".repeat(Math.ceil(text.length * 0.4))}]`;
}

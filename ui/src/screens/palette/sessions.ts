/** The sessions that the palette offers, as its entries. */
import { app } from "../../state/app.svelte";
import { grouped, matcher } from "../../state/list.svelte";
import { go, type Entry } from "./commands";

/** Those that expire first, `most` of them, as it was at `now`. */
export function soonest(now: number, most: number): Entry[] {
  const [soon, valid] = grouped(app.overview.rows, now);
  return [...(soon?.[1] ?? []), ...(valid?.[1] ?? [])].slice(0, most).map((one) => entry(one.name, "palette.soonest"));
}

/** Those that have every word, `most` of them. */
export const found = (words: string, most: number): Entry[] =>
  app.overview.rows
    .filter(matcher(words))
    .slice(0, most)
    .map((one) => entry(one.name, "palette.sessions"));

function entry(name: string, section: "palette.soonest" | "palette.sessions"): Entry {
  const row = app.rows.get(name);
  return {
    id: `session:${name}`,
    section,
    icon: "user",
    label: name,
    second: row?.account ?? row?.host ?? "",
    search: "",
    ...(row ? { row } : {}),
    run: () => go(name),
  };
}

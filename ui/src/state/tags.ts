/** Tags: a person's own places. One of them is the star of a favourite, so that the command knows it too. */
import type { ProfileRow } from "../ipc/contract";
import { app } from "./app.svelte";

/** The tag of a favourite. */
export const FAVOURITE = "★";

export const isFavourite = (row: ProfileRow): boolean => row.tags.includes(FAVOURITE);

/** A tag, how many profiles have it, and who of them has no session that is good for anything. */
export type Tagged = { tag: string; count: number };

/** Every tag but the star, by name. */
export function tagsIn(rows: readonly ProfileRow[]): Tagged[] {
  const counts = new Map<string, number>();
  for (const { tags } of rows) for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  counts.delete(FAVOURITE);
  return [...counts].map(([tag, count]) => ({ tag, count })).toSorted((a, b) => (a.tag < b.tag ? -1 : 1));
}

/** Those of the rows who are not signed in, or no longer, and wait for nobody. */
export const notSignedIn = (rows: readonly ProfileRow[] = app.overview.rows): string[] =>
  rows
    .filter((row) => row.pending === null && (row.session === null || row.session.state === "expired"))
    .map((row) => row.name);

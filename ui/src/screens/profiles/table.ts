/** The rows of the table of profiles: which, and in which order. */
import type { ProfileRow } from "../../ipc/contract";
import { said } from "../../i18n/index.svelte";
import { app } from "../../state/app.svelte";
import { matcher } from "../../state/list.svelte";

export type Column = "name" | "platform" | "environment" | "host" | "group" | "last";
export type Order = { by: Column; down: boolean };
export type Wanted = { filter: string; tag: string; order: Order };

/** What a row's provider is called. */
export const platform = ({ provider }: ProfileRow): string =>
  said(app.provider(provider)?.name ?? { zh: provider, en: provider });

/** What a column is sorted by; `platform` says what a provider is called. Rows without a value come last. */
function value(row: ProfileRow, by: Column, platform: (row: ProfileRow) => string): string {
  if (by === "name") return row.order;
  if (by === "platform") return platform(row);
  if (by === "last") return row.session?.signed_in_at ?? "";
  return row[by] ?? "";
}

/** Those that are looked for, in the order that is asked for. */
export function sorted(
  rows: readonly ProfileRow[],
  { filter, tag, order }: Wanted,
  platform: (row: ProfileRow) => string,
): ProfileRow[] {
  const wanted = matcher(filter);
  const found = rows.filter((row) => wanted(row) && (tag === "" || row.tags.includes(tag)));
  const keyed = found.map((row) => [value(row, order.by, platform), row] as const);
  const turn = order.down ? -1 : 1;
  return keyed
    .toSorted(([a, one], [b, other]) => {
      if (a === b) return one.order < other.order ? -1 : 1;
      if (a === "" || b === "") return a === "" ? 1 : -1;
      return (a < b ? -1 : 1) * turn;
    })
    .map(([, row]) => row);
}

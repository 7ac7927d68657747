/** The list in the middle: which rows, in which order and groups, which are selected. */
import { untrack } from "svelte";
import type { Environment, ProfileRow } from "../ipc/contract";
import { app, type Front } from "./app.svelte";
import { isFavourite } from "./tags";
import { clock } from "./clock.svelte";
import { lastPart, life } from "./expiry";

/** What the sidebar chose. */
export type Place =
  | { kind: "all" }
  | { kind: "soon" }
  | { kind: "favourites" }
  | { kind: "tag"; id: string }
  | { kind: "provider"; id: string }
  | { kind: "environment"; id: Environment }
  | { kind: "group"; id: string };
export type Group = "soon" | "valid" | "limited" | "unknown" | "expired" | "none";
export type Item = { head: Group; count: number } | { head: null; row: ProfileRow; at: number };

const GROUPS: readonly Group[] = ["soon", "valid", "limited", "unknown", "expired", "none"];

/** In which group a row stands at `now`. */
export function groupOf(row: ProfileRow, now: number): Group {
  if (row.session === null) return "none";
  const { phase } = life(row.session, now);
  if (phase === "expired") return "expired";
  // Neither counts as valid: the one does less than usual, of the other nobody knows for how long.
  if (row.session.limited) return "limited";
  if (phase === "unknown") return "unknown";
  return phase === "soon" || phase === "critical" ? "soon" : "valid";
}

/** When a row comes into another group: when it is soon over, and when it is. */
function changesAt({ session }: ProfileRow, now: number): number {
  if (!session?.ends_at) return Infinity;
  const end = Date.parse(session.ends_at);
  const moments = [end - lastPart(session.life_seconds) * 1000, end].filter((at) => at > now);
  return moments[0] ?? Infinity;
}

/** Whether a row has every word of the filter; pinyin and initials are in its haystack. */
export function matcher(filter: string): (row: ProfileRow) => boolean {
  const words = filter.toLowerCase().split(/\s+/);
  return (row) => words.every((word) => row.search.includes(word));
}

export type Grouped = [Group, ProfileRow[]][];

/** The groups with what a filter finds in them; the same groups where it finds all of it, so that nothing is drawn again. */
export function narrowed(groups: Grouped, filter: string): Grouped {
  const found = matcher(filter);
  const left = groups
    .map(([group, rows]): Grouped[number] => [group, rows.filter(found)])
    .filter(([, rows]) => rows.length > 0);
  const isSame = left.length === groups.length && left.every(([, rows], at) => rows.length === groups[at]?.[1].length);
  return isSame ? groups : left;
}

/** Rows in groups that have any: soonest end first, those without an end after them by pinyin; what ended last is first. */
export function grouped(rows: readonly ProfileRow[], now: number): Grouped {
  const groups = new Map<Group, [number, ProfileRow][]>(GROUPS.map((group) => [group, []]));
  for (const row of rows) {
    const group = groupOf(row, now);
    const end = row.session?.ends_at ? Date.parse(row.session.ends_at) : Infinity;
    groups.get(group)?.push([group === "expired" ? -end : end, row]);
  }
  const inOrder = ([a, one]: [number, ProfileRow], [b, other]: [number, ProfileRow]) =>
    a === b ? (one.order < other.order ? -1 : 1) : a - b;
  return [...groups]
    .filter(([, rows]) => rows.length > 0)
    .map(([group, rows]) => [group, rows.toSorted(inOrder).map(([, row]) => row)]);
}

/** How long somebody who types into the filter pauses before the details of what was found are drawn, in milliseconds. */
const TYPED = 120;

class List {
  place = $state.raw<Place>({ kind: "all" });
  #filter = $state("");
  #cursor = $state<string | null>(null);
  /** What the detail pane shows: the cursor's row, a moment later while somebody types. */
  #shown = $state<string | null>(null);
  #typing: ReturnType<typeof setTimeout> | undefined;
  /** Every selected row, the cursor among them. */
  selected = $state.raw<ReadonlySet<string>>(new Set());
  /** The pointer is over the list: nothing moves under it. */
  hovered = $state(false);
  #anchor: string | null = null;
  /** The minute by which the rows are sorted. */
  #minute = $state(0);

  /** When the next row comes into another group, in milliseconds. */
  due = Infinity;

  /** Every row of the place in its order, whatever the filter: a keystroke sorts nothing. */
  readonly #ordered = $derived.by(() => {
    void this.#minute;
    const now = untrack(() => clock.now);
    this.due = app.overview.rows.reduce((first, row) => Math.min(first, changesAt(row, now)), Infinity);
    return grouped(
      app.overview.rows.filter((row) => this.#inPlace(row)),
      now,
    );
  });
  readonly #groups = $derived.by(() => {
    const [all, filter, last] = [this.#ordered, this.#filter.toLowerCase(), this.#last];
    // Words that go on find nothing that the shorter ones did not.
    const groups = narrowed(last.all === all && filter.startsWith(last.filter) ? last.groups : all, filter);
    this.#last = { all, filter, groups };
    return groups;
  });
  /** What was found last, and by which words. */
  #last: { all: Grouped; filter: string; groups: Grouped } = { all: [], filter: "", groups: [] };
  /** Rows in the order shown. */
  readonly rows: ProfileRow[] = $derived(this.#groups.flatMap(([, rows]) => rows));
  /** The rows shown that expire soon. */
  readonly soon: ProfileRow[] = $derived(this.#groups.find(([group]) => group === "soon")?.[1] ?? []);
  /** How many the filter would find among all, where it finds none in the place that is chosen. */
  readonly elsewhere: number = $derived.by(() => {
    if (this.#filter === "" || this.place.kind === "all" || this.rows.length > 0) return 0;
    return app.overview.rows.filter(matcher(this.#filter)).length;
  });
  /** Rows with the headers between them. */
  readonly items: Item[] = $derived.by(() => {
    let at = 0;
    return this.#groups.flatMap(([head, rows]): Item[] => [
      { head, count: rows.length },
      ...rows.map((row): Item => ({ head: null, row, at: at++ })),
    ]);
  });
  /** The row that the keyboard is on, whether the list shows it or not. */
  readonly current: ProfileRow | null = $derived(this.cursor === null ? null : (app.rows.get(this.cursor) ?? null));
  /** The row shown in the detail pane. */
  readonly detail: ProfileRow | null = $derived(this.#shown === null ? null : (app.rows.get(this.#shown) ?? null));
  /** The row that keys act on: what cannot be seen in the list is never acted on. */
  readonly reached: ProfileRow | null = $derived(this.rows.find((row) => row.name === this.cursor) ?? null);
  /** What is done to several is done to these: selected, still there, and seen in the list. */
  readonly chosen: string[] = $derived(this.rows.filter((row) => this.selected.has(row.name)).map((row) => row.name));

  /** What keys act on: everything that is chosen where that is several, else the row that the keyboard is on. */
  readonly acted: string[] = $derived(this.chosen.length > 1 ? this.chosen : this.reached ? [this.reached.name] : []);

  /** The name of the row that the keyboard is on. */
  get cursor(): string | null {
    return this.#cursor;
  }
  set cursor(name: string | null) {
    clearTimeout(this.#typing);
    this.#cursor = name;
    this.#shown = name;
  }

  get filter(): string {
    return this.#filter;
  }
  /** Narrows the rows. Where that hides the cursor's row it goes to the first match, so that Enter takes what was found. */
  set filter(words: string) {
    this.#filter = words;
    this.#follow();
  }

  /** Called once a minute, when a row comes into another group, and when the pointer leaves: sorts anew unless that would
   * move rows under the pointer. */
  settle(minute: number): void {
    if (!this.hovered) this.#minute = minute;
  }

  #inPlace(row: ProfileRow): boolean {
    const place = this.place;
    if (place.kind === "soon")
      return (
        groupOf(
          row,
          untrack(() => clock.now),
        ) === "soon"
      );
    if (place.kind === "all") return true;
    if (place.kind === "favourites") return isFavourite(row);
    if (place.kind === "tag") return row.tags.includes(place.id);
    return row[place.kind] === place.id;
  }

  go(place: Place): void {
    this.place = place;
    this.filter = "";
    this.clear();
  }

  /** Looks for the same words everywhere. */
  widen(): void {
    this.place = { kind: "all" };
    this.clear();
    this.#follow();
  }

  /** To the first row, where the cursor's is hidden. Its details take longer to draw than a key is held: they are drawn
   * when nothing was typed for a moment. */
  #follow(): void {
    const [first, shown] = [this.rows[0], this.#shown];
    if (first && this.reached === null) this.only(first.name);
    if (shown === null || shown === this.#cursor) return;
    this.#shown = shown;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => (this.#shown = this.#cursor), TYPED);
  }

  /** Selects one row alone, and shows it. */
  pick(name: string, front: Front = "detail"): void {
    this.only(name);
    app.back(front);
  }

  /** Selects one row alone, and leaves the detail pane as it is. */
  only(name: string): void {
    this.cursor = name;
    this.#anchor = name;
    this.selected = new Set([name]);
  }

  /** Adds a row to the selection or takes it out. */
  toggle(name: string): void {
    const next = new Set(this.selected);
    if (!next.delete(name)) next.add(name);
    this.cursor = name;
    this.#anchor = name;
    this.selected = next;
  }

  /** Selects everything from where the selection began to a row. */
  stretch(name: string): void {
    const names = this.rows.map((row) => row.name);
    const [from, to] = [names.indexOf(this.#anchor ?? name), names.indexOf(name)].toSorted((a, b) => a - b);
    this.cursor = name;
    this.selected = new Set(names.slice(Math.max(0, from ?? 0), (to ?? 0) + 1));
  }

  all(): void {
    this.selected = new Set(this.rows.map((row) => row.name));
  }

  /** Back to the one row that is shown. */
  clear(): void {
    this.selected = new Set(this.cursor === null ? [] : [this.cursor]);
  }

  /** The row `by` places further in the order shown. */
  step(by: number): string | null {
    const at = this.rows.findIndex((row) => row.name === this.cursor);
    const to = at < 0 ? (by > 0 ? 0 : this.rows.length - 1) : at + by;
    return this.rows[Math.min(Math.max(to, 0), this.rows.length - 1)]?.name ?? null;
  }
}

export const list = new List();

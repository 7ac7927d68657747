/** What the list's keys do. */
import { chord } from "../../parts/keys";
import { copy, signIn } from "../../state/acts";
import { app } from "../../state/app.svelte";
import { dialogs } from "../../state/dialogs.svelte";
import { list } from "../../state/list.svelte";
import { renew } from "../../state/many";

const PAGE = 10;
const STEPS: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE,
  PageUp: -PAGE,
  Home: -Infinity,
  End: Infinity,
};

/** Acts on a key; says whether it was one of the list's. A key held down moves on and on, but acts once. */
export function listKey(event: KeyboardEvent): boolean {
  const by = STEPS[event.key];
  if (by !== undefined && !event.altKey) return move(by, event);
  const run = keys()[chord(event)];
  if (run === undefined) return false;
  if (!event.repeat) run();
  return true;
}

function move(by: number, event: KeyboardEvent): boolean {
  const name = list.step(by);
  if (name === null) return true;
  if (event.shiftKey) list.stretch(name);
  else if (event.ctrlKey) list.cursor = name;
  else list.pick(name);
  return true;
}

function keys(): Record<string, (() => void) | undefined> {
  const row = list.reached;
  const single = app.settings?.single_keys ?? false;
  const all = list.rows.length > 0 ? () => list.all() : undefined;
  if (row === null) return { "Ctrl+a": all };
  return {
    ContextMenu: () => dialogs.show({ kind: "palette", name: row.name }),
    "Shift+F10": () => dialogs.show({ kind: "palette", name: row.name }),
    Enter: () => (row.session === null ? signIn(row.name) : void copy(row.name)),
    " ": row.session === null ? undefined : () => dialogs.show({ kind: "large", name: row.name }),
    "Ctrl+ ": () => list.toggle(row.name),
    "Ctrl+a": all,
    r: single ? () => void renew([row.name]) : undefined,
    s: single ? () => signIn(row.name) : undefined,
  };
}

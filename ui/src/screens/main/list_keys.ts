/** What the list's keys do. */
import { chord } from "../../parts/keys";
import { copy, renew, signIn } from "../../state/acts";
import { app } from "../../state/app.svelte";
import { dialogs } from "../../state/dialogs.svelte";
import { list } from "../../state/list.svelte";

const PAGE = 10;
const STEPS: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE,
  PageUp: -PAGE,
  Home: -Infinity,
  End: Infinity,
};

/** Acts on a key; says whether it was one of the list's. */
export function listKey(event: KeyboardEvent): boolean {
  const by = STEPS[event.key];
  if (by !== undefined && !event.altKey) return move(by, event);
  const run = keys()[chord(event)];
  if (run === undefined) return false;
  run();
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
  const row = list.current;
  const single = app.settings?.single_keys ?? false;
  if (row === null) return {};
  return {
    ContextMenu: () => dialogs.show({ kind: "palette", name: row.name }),
    "Shift+F10": () => dialogs.show({ kind: "palette", name: row.name }),
    Enter: () => (row.session === null ? signIn(row.name) : void copy(row.name)),
    " ": row.session === null ? undefined : () => dialogs.show({ kind: "large", name: row.name }),
    "Ctrl+ ": () => list.toggle(row.name),
    "Ctrl+a": () => list.all(),
    r: single ? () => void renew([row.name]) : undefined,
    s: single ? () => signIn(row.name) : undefined,
  };
}

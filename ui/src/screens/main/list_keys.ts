/** Keyboard actions of the list. */
import { chord } from "../../components/keys";
import { copy } from "../../state/actions";
import { app } from "../../state/app.svelte";
import { dialogs } from "../../state/dialogs.svelte";
import { covered, listIsShown } from "../../state/in_view";
import { list } from "../../state/list.svelte";
import { keysOf } from "../../state/shortcuts";
import { isStacked } from "../../state/stacked";
import { renew } from "../../state/bulk";
import { rowMenu } from "../../state/row_menu.svelte";
import { signIn } from "../../state/signing.svelte";

const PAGE = 10;
const STEPS: Record<string, number> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: PAGE,
  PageUp: -PAGE,
  Home: -Infinity,
  End: Infinity,
};

/** Acts on a key; says whether it was one of the list's. A key held down moves on and on, but acts once. Beside another
 * screen than the session the list only leads back to it. */
export function listKey(event: KeyboardEvent): boolean {
  if (covered()) return false;
  const by = STEPS[event.key];
  if (by !== undefined && !event.altKey) return move(by, event);
  const run = (listIsShown() ? keys() : leads())[chord(event)];
  if (run === undefined) return false;
  if (!event.repeat) run();
  return true;
}

function move(by: number, event: KeyboardEvent): boolean {
  const name = list.step(by);
  if (name === null) return true;
  if (event.shiftKey) list.stretch(name);
  else if (event.ctrlKey) list.cursor = name;
  else list.pick(name, "list");
  return true;
}

type Keys = Record<string, (() => void) | undefined>;

function keys(): Keys {
  const row = list.reached;
  const all = list.rows.length > 0 ? () => list.all() : undefined;
  if (row === null) return { "Ctrl+a": all };
  return {
    ContextMenu: () => rowMenu.atCursor(row.name),
    "Shift+F10": () => rowMenu.atCursor(row.name),
    ArrowRight: isStacked() ? () => app.back("detail") : undefined,
    Enter: () => (row.session === null ? signIn(row.name) : void copy(row.name)),
    " ": row.session === null ? undefined : () => dialogs.show({ kind: "large", name: row.name }),
    "Ctrl+ ": () => list.toggle(row.name),
    "Ctrl+a": all,
    ...letters(),
  };
}

/** What single letters do, unless they are turned off; a chord of several keys is none. */
function letters(): Keys {
  const single = app.settings?.single_keys ?? false;
  const of = (action: "renew" | "sign_in", run: () => void): Keys => {
    const keys = keysOf(action);
    return single || keys.length > 1 ? { [keys]: run } : {};
  };
  return { ...of("renew", () => void renew(list.acted)), ...of("sign_in", signInChosen) };
}

/** A single one is signed in to directly; for several, what would be sent is shown first. */
function signInChosen(): void {
  const [first, ...more] = list.acted;
  if (more.length > 0) dialogs.show({ kind: "sign_in_many", names: list.acted });
  else if (first !== undefined) signIn(first);
}

/** Enter shows the session of the row that the keyboard is on. */
function leads(): Keys {
  const row = list.reached;
  return row === null ? {} : { Enter: () => list.pick(row.name) };
}

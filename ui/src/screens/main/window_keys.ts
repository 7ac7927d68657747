/** Keys that work wherever the focus is. */
import { chord, inField } from "../../parts/keys";
import { lock, renew } from "../../state/acts";
import { app } from "../../state/app.svelte";
import { dialogs } from "../../state/dialogs.svelte";
import { list } from "../../state/list.svelte";

/** Acts on a key; says whether it was one of the window's. */
export function windowKey(event: KeyboardEvent, fold: () => void): boolean {
  if (dialogs.open !== null || document.querySelector("[popover=auto]:popover-open")) return false;
  const pressed = chord(event);
  const number = /^Ctrl\+([0-5])$/.exec(pressed)?.[1];
  const run =
    number === undefined
      ? (ALWAYS[pressed] ?? (inField(event.target) ? undefined : OUTSIDE[pressed]))
      : () => goTo(Number(number));
  if (pressed === "Ctrl+\\") fold();
  else if (run) run();
  else return false;
  return true;
}

const ALWAYS: Record<string, () => void> = {
  "Ctrl+k": () => dialogs.show({ kind: "palette", name: null }),
  "Ctrl+n": () => app.open({ screen: "editor", name: null, like: null }),
  "Ctrl+,": () => app.open({ screen: "settings" }),
  "Ctrl+l": () => void lock(),
  "Ctrl+r": () => void renew([...list.selected]),
  "Ctrl+/": () => dialogs.show({ kind: "shortcuts" }),
  "Ctrl+Shift+c": () => list.current?.session && dialogs.show({ kind: "palette", name: list.current.name }),
  F6: nextPane,
};

const OUTSIDE: Record<string, () => void> = {
  "/": () => document.getElementById("filter")?.focus(),
  "?": () => dialogs.show({ kind: "shortcuts" }),
  Escape: escape,
};

/** All sessions, or a platform by its number. */
function goTo(number: number): void {
  const provider = app.providers.filter((one) => app.overview.rows.some((row) => row.provider === one.id))[number - 1];
  if (number > 0 && !provider) return;
  list.go(provider ? { kind: "provider", id: provider.id } : { kind: "all" });
  app.back();
}

function escape(): void {
  if (list.selected.size > 1) list.clear();
  else if (app.pane.screen !== "session") app.back();
  else list.filter = "";
}

function nextPane(): void {
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")];
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(at + 1) % panes.length];
  (next?.querySelector<HTMLElement>("[role=listbox], button, input, a[href], [tabindex='0']") ?? next)?.focus();
}

/** Whether a key is the beginning of a word: it belongs to the filter. */
export function startsTyping(event: KeyboardEvent): boolean {
  const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
  const button =
    event.target instanceof Element && event.target.closest("button, [role=menu], [role=separator], dialog, a");
  return (
    plain && event.key.length === 1 && event.key !== " " && !inField(event.target) && !button && dialogs.open === null
  );
}

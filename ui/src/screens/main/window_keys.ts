/** Keys that work wherever the focus is. */
import { chord, inField } from "../../components/keys";
import { lock, switchTo } from "../../state/actions";
import { app } from "../../state/app.svelte";
import { dialogs } from "../../state/dialogs.svelte";
import { inOrder } from "../../state/environments";
import { jobs } from "../../state/jobs.svelte";
import { covered, listIsShown } from "../../state/in_view";
import { list } from "../../state/list.svelte";
import { actionOf, type Action } from "../../state/shortcuts";
import { isStacked } from "../../state/stacked";
import { renew } from "../../state/bulk";
import { toasts } from "../../state/toasts.svelte";
import { writes } from "../../state/type_ahead";

/** Acts on a key; says whether it was one of the window's. One held down acts once. */
export function windowKey(event: KeyboardEvent, fold: () => void): boolean {
  if (covered()) return false;
  const run = meaning(event, fold);
  if (run && !event.repeat) run();
  return run !== undefined;
}

function meaning(event: KeyboardEvent, fold: () => void): (() => void) | undefined {
  const pressed = chord(event);
  const number = /^Ctrl\+([1-9])$/.exec(pressed)?.[1];
  if (number !== undefined) return () => goTo(Number(number));
  const place = /^Alt\+([1-9])$/.exec(pressed)?.[1];
  if (place !== undefined) return listIsShown() ? () => environment(Number(place)) : undefined;
  if (pressed === "Escape") return escapeFrom(event.target);
  if (pressed === "Ctrl+/") return RUN.sheet;
  const action = actionOf(pressed);
  if (action === undefined || !(action in RUN)) return undefined;
  // A field has an undoing of its own, and takes what writes a letter.
  if (inField(event.target) && (action === "undo" || pressed.length === 1)) return undefined;
  return action === "sidebar" ? fold : RUN[action];
}

const RUN: Partial<Record<Action, () => void>> = {
  // Ctrl 0 is the engine's: it takes the zoom back.
  all: () => goTo(0),
  palette: () => dialogs.show({ kind: "palette", name: null }),
  filter: () =>
    (document.querySelector<HTMLElement>(".room input[type=search]") ?? document.getElementById("filter"))?.focus(),
  new: () => app.open({ screen: "editor", name: null, like: null }),
  settings: () => app.open({ screen: "settings" }),
  batch: () => jobs.show(),
  team: () => app.open({ screen: "team" }),
  lock: () => void lock(),
  undo: () => void toasts.undo(),
  // Never the engine's reload, and nothing beside another screen.
  renew_selected: () => listIsShown() && void renew(list.chosen),
  guide: () => dialogs.show({ kind: "guide" }),
  sheet: () => dialogs.show({ kind: "shortcuts" }),
  copy_as: () => listIsShown() && list.current?.session && dialogs.show({ kind: "palette", name: list.current.name }),
  sidebar: () => undefined,
  pane: nextPane,
};

/** All sessions, or a platform by its number. */
function goTo(number: number): void {
  const provider = app.providers.filter((one) => app.overview.rows.some((row) => row.provider === one.id))[number - 1];
  if (number > 0 && !provider) return;
  list.go(provider ? { kind: "provider", id: provider.id } : { kind: "all" });
  app.back("list");
}

/** The session of the same group in another environment, by its place in the switch: production asks. */
function environment(place: number): void {
  const group = app.overview.groups.find((one) => one.name === list.current?.group);
  const to = inOrder().filter((one) => group?.profiles[one] !== undefined)[place - 1];
  const name = to === undefined ? undefined : group?.profiles[to];
  if (name !== undefined && name !== list.current?.name) switchTo(name);
}

/** What Escape does. A form is left from its fields too: it asks first where work would be lost. */
function escapeFrom(target: EventTarget | null): (() => void) | undefined {
  // A search field empties itself.
  if (target instanceof HTMLInputElement && target.type === "search" && target.value !== "") return undefined;
  if (!listIsShown()) return () => app.back(app.whole ? "list" : "detail");
  if (app.front === "detail" && isStacked()) return () => app.back("list");
  return list.chosen.length > 1 && !inField(target) ? () => list.clear() : () => (list.filter = "");
}

function nextPane(): void {
  // Where one pane is shown at a time, the other comes to the front.
  if (isStacked()) return void (app.front = app.front === "list" ? "detail" : "list");
  const panes = [...document.querySelectorAll<HTMLElement>("[data-pane]")].filter((pane) => pane.offsetParent !== null);
  const at = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(at + 1) % panes.length];
  (next?.querySelector<HTMLElement>("[role=listbox], button, input, a[href], [tabindex='0']") ?? next)?.focus();
}

/** Whether a key is the beginning of a word: it belongs to the filter, while the list is what is shown. */
export function startsTyping(event: KeyboardEvent): boolean {
  const button =
    event.target instanceof Element && event.target.closest("button, [role=menu], [role=separator], dialog, a");
  return writes(event) && event.key !== " " && !inField(event.target) && !button && listIsShown();
}

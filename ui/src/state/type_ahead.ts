/** Keys that are typed after a dialog is asked for and before it is drawn: they are not for what lies behind. */
import { composing } from "../components/keys";
import { dialogs, type Open } from "./dialogs.svelte";
import { layers } from "./modal_stack.svelte";

/** Dialogs with a field, which take what was typed for them. */
const TAKES: readonly Open["kind"][] = ["palette", "switcher"];

let kept: KeyboardEvent[] = [];
/** The dialog that they were typed for. */
let of: Open | null = null;

/** Takes a key that comes before its dialog; says whether it did. Escape gives the dialog up. */
export function typedAhead(event: KeyboardEvent): boolean {
  if (dialogs.open === null || layers.top !== null) return false;
  if (of !== dialogs.open) [kept, of] = [[], dialogs.open];
  if (event.key === "Escape" && !composing(event)) dialogs.close();
  else if (TAKES.includes(dialogs.open.kind)) kept.push(event);
  return true;
}

/** Hands over what was typed for the dialog that is open, once. */
export function typed(): KeyboardEvent[] {
  const keys = of === dialogs.open ? kept : [];
  [kept, of] = [[], null];
  return keys;
}

/** Whether a key writes a letter. */
export const writes = (event: KeyboardEvent): boolean =>
  event.key.length === 1 && !event.ctrlKey && !event.metaKey && !event.altKey && !composing(event);

/** Which keys do what: the usual ones, and those that a person chose instead. */
import { app } from "./app.svelte";

/** What a person may give other keys. */
export const ACTIONS = {
  palette: "Ctrl+k",
  filter: "/",
  new: "Ctrl+n",
  batch: "Ctrl+b",
  team: "Ctrl+m",
  all: "Alt+Home",
  sidebar: "Ctrl+\\",
  settings: "Ctrl+,",
  lock: "Ctrl+l",
  undo: "Ctrl+z",
  pane: "F6",
  guide: "F1",
  sheet: "?",
  copy_as: "Ctrl+Shift+c",
  renew: "r",
  renew_selected: "Ctrl+r",
  sign_in: "s",
} as const satisfies Record<string, string>;

export type Action = keyof typeof ACTIONS;

/** Those that act in the list alone, where a letter by itself may be a key. */
const IN_LIST: readonly Action[] = ["renew", "sign_in"];
/** Keys that lists, fields, dialogs and the engine need as they are. */
const TAKEN =
  /^(Enter| |Escape|Tab|Shift\+Tab|Backspace|Delete|ContextMenu|Shift\+F10|F5|F11|F12|(Ctrl\+|Alt\+|Shift\+)*(Arrow\w+|Page\w+)|(Shift\+)?(Home|End)|Alt\+[1-9]|Ctrl\+([1-9]|[0=+\-_]| |\/|a|c|v|x|f|w|q|t)|Ctrl\+Shift\+(z|i|r|t|n))$/;

/** The keys of an action, as `chord` writes them. */
export const keysOf = (action: Action): string => app.settings?.shortcuts?.[action] ?? ACTIONS[action];

/** The same as a person reads them: `Ctrl+K`. */
export const shownKeys = (action: Action): string => shown(keysOf(action));
export const shown = (chord: string): string =>
  chord.replace(/(^|\+)([a-z])$/, (_, before, key) => before + key.toUpperCase());

/** What a chord does. */
export const actionOf = (chord: string): Action | undefined =>
  (Object.keys(ACTIONS) as Action[]).find((action) => keysOf(action) === chord);

/** Why a chord cannot be given to an action; nothing where it can. */
export type Refused = { why: "used"; by: Action } | { why: "taken" } | { why: "letter" };

export function refused(action: Action, chord: string): Refused | null {
  if (TAKEN.test(chord)) return { why: "taken" };
  // A letter that is typed begins to filter.
  if (/^[\p{L}\p{N}]$/u.test(chord) && !IN_LIST.includes(action)) return { why: "letter" };
  const by = actionOf(chord);
  return by !== undefined && by !== action ? { why: "used", by } : null;
}

/** The choices with another one among them; what is as usual is not kept. */
export function withKeys(action: Action, chord: string): Record<string, string> {
  const { [action]: _, ...others } = app.settings?.shortcuts ?? {};
  return chord === ACTIONS[action] ? others : { ...others, [action]: chord };
}

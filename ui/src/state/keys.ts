/** The window's keys: one table, from which the sheet and the hints are drawn too. */
import type { Key } from "../i18n/index.svelte";
import type { Action } from "./shortcuts";

/** With the action that a person may give other keys; the rest are as they are. */
export type Shortcut = { action?: Action; keys: string; words: Key };

export const SHORTCUTS: readonly { group: Key; list: readonly Shortcut[] }[] = [
  {
    group: "keys.everywhere",
    list: [
      { action: "palette", keys: "Ctrl+K", words: "keys.palette" },
      { action: "filter", keys: "/", words: "keys.filter" },
      { action: "new", keys: "Ctrl+N", words: "keys.new" },
      { keys: "Ctrl+1…9", words: "keys.provider" },
      { action: "all", keys: "Alt+Home", words: "keys.all" },
      { action: "sidebar", keys: "Ctrl+\\", words: "keys.sidebar" },
      { keys: "Ctrl+=/-/0", words: "keys.zoom" },
      { action: "settings", keys: "Ctrl+,", words: "keys.settings" },
      { action: "batch", keys: "Ctrl+B", words: "keys.authkeys" },
      { action: "team", keys: "Ctrl+M", words: "keys.team" },
      { action: "lock", keys: "Ctrl+L", words: "keys.lock" },
      { action: "undo", keys: "Ctrl+Z", words: "keys.undo" },
      { action: "pane", keys: "F6", words: "keys.pane" },
      { keys: "Esc", words: "keys.escape" },
      { action: "guide", keys: "F1", words: "keys.guide" },
      { action: "sheet", keys: "?", words: "keys.sheet" },
    ],
  },
  {
    group: "keys.in_list",
    list: [
      { keys: "Enter", words: "keys.copy" },
      { action: "copy_as", keys: "Ctrl+Shift+C", words: "keys.copy_as" },
      { action: "renew", keys: "R", words: "keys.renew" },
      { action: "renew_selected", keys: "Ctrl+R", words: "keys.renew_selected" },
      { action: "sign_in", keys: "S", words: "keys.sign_in" },
      { keys: "Space", words: "keys.large" },
      { keys: "Shift+↑↓", words: "keys.stretch" },
      { keys: "Ctrl+Space", words: "keys.toggle" },
      { keys: "Alt+1…9", words: "keys.environment" },
      { keys: "Ctrl+A", words: "keys.everything" },
    ],
  },
];

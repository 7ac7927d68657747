/** The window's keys: one table, from which the sheet and the hints are drawn too. */
import type { Key } from "../i18n/index.svelte";

export type Shortcut = { keys: string; words: Key };

export const SHORTCUTS: readonly { group: Key; list: readonly Shortcut[] }[] = [
  {
    group: "keys.everywhere",
    list: [
      { keys: "Ctrl+K", words: "keys.palette" },
      { keys: "/", words: "keys.filter" },
      { keys: "Ctrl+N", words: "keys.new" },
      { keys: "Ctrl+1…5", words: "keys.provider" },
      { keys: "Alt+Home", words: "keys.all" },
      { keys: "Ctrl+\\", words: "keys.sidebar" },
      { keys: "Ctrl+=/-/0", words: "keys.zoom" },
      { keys: "Ctrl+,", words: "keys.settings" },
      { keys: "Ctrl+L", words: "keys.lock" },
      { keys: "Ctrl+Z", words: "keys.undo" },
      { keys: "F6", words: "keys.pane" },
      { keys: "Esc", words: "keys.escape" },
      { keys: "?", words: "keys.sheet" },
    ],
  },
  {
    group: "keys.in_list",
    list: [
      { keys: "Enter", words: "keys.copy" },
      { keys: "Ctrl+Shift+C", words: "keys.copy_as" },
      { keys: "R", words: "keys.renew" },
      { keys: "Ctrl+R", words: "keys.renew_selected" },
      { keys: "S", words: "keys.sign_in" },
      { keys: "Space", words: "keys.large" },
      { keys: "Shift+↑↓", words: "keys.stretch" },
      { keys: "Ctrl+Space", words: "keys.toggle" },
      { keys: "Ctrl+A", words: "keys.everything" },
    ],
  },
];

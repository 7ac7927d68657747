/** What the backend takes and gives: the types that Rust wrote, and the few that only the page has. */
import type { Asked, Cleared, Dragged, Reveal, VaultView } from "./types";

export type * from "./types";

export type TokenFormat = "raw" | "header" | "curl" | "env" | "json";
/** What a person asks to see. */
export type What = Reveal;
/** What a person typed, by field. */
export type Answers = Record<string, string>;

/** What the backend tells by itself. */
export type Signals = {
  changed: null;
  vault: VaultView;
  clipboard: Cleared;
  /** Files over the window. */
  dragged: Dragged;
  /** The window was to be closed, while jobs run. */
  closing: null;
  /** When the window locks itself unless somebody uses it; `null` takes that back. */
  lock_warning: string | null;
  /** The quick switcher was asked for outside the window. */
  switcher: null;
  /** Something was asked for outside the window that has to be done in it. */
  asked: Asked;
};

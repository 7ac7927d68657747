/** Which dialog is open. One at a time. */
import type { Key } from "../i18n/index.svelte";
import type { Failure } from "../ipc/contract";

/** What is about to be done in production. */
export type Act = "copy" | "reveal" | "switch" | "sign_in" | "command_line" | "authkeys" | "key";

/** What became of one session, where something was done to several. Some of it may be done here and not at the server. */
export type Result =
  | { name: string; how: "done" | "partly" | "stopped"; words: string }
  | { name: string; how: "failed"; failure: Failure };

export type Open =
  | { kind: "production"; name: string; act: Act; go: () => void }
  /** What signing in to several would send. */
  | { kind: "sign_in_many"; names: string[]; continues?: boolean }
  | { kind: "expired"; name: string; go: () => void }
  | { kind: "sign_out"; names: string[] }
  | { kind: "results"; title: Key; results: Result[] }
  | { kind: "large"; name: string }
  | { kind: "qr"; name: string }
  | { kind: "whose" }
  /** Closing a vault that is in memory alone. */
  | { kind: "empty" }
  /** The window was to be closed, while jobs run. */
  | { kind: "closing" }
  | { kind: "shortcuts" }
  /** The user's guide. */
  | { kind: "guide" }
  /** With a name, the palette begins with what can be done with that session. */
  | { kind: "palette"; name: string | null }
  /** The quick switcher, asked for outside the window; `hidden` where that was hidden. */
  | { kind: "switcher"; hidden: boolean };

class Dialogs {
  open = $state.raw<Open | null>(null);

  show(open: Open): void {
    this.open = open;
  }
  close(): void {
    this.open = null;
  }
}

export const dialogs = new Dialogs();

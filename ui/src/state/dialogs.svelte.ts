/** Which dialog is open. One at a time. */
import type { One } from "../ipc/contract";

export type Open =
  | { kind: "production"; name: string; go: () => void }
  | { kind: "expired"; name: string; go: () => void }
  | { kind: "sign_out"; names: string[] }
  | { kind: "results"; results: One[] }
  | { kind: "large"; name: string }
  | { kind: "qr"; name: string }
  | { kind: "whose" }
  | { kind: "shortcuts" }
  /** With a name, the palette begins with what can be done with that session. */
  | { kind: "palette"; name: string | null };

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

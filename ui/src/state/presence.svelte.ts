/** Whether somebody is at the window, what the desktop asks of it, and the lock that comes when nobody is. */
import * as api from "../ipc/api";
import type { Asked } from "../ipc/contract";
import { copy } from "./actions";
import { app } from "./app.svelte";
import { dialogs } from "./dialogs.svelte";
import { list } from "./list.svelte";
import { openForm } from "./signing.svelte";

/** Use is told no more often than this. */
const TOLD = 10_000;
const USES = ["pointerdown", "pointermove", "wheel", "keydown"] as const;

class Presence {
  /** When the window locks itself, in milliseconds since 1970. */
  locksAt = $state<number | null>(null);
  #begun = false;
  #told = 0;

  /** Listens from now on; a second time it asks only for what came while the window was locked. */
  begin(): void {
    void this.#takeSwitcher();
    if (this.#begun) return;
    this.#begun = true;
    api.hear("lock_warning", (at) => void (this.locksAt = at === null ? null : Date.parse(at)));
    api.hear("switcher", () => void this.#takeSwitcher());
    api.hear("asked", (asked) => act(asked));
    for (const use of USES) window.addEventListener(use, () => this.used(), { capture: true, passive: true });
  }

  /** Somebody is here: a lock that was announced is taken back. */
  used(): void {
    const now = Date.now();
    if (this.locksAt === null && now - this.#told < TOLD) return;
    this.#told = now;
    this.locksAt = null;
    // Without an answer the window locks itself, which loses nothing.
    void api.used().catch(() => undefined);
  }

  async #takeSwitcher(): Promise<void> {
    // A locked window shows how to unlock it, and the switcher after that; the first run has no sessions to list.
    if (app.vault?.state !== "open" || app.welcoming) return;
    try {
      const hidden = await api.takeSwitcher();
      if (hidden !== null) dialogs.show({ kind: "switcher", hidden });
    } catch (thrown) {
      app.tell(thrown);
    }
  }
}

function act({ act, name, failure }: Asked): void {
  if (app.vault?.state !== "open" || app.welcoming) return;
  list.pick(name);
  if (act === "copy") void copy(name);
  else if (act === "sign_in") openForm(name);
  else if (act === "sign_out") dialogs.show({ kind: "sign_out", names: [name] });
  else app.tell(failure, name);
}

export const presence = new Presence();

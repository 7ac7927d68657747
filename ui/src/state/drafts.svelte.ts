/** What was typed into the form of a sign-in and is not sent yet, by profile. It is in the page's memory alone, and goes
 * with the lock. */
import { app } from "./app.svelte";

type Draft = { method: string; typed: Record<string, string> };
/** For which account of which server it was typed: a password must not appear in the form of another one. */
type Kept = Draft & { server: string };

const serverOf = (name: string): string | undefined => {
  const row = app.rows.get(name);
  return row && `${row.provider} ${row.host} ${row.account ?? ""}`;
};

class Drafts {
  #all = $state.raw<ReadonlyMap<string, Kept>>(new Map());

  of(name: string): Draft | undefined {
    const draft = this.#all.get(name);
    return draft?.server === serverOf(name) ? draft : undefined;
  }

  /** Keeps what a form leaves behind; of an empty one nothing, and behind a lock neither. */
  keep(name: string, draft: Draft): void {
    const next = new Map(this.#all);
    next.delete(name);
    const server = serverOf(name);
    const typed = Object.values(draft.typed).some((value) => value !== "");
    if (app.vault?.state === "open" && server && typed) next.set(name, { ...draft, server });
    this.#all = next;
  }

  clear(): void {
    this.#all = new Map();
  }
}

export const drafts = new Drafts();

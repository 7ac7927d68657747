/** Short notes at the lower right: three at most, newest nearest the edge. */
import type { Failure } from "../ipc/contract";

export type Toast = {
  id: number;
  tone: "done" | "busy" | "failed";
  title: string;
  body?: string;
  failure?: Failure;
  /** A countdown to this moment (milliseconds) stands beside it; it goes when that is reached. */
  until?: number;
  action?: { label: string; run: () => void };
  /** Takes back what was done; offered for ten seconds, and for Ctrl+Z. */
  undo?: () => void;
  /** There is one clipboard: a note about it takes the place of the one before. */
  about?: "clipboard";
};

const MOST = 3;
const SHORT = 3000;
const WITH_ACTION = 6000;
const WITH_UNDO = 10_000;

class Toasts {
  list = $state<Toast[]>([]);
  #locked = false;
  #next = 1;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  /** Shows a note; says its id, with which it can be changed or taken away. Failures and running work stay. */
  show(toast: Omit<Toast, "id">): number {
    if (this.#locked) return this.#next++;
    const before = toast.about && this.list.find((one) => one.about === toast.about);
    if (before) {
      this.change(before.id, toast);
      return before.id;
    }
    const id = this.#next++;
    this.list = [...this.list, { ...toast, id }].slice(-MOST);
    this.#plan(id, toast);
    return id;
  }

  /** Changes a note in place: one note for one piece of work. */
  change(id: number, toast: Omit<Toast, "id">): void {
    if (this.#locked) return;
    const there = this.list.some((one) => one.id === id);
    // Newer notes may have taken its place: it comes again as the same one, or each change would leave another behind.
    this.list = there
      ? this.list.map((one) => (one.id === id ? { ...toast, id } : one))
      : [...this.list, { ...toast, id }].slice(-MOST);
    this.#plan(id, toast);
  }

  drop(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.list = this.list.filter((one) => one.id !== id);
  }

  /** Notes name profiles, which a locked window does not: every one goes, and none comes until it is open again. */
  lock(locked: boolean): void {
    this.#locked = locked;
    if (locked) this.clear();
  }

  /** Takes every note away. */
  clear(): void {
    for (const { id } of this.list) this.drop(id);
  }

  /** Takes back what was done last, where that is still offered; says whether it was. */
  undo(): boolean {
    const last = this.list.findLast((one) => one.undo);
    if (!last) return false;
    this.drop(last.id);
    last.undo?.();
    return true;
  }

  /** The pointer rests on a note: it stays. */
  hold(id: number): void {
    // What can be taken back only for so long is not offered for longer.
    if (!this.list.find((one) => one.id === id)?.undo) clearTimeout(this.#timers.get(id));
  }

  /** The pointer left it. */
  release(id: number): void {
    const toast = this.list.find((one) => one.id === id);
    if (toast && !toast.undo) this.#plan(id, toast);
  }

  #plan(id: number, toast: Omit<Toast, "id">): void {
    clearTimeout(this.#timers.get(id));
    if (toast.tone !== "done") return;
    const usual = toast.undo ? WITH_UNDO : toast.action ? WITH_ACTION : SHORT;
    const time = toast.until ? toast.until - Date.now() : usual;
    this.#timers.set(
      id,
      setTimeout(() => this.drop(id), Math.max(time, SHORT)),
    );
  }
}

export const toasts = new Toasts();

/** The board of a sign-in of several: what became of each profile, as it happens. */
import { t } from "../i18n/index.svelte";
import * as api from "../ipc/api";
import type { BatchItem, BulkChoice, ErrorCode, Failure, BulkLeftOut, PendingView, Retry } from "../ipc/contract";
import { app } from "./app.svelte";
import { dialogs } from "./dialogs.svelte";
import { toasts, type Toast } from "./toasts.svelte";

/** What a row says; a person can look at the rows of one state alone. */
export const STATES = ["open", "done", "input", "failed", "blocked", "unsent"] as const;
export type State = (typeof STATES)[number];

export type BoardRow = {
  name: string;
  state: State;
  /** Its sign-in has begun. */
  busy: boolean;
  /** What its sign-in asks; none where the form has to be filled in. */
  pending: PendingView | null;
  failure: Failure | null;
  retry: Retry | null;
};

/** What is known of a profile from the run alone. */
type Entry = {
  name: string;
  heard: "queued" | "begun" | "done" | "asked" | "missing" | "failed" | "unsent";
  failure: Failure | null;
  retry: Retry | null;
  asked: PendingView | null;
  /** The overview's version at that time: an older one does not know of it. */
  version: number;
  /** When the session of before was signed in; another one means that a person went on elsewhere. */
  before: string | null;
};

/** What the note at the end counts. */
const SAID = [
  ["done", "many.signed_in"],
  ["input", "many.waiting"],
  ["failed", "many.failed"],
  ["blocked", "many.blocked"],
  ["unsent", "many.not_sent"],
] as const;

/** The guard's own: nothing was sent. */
const GUARD: readonly ErrorCode[] = ["cooling_down", "budget_spent", "password_known_refused"];

class Board {
  #entries = $state.raw<ReadonlyMap<string, Entry>>(new Map());
  /** The runs that go on, by number. */
  #runs = $state.raw<ReadonlySet<number>>(new Set());
  stopping = $state(false);
  /** The board is on the screen: no note says the same. */
  #shown = false;
  #note: number | null = null;
  #choice: BulkChoice = { include_valid: false, production: [] };

  readonly running: boolean = $derived(this.#runs.size > 0);
  readonly rows: BoardRow[] = $derived.by(() => {
    const pending = new Map(app.overview.pending.map((one) => [one.profile, one]));
    return [...this.#entries.values()].map((one) => rowOf(one, pending.get(one.name) ?? null));
  });
  /** How many rows there are of each state. */
  readonly counts: Record<State, number> = $derived.by(() => {
    const counts = { open: 0, done: 0, input: 0, failed: 0, blocked: 0, unsent: 0 };
    for (const { state } of this.rows) counts[state] += 1;
    return counts;
  });
  readonly unsent: string[] = $derived(this.rows.filter((row) => row.state === "unsent").map((row) => row.name));
  /** What they were signed in to with, to go on with those that were not sent. */
  get choice(): BulkChoice {
    return this.#choice;
  }

  /** A run begins. What is on the board of one that has ended goes, unless this one goes on with it: then there is no
   * `leftOut`. */
  begin(run: number, names: string[], choice: BulkChoice, leftOut: BulkLeftOut[] | null): void {
    const next = new Map(this.running || leftOut === null ? this.#entries : []);
    for (const name of names) next.set(name, entry(name, "queued"));
    for (const { profile: name, reason, failure } of leftOut ?? []) {
      if (reason === "waiting") next.set(name, entry(name, "asked"));
      if (reason === "missing") next.set(name, entry(name, "missing"));
      if (reason === "blocked")
        next.set(name, {
          ...entry(name, "failed"),
          failure,
          retry: failure?.retry_after_seconds ? "later" : "after_change",
        });
    }
    this.#entries = next;
    this.#choice = choice;
    this.stopping = false;
    this.#runs = new Set([...this.#runs, run]);
  }

  /** What is told of one. */
  take({ profile: name, end, failure, retry }: BatchItem): void {
    const before = this.#entries.get(name);
    if (!before) return;
    const heard = { ...before, failure, retry, version: app.version };
    if (failure) heard.heard = failure.code === "stopped" ? "unsent" : "failed";
    else if (!end) heard.heard = "begun";
    else if (end.outcome === "challenge") Object.assign(heard, { heard: "asked", asked: end.pending });
    else heard.heard = "done";
    this.#entries = new Map(this.#entries).set(name, heard);
    this.#tell();
  }

  /** A run has ended; what it left was not sent. */
  end(run: number, names: string[]): void {
    this.#runs = new Set([...this.#runs].filter((one) => one !== run));
    const next = new Map(this.#entries);
    for (const name of names) {
      const one = next.get(name);
      if (one?.heard === "queued" || one?.heard === "begun") next.set(name, { ...one, heard: "unsent" });
    }
    this.#entries = next;
    this.#tell();
  }

  /** Nothing further is sent; what is under way is still answered. */
  stop(): void {
    this.stopping = true;
    for (const run of this.#runs) void api.stopSignIn(run).catch((thrown: unknown) => app.tell(thrown));
    this.#tell();
  }

  /** On the screen, or not any more. */
  show(shown: boolean): void {
    this.#shown = shown;
    if (shown && this.#note !== null) {
      toasts.drop(this.#note);
      this.#note = null;
    } else if (!shown && this.running) this.#note = toasts.show(this.#progress());
  }

  /** Nothing of it stays. */
  clear(): void {
    this.#entries = new Map();
    this.#note = null;
  }

  /** The note of a run that goes on behind another screen. */
  #tell(): void {
    if (this.#shown) return;
    const note = this.running ? this.#progress() : this.#sum();
    if (this.#note === null) this.#note = toasts.show(note);
    else toasts.change(this.#note, note);
    if (!this.running) this.#note = null;
  }

  #progress(): Omit<Toast, "id"> {
    const [n, open] = [this.rows.length, this.counts.open];
    return {
      tone: "busy",
      title: this.stopping ? t("many.stopping") : t("many.busy", { done: n - open, n }),
      ...(this.stopping ? {} : { action: { label: t("many.stop"), run: () => this.stop() } }),
    };
  }

  #sum(): Omit<Toast, "id"> {
    const { counts } = this;
    const said = SAID.filter(([state]) => counts[state] > 0);
    return {
      tone: counts.failed + counts.blocked > 0 ? "failed" : "done",
      title: t("many.done"),
      body: said.map(([state, words]) => t(words, { n: counts[state] })).join(" · "),
      action: { label: t("many.details"), run: opens },
    };
  }
}

/** A note can be pressed while a dialog is open: the board would be behind it. */
function opens(): void {
  dialogs.close();
  app.open({ screen: "board" });
}

const entry = (name: string, heard: Entry["heard"]): Entry => ({
  name,
  heard,
  failure: null,
  retry: null,
  asked: null,
  version: app.version,
  before: app.rows.get(name)?.session?.signed_in_at ?? null,
});

/** A row by what the run told and what has happened since: a question may be answered, a form sent. */
function rowOf(one: Entry, waits: PendingView | null): BoardRow {
  const row = { name: one.name, busy: one.heard === "begun", pending: null, failure: one.failure, retry: one.retry };
  const since = app.rows.get(one.name)?.session?.signed_in_at ?? null;
  const signedIn = since !== null && since !== one.before;
  if (one.heard === "queued" || one.heard === "begun") return { ...row, state: "open" };
  if (waits) return { ...row, state: "input", pending: waits, failure: null, retry: null };
  if (one.heard === "done" || signedIn) return { ...row, state: "done", failure: null, retry: null };
  if (one.heard === "unsent") return { ...row, state: "unsent", failure: null, retry: null };
  if (one.heard === "missing") return { ...row, state: "input" };
  if (one.heard === "asked" && one.asked && app.version <= one.version)
    return { ...row, state: "input", pending: one.asked };
  // What it asked is answered or given up, and nobody is signed in.
  if (one.heard === "asked") return { ...row, state: "failed" };
  return { ...row, state: one.failure && GUARD.includes(one.failure.code) ? "blocked" : "failed" };
}

export const board = new Board();

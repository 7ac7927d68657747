/** Batches of authKeys: what the backend knows of them, how far those of this window are, and which one is shown. */
import { t } from "../i18n/index.svelte";
import * as api from "../ipc/api";
import type { Dragged, Failure, JobItem, JobUpdate, JobUpdates } from "../ipc/contract";
import { failure } from "../ipc/failure";
import { app } from "./app.svelte";
import { dialogs } from "./dialogs.svelte";
import { ended, isUnfinished, unsettled } from "./job";
import { toasts } from "./toasts.svelte";

/** What stands beside the list of jobs. */
export type At = { kind: "none" } | { kind: "new" } | { kind: "soon" } | { kind: "job"; job: string };

/** Between two changes of what is steady. */
const STEADY = 1000;
/** Between two changes of the note of a job that runs while another screen is shown. */
const NOTE_EVERY = 2000;

class Jobs {
  list = $state.raw<JobItem[]>([]);
  loaded = $state(false);
  /** Why they could not be read the last time. */
  unread = $state.raw<Failure | null>(null);
  /** How far those of this window are. */
  pulses = $state.raw<ReadonlyMap<string, JobUpdate>>(new Map());
  /** The same once a second, for all but the progress line: each number that changes is drawn again, and for numbers that
   * are far apart the engine draws the whole window between them. */
  steady = $state.raw<ReadonlyMap<string, JobUpdate>>(new Map());
  /** Why one stopped by itself. */
  failures = $state.raw<ReadonlyMap<string, Failure>>(new Map());
  at = $state.raw<At>({ kind: "none" });
  /** The profile that the form of a new job is for. */
  making = $state<string | undefined>();
  /** The profile that the screen is about. */
  readonly about: string | undefined = $derived(
    this.at.kind === "job" ? this.of(this.at.job)?.profile : this.at.kind === "new" ? this.making : undefined,
  );
  /** Files are over the window. */
  dragged = $state<Dragged>("gone");
  readonly unfinished: number = $derived(this.list.filter(isUnfinished).length);
  #begun = false;
  #note: number | null = null;
  #noted = 0;
  #steadied = 0;

  /** Hears from now on what the backend tells of jobs, once. */
  begin(): void {
    if (this.#begun) return;
    this.#begun = true;
    api.hear("closing", () => dialogs.show({ kind: "closing" }));
    api.hear("dragged", (dragged) => (this.dragged = dragged));
    void api.watchJobs((pulse) => this.take(pulse)).catch((thrown: unknown) => app.tell(thrown));
  }

  /** Fetches the list. */
  async load(): Promise<void> {
    if (app.vault?.state !== "open") return this.clear();
    try {
      const list = await api.jobs();
      // Locked meanwhile: what was asked for before names nobody any more.
      if (app.vault.state !== "open") return;
      this.list = list;
      this.loaded = true;
      this.unread = null;
    } catch (thrown) {
      if (app.vault.state === "open") this.unread = failure(thrown);
    }
  }

  /** A vault that is closed names nothing. */
  clear(): void {
    [this.list, this.loaded, this.unread] = [[], false, null];
    [this.pulses, this.steady, this.failures] = [new Map(), new Map(), new Map()];
    this.at = { kind: "none" };
    this.#drop();
  }

  /** Opens the screen: at the job that is not finished, else at the newest one, unless something is shown there. */
  show(at?: At): void {
    const first = this.list.find(isUnfinished) ?? this.list[0];
    if (at) this.at = at;
    else if (this.at.kind === "none") this.at = first ? { kind: "job", job: first.job } : { kind: "new" };
    app.open({ screen: "authkeys" });
    this.#drop();
  }

  of(job: string): JobItem | undefined {
    return this.list.find((one) => one.job === job);
  }

  /** A job as it is now, in the place of what was known of it. */
  put(item: JobItem): void {
    const known = this.list.some((one) => one.job === item.job);
    this.list = known ? this.list.map((one) => (one.job === item.job ? item : one)) : [item, ...this.list];
    const rest = new Map(this.failures);
    if (rest.delete(item.job)) this.failures = rest;
  }

  /** What the backend told, some times a second. */
  take(pulse: JobUpdates): void {
    this.pulses = new Map(pulse.running.map((one) => [one.job, one]));
    const others = pulse.running.length !== this.steady.size || pulse.running.some(({ job }) => !this.steady.has(job));
    if (others || Date.now() - this.#steadied >= STEADY) [this.steady, this.#steadied] = [this.pulses, Date.now()];
    for (const { job, failure: why } of pulse.ended) {
      const rest = new Map(this.failures);
      if (why) rest.set(job, why);
      else rest.delete(job);
      this.failures = rest;
      void this.#over(job);
    }
    this.#say(pulse.running);
  }

  /** One note stands for what runs, wherever a person is. */
  #say(running: readonly JobUpdate[]): void {
    const [first] = running;
    if (!first || app.pane.screen === "authkeys" || app.vault?.state !== "open") return this.#drop();
    if (Date.now() - this.#noted < NOTE_EVERY) return;
    this.#noted = Date.now();
    const item = this.of(first.job);
    const note = {
      tone: "busy" as const,
      title: t("job.toast", { done: number(ended(first.counts)), n: number(item?.asked ?? first.of) }),
      action: { label: t("job.pause"), run: () => void this.pause(first.job, false) },
    };
    if (this.#note === null) this.#note = toasts.show(note);
    else toasts.change(this.#note, note);
  }

  #drop(): void {
    if (this.#note !== null) toasts.drop(this.#note);
    [this.#note, this.#noted] = [null, 0];
  }

  async #over(job: string): Promise<void> {
    await this.load();
    const item = this.of(job);
    if (!item || (app.pane.screen === "authkeys" && this.at.kind === "job" && this.at.job === job)) return;
    const key =
      item.state !== "done" ? "job.toast_paused" : unsettled(item) > 0 ? "job.toast_partly" : "job.toast_done";
    toasts.show({
      tone: "done",
      title: t(key, { name: item.profile }),
      action: { label: t("job.toast_show"), run: () => this.show({ kind: "job", job }) },
    });
  }

  /** Nothing more is sent; a second time does not wait for what was sent either. */
  async pause(job: string, atOnce: boolean): Promise<void> {
    try {
      await api.pauseJob(job, atOnce);
    } catch (thrown) {
      app.tell(thrown);
    }
  }

  /** Removes a job with its copy of the keys. */
  async forget(item: JobItem): Promise<void> {
    try {
      await api.forgetJob(item.job);
      if (this.at.kind === "job" && this.at.job === item.job) this.at = { kind: "none" };
      toasts.show({ tone: "done", title: t("job.forgotten", { name: item.profile }) });
      await this.load();
    } catch (thrown) {
      app.tell(thrown, item.profile);
    }
  }
}

const NUMBERS = new Intl.NumberFormat("en-US");
/** A number as people write it: 5,000. */
export const number = (n: number): string => NUMBERS.format(n);

export const jobs = new Jobs();

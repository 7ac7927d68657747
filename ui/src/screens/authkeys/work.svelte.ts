/** What is done with a job that is shown. */
import * as api from "../../ipc/api";
import type { Confirmed, Failure, JobItem, JobPlan } from "../../ipc/contract";
import { failure } from "../../ipc/failure";
import { app } from "../../state/app.svelte";
import { jobs } from "../../state/jobs.svelte";
import { entering } from "../../state/production";

const NOTHING: Confirmed = { grave: false, number: null, production: false };

export class Work {
  busy = $state(false);
  /** Why it could not continue. */
  refused = $state.raw<Failure | null>(null);
  /** What is to be confirmed before. */
  asks = $state.raw<JobPlan | null>(null);
  /** The one account that is asked for again, where it is one alone. */
  #account: number | null = null;
  readonly #job: string;

  constructor(job: string) {
    this.#job = job;
  }

  /** Continues, after the required confirmations. */
  async resume(item: JobItem, account: number | null = null): Promise<void> {
    this.#account = account;
    await this.#try(async () => {
      const plan = await api.planResume(this.#job);
      entering(item.profile, "authkeys", () => {
        if (plan.grave || plan.number !== null) this.asks = plan;
        else void this.go(NOTHING);
      });
    });
  }

  async go(confirmed: Confirmed): Promise<void> {
    this.asks = null;
    await this.#try(async () => jobs.put(await api.resumeJob(this.#job, confirmed, this.#account)));
  }

  /** Another place for its table, and on. */
  async move(): Promise<void> {
    await this.#try(async () => {
      const moved = await api.moveJob(this.#job);
      if (!moved) return;
      jobs.put(moved);
      await this.resume(moved);
    });
  }

  async folder(): Promise<void> {
    try {
      await api.showTable(this.#job);
    } catch (thrown) {
      app.tell(thrown);
    }
  }

  async #try(run: () => Promise<void>): Promise<void> {
    [this.busy, this.refused] = [true, null];
    try {
      await run();
    } catch (thrown) {
      this.refused = failure(thrown);
    }
    this.busy = false;
  }
}

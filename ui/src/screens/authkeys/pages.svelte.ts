/** The rows of a job, fetched page by page as they are looked at. What was seen long ago is let go, so that the page's
 * memory does not grow with the list. */
import { SvelteMap } from "svelte/reactivity";
import * as api from "../../ipc/api";
import type { Failure, JobRow, RowFilter } from "../../ipc/contract";
import { failure } from "../../ipc/failure";

/** Rows of a page: as many as the backend gives. */
export const PAGE = 500;
/** Pages that are kept. */
const KEPT = 12;

export class Pages {
  count = $state(0);
  columns = $state.raw<string[]>([]);
  loaded = $state(false);
  problem = $state.raw<Failure | null>(null);
  readonly #job: string;
  readonly #kept = new SvelteMap<number, JobRow[]>();
  /** Pages that are looked at and not here yet, the newest last: a view touches two. */
  #wanted: number[] = [];
  #fetching = false;
  #filter: RowFilter = "all";
  /** Counts the lists: what an older one is told no longer counts. */
  #turn = 0;
  #last = 0;

  constructor(job: string) {
    this.#job = job;
  }

  /** Another filter, or the job has changed: everything is read again. What is shown stays until then. */
  async open(filter: RowFilter): Promise<void> {
    const other = filter !== this.#filter;
    this.#filter = filter;
    this.#turn += 1;
    this.#wanted = [];
    await this.#fetch(other ? 0 : this.#last, true);
  }

  /** The page that is looked at, read again. */
  async refresh(): Promise<void> {
    await this.#fetch(this.#last, false);
  }

  /** A row; none while its page is on its way. */
  at(place: number): JobRow | undefined {
    const page = Math.floor(place / PAGE);
    const rows = this.#kept.get(page);
    if (!rows) this.#want(page);
    return rows?.[place % PAGE];
  }

  #want(page: number): void {
    this.#wanted = [...this.#wanted.filter((one) => one !== page), page].slice(-2);
    // Asked for after what is drawn now is drawn.
    queueMicrotask(() => void this.#next());
  }

  /** One page at a time, and what was only scrolled past is not asked for: for each the backend opens the job's file. */
  async #next(): Promise<void> {
    if (this.#fetching) return;
    this.#fetching = true;
    for (let page = this.#wanted.pop(); page !== undefined; page = this.#wanted.pop())
      // oxlint-disable-next-line no-await-in-loop
      if (!this.#kept.has(page)) await this.#fetch(page, false);
    this.#fetching = false;
  }

  async #fetch(page: number, anew: boolean): Promise<void> {
    this.#last = page;
    const turn = this.#turn;
    try {
      const { columns, count, rows } = await api.jobRows(this.#job, this.#filter, page * PAGE);
      if (turn !== this.#turn) return;
      if (anew) this.#kept.clear();
      this.#kept.set(page, rows);
      for (const old of [...this.#kept.keys()].slice(0, -KEPT)) this.#kept.delete(old);
      [this.columns, this.count, this.loaded, this.problem] = [columns, count, true, null];
    } catch (thrown) {
      if (turn === this.#turn) this.problem = failure(thrown);
    }
  }
}

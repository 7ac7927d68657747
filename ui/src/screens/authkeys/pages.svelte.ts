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
/** A list that asks for one page after another this fast is dragged through: what it stops at is fetched. */
const QUICK = 100;

export class Pages {
  count = $state(0);
  columns = $state.raw<string[]>([]);
  loaded = $state(false);
  problem = $state.raw<Failure | null>(null);
  readonly #job: string;
  readonly #kept = new SvelteMap<number, JobRow[]>();
  /** The number of each page's first account. */
  #firsts: number[] = [];
  /** Pages that are looked at and not here yet, the newest last: a view touches two. */
  #wanted: number[] = [];
  /** The pages of the last rows that were looked at: where one ends, both are seen. */
  #looked: number[] = [];
  #fetching = false;
  #asked = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #filter: RowFilter = "all";
  /** Counts the lists: what an older one is told no longer counts. */
  #turn = 0;
  #last = 0;

  constructor(job: string) {
    this.#job = job;
  }

  /** Another filter, or the job has changed: everything is read again. What is shown stays until then. */
  async open(filter: RowFilter): Promise<void> {
    if (filter !== this.#filter) this.#last = 0;
    this.#filter = filter;
    this.#wanted = [];
    const turn = ++this.#turn;
    await this.#try(async () => {
      const { columns, count, firsts } = await api.jobPages(this.#job, filter);
      const page = Math.max(0, Math.min(this.#last, firsts.length - 1));
      const first = firsts[page];
      const rows = first === undefined ? [] : await api.jobRows(this.#job, filter, first);
      if (turn !== this.#turn) return;
      this.#kept.clear();
      this.#kept.set(page, rows);
      [this.#firsts, this.columns, this.count, this.loaded, this.problem] = [firsts, columns, count, true, null];
    });
  }

  /** What is seen read again, for a job that is at work. All accounts are the same ones; which of them a filter finds is
   * not. */
  async refresh(): Promise<void> {
    if (this.#filter !== "all" || !this.loaded) return this.open(this.#filter);
    const [page = 0, other = page] = this.#looked;
    const seen = Math.abs(page - other) === 1 ? [other, page] : [page];
    for (const old of this.#kept.keys()) if (!seen.includes(old)) this.#kept.delete(old);
    // oxlint-disable-next-line no-await-in-loop
    for (const one of seen) await this.#fetch(one);
  }

  /** Whether a row is here. */
  has(place: number): boolean {
    return this.#kept.has(Math.floor(place / PAGE));
  }

  /** A row; none while its page is on its way. */
  at(place: number): JobRow | undefined {
    const page = Math.floor(place / PAGE);
    if (page !== this.#looked[0]) this.#looked = [page, ...this.#looked.slice(0, 1)];
    const rows = this.#kept.get(page);
    if (!rows) this.#want(page);
    return rows?.[place % PAGE];
  }

  #want(page: number): void {
    const isNews = !this.#wanted.includes(page);
    this.#wanted = [...this.#wanted.filter((one) => one !== page), page].slice(-2);
    if (!isNews) return;
    const [now, before] = [performance.now(), this.#asked];
    this.#asked = now;
    clearTimeout(this.#timer);
    // Asked for after what is drawn now is drawn.
    this.#timer = setTimeout(() => void this.#next(), now - before < QUICK ? QUICK : 0);
  }

  /** One page at a time, and what was only scrolled past is not asked for: for each the backend opens the job's file. */
  async #next(): Promise<void> {
    if (this.#fetching) return;
    this.#fetching = true;
    for (let page = this.#wanted.pop(); page !== undefined; page = this.#wanted.pop())
      // oxlint-disable-next-line no-await-in-loop
      if (!this.#kept.has(page)) await this.#fetch(page);
    this.#fetching = false;
  }

  async #fetch(page: number): Promise<void> {
    this.#last = page;
    const [turn, first] = [this.#turn, this.#firsts[page]];
    if (first === undefined) return;
    await this.#try(async () => {
      const rows = await api.jobRows(this.#job, this.#filter, first);
      if (turn !== this.#turn) return;
      this.#kept.set(page, rows);
      for (const old of [...this.#kept.keys()].slice(0, -KEPT)) this.#kept.delete(old);
      this.problem = null;
    });
  }

  async #try(read: () => Promise<void>): Promise<void> {
    const turn = this.#turn;
    try {
      await read();
    } catch (thrown) {
      if (turn === this.#turn) this.problem = failure(thrown);
    }
  }
}

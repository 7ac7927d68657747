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
  readonly #asked = new Set<number>();
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
    this.#asked.clear();
    await this.#fetch(other ? 0 : this.#last, true);
  }

  /** The page that is looked at, read again. */
  async refresh(): Promise<void> {
    this.#asked.delete(this.#last);
    await this.#fetch(this.#last, false);
  }

  /** A row; none while its page is on its way. */
  at(place: number): JobRow | undefined {
    const page = Math.floor(place / PAGE);
    const rows = this.#kept.get(page);
    // Asked for after what is drawn now is drawn.
    if (!rows && !this.#asked.has(page)) queueMicrotask(() => void this.#fetch(page, false));
    return rows?.[place % PAGE];
  }

  async #fetch(page: number, anew: boolean): Promise<void> {
    if (this.#asked.has(page)) return;
    this.#asked.add(page);
    [this.#last] = [page];
    const turn = this.#turn;
    try {
      const { columns, count, rows } = await api.jobRows(this.#job, this.#filter, page * PAGE);
      if (turn !== this.#turn) return;
      if (anew) this.#kept.clear();
      this.#kept.set(page, rows);
      for (const old of [...this.#kept.keys()].slice(0, -KEPT)) {
        this.#kept.delete(old);
        this.#asked.delete(old);
      }
      [this.columns, this.count, this.loaded, this.problem] = [columns, count, true, null];
    } catch (thrown) {
      if (turn === this.#turn) this.problem = failure(thrown);
      this.#asked.delete(page);
    }
  }
}

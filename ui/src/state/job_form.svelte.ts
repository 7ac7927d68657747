/** The form of a new job. It outlives its screen: whoever looks at a session meanwhile finds it as it was. */
import * as api from "../ipc/api";
import type {
  DraftView,
  Failure,
  JobPlan,
  JobRequest,
  KeyLifetime,
  KeyRef,
  ListFrom,
  TablePlace,
} from "../ipc/contract";
import { failure } from "../ipc/failure";
import { app } from "./app.svelte";
import { asTyped, typedMoment } from "./job";

export type Lifetime = "7" | "30" | "90" | "at" | "never" | "now";
export type Format = "csv" | "xlsx" | "json" | "ndjson";
export type Guard = "recipient" | "passphrase" | "plain";

const DAY = 86_400_000;
/** So long a text stands in the field; more of it is read, and summed up. */
const MAX_SHOWN = 20_000;
/** After so long without a key the text is read. */
const PAUSE = 350;

class JobForm {
  profile = $state("");
  text = $state("");
  draft = $state.raw<DraftView | null>(null);
  /** What was chosen of it. */
  chosen = $state.raw<api.ListChoice>({});
  /** The list is from a file, from keys, or was too long for the field. */
  summed = $state(false);
  reading = $state(false);
  problem = $state.raw<Failure | null>(null);
  lifetime = $state<Lifetime>("30");
  moment = $state("");
  create = $state(false);
  rotate = $state(false);
  format = $state<Format>("csv");
  guard = $state<Guard>("recipient");
  key = $state("");
  passphrase = $state("");
  again = $state("");
  place = $state.raw<TablePlace | null>(null);
  /** What a dry run came to. */
  plan = $state.raw<JobPlan | null>(null);
  refused = $state.raw<Failure | null>(null);
  busy = $state(false);
  tried = $state(false);
  #reads = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Profiles whose session can export keys. */
  readonly profiles: string[] = $derived(
    app.overview.rows
      .filter((row) => row.session?.can.includes("authkeys") && row.session.state !== "expired")
      .map((row) => row.name),
  );
  /** The one that is chosen, where it still can. */
  readonly of: string = $derived(this.profiles.includes(this.profile) ? this.profile : (this.profiles[0] ?? ""));
  readonly accounts: number = $derived(this.draft?.failure === null ? this.draft.accounts : 0);
  /** Revoking leaves nothing to create or replace. */
  readonly revokes: boolean = $derived(this.lifetime === "now");
  readonly grave: boolean = $derived(this.lifetime === "now" || this.lifetime === "never" || this.rotate);

  /** When the keys expire, by what is chosen now; `null` where they never do, or where nothing can be read. */
  expiry(now: number): Date | null {
    if (this.lifetime === "at") return typedMoment(this.moment, now);
    if (this.lifetime === "never" || this.lifetime === "now") return null;
    return new Date(now + Number(this.lifetime) * DAY);
  }

  choose(lifetime: Lifetime): void {
    this.lifetime = lifetime;
    if (lifetime === "at" && this.moment === "") this.moment = asTyped(new Date(Date.now() + 30 * DAY));
    if (lifetime === "now") [this.create, this.rotate] = [false, false];
    this.plan = null;
  }

  /** What is chosen, for the backend; `null` where something is missing. The passphrase goes with the start alone. */
  request(now: number, toStart = false): JobRequest | null {
    const lifetime = this.#lifetime(now);
    if (!lifetime || this.of === "") return null;
    const protection: JobRequest["protection"] =
      this.guard === "recipient"
        ? { kind: "recipient", key: this.key }
        : this.guard === "passphrase"
          ? { kind: "passphrase", passphrase: toStart ? this.passphrase : "" }
          : { kind: "plain" };
    const { create, rotate, format } = this;
    return { profile: this.of, expires: lifetime, create_missing: create, rotate, format, protection };
  }

  #lifetime(now: number): KeyLifetime | null {
    if (this.lifetime === "never" || this.lifetime === "now") return { kind: this.lifetime };
    if (this.lifetime !== "at") return { kind: "days", days: Number(this.lifetime) };
    const at = typedMoment(this.moment, now);
    return at && { kind: "at", at: at.toISOString() };
  }

  /** The text is read a moment after the last key. */
  typed(text: string): void {
    this.text = text;
    this.#later(() => void (text.trim() === "" ? this.empty() : this.read({ kind: "text", text })));
  }

  /** A paste is read at once. A long one is not put into the field, where it would make every key slow. */
  pasted(text: string): boolean {
    if (text.length <= MAX_SHOWN) return false;
    this.text = "";
    void this.read({ kind: "text", text });
    return true;
  }

  #later(run: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(run, PAUSE);
  }

  /** Reads a list, in the place of the one before. What an older reading comes to no longer counts. */
  async read(from: ListFrom, choice: api.ListChoice = {}): Promise<void> {
    clearTimeout(this.#timer);
    const mine = ++this.#reads;
    [this.reading, this.problem, this.plan] = [true, null, null];
    try {
      const draft = await api.readAccounts(from, choice);
      if (mine !== this.#reads) return;
      if (draft) {
        this.draft = draft;
        this.chosen = choice;
        if (from.kind !== "again") this.summed = from.kind !== "text" || from.text.length > MAX_SHOWN;
        if (this.summed) this.text = "";
      }
    } catch (thrown) {
      if (mine === this.#reads) this.problem = failure(thrown);
    }
    if (mine === this.#reads) this.reading = false;
  }

  /** The same list, read with another choice beside those that were made. A column is one of its sheet and encoding. */
  reread(choice: api.ListChoice): void {
    const { sheet = null, encoding = null } = this.chosen;
    void this.read({ kind: "again" }, { sheet, encoding, ...choice });
  }

  /** The accounts of keys, to extend or to revoke them. */
  prefill(profile: string, keys: KeyRef[], lifetime: Lifetime): void {
    this.reset();
    this.profile = profile;
    this.choose(lifetime);
    void this.read({ kind: "keys", keys });
  }

  /** No list any more. */
  async empty(): Promise<void> {
    this.#reads += 1;
    clearTimeout(this.#timer);
    [this.text, this.draft, this.summed, this.reading] = ["", null, false, false];
    [this.problem, this.plan, this.place] = [null, null, null];
    try {
      await api.forgetForm();
    } catch (thrown) {
      app.tell(thrown);
    }
  }

  /** A form as it is at first. Secrets go. */
  reset(): void {
    void this.empty();
    this.profile = "";
    [this.lifetime, this.moment, this.create, this.rotate] = ["30", "", false, false];
    [this.key, this.passphrase, this.again] = ["", "", ""];
    [this.refused, this.busy, this.tried] = [null, false, false];
  }
}

export const form = new JobForm();

import { cleanup, render } from "@testing-library/svelte";
import { tick } from "svelte";
import { beforeEach, expect, test, vi } from "vitest";
import { speak } from "../../src/i18n/index.svelte";
import type { Counts, JobItem, JobPages, JobRow, JobUpdate, Share } from "../../src/ipc/contract";
import * as api from "../../src/ipc/api";
import { made } from "../../src/ipc/failure";
import { effect } from "../../src/screens/authkeys/effect";
import JobsPane from "../../src/screens/authkeys/JobsPane.svelte";
import { PAGE, Pages } from "../../src/screens/authkeys/pages.svelte";
import Results from "../../src/screens/authkeys/Results.svelte";
import { dryRun, lacks, start } from "../../src/screens/authkeys/start";
import { does, lifetime, pace } from "../../src/screens/authkeys/words";
import { Work } from "../../src/screens/authkeys/work.svelte";
import { app } from "../../src/state/app.svelte";
import { cells, days, grouped, portion, typedMoment } from "../../src/state/job";
import { form } from "../../src/state/job_form.svelte";
import { jobs } from "../../src/state/jobs.svelte";
import { toasts } from "../../src/state/toasts.svelte";

beforeEach(async () => void (await speak("en")));

const counts: Counts = { ok: 3, empty: 1, missing: 0, extra: 0, failed: 1, unknown: 0, minted: 0, requests: 2 };
const job = (more: Partial<JobItem> = {}): JobItem => ({
  ...counts,
  job: "a1",
  profile: "Batch",
  environment: "test",
  server: "https://x.example",
  created_at: "2026-11-21T12:00:00Z",
  state: "paused",
  expires_at: "2026-12-21T12:00:04Z",
  never: false,
  create_missing: false,
  rotate: false,
  revoke: false,
  confirmed: true,
  asked: 10,
  duplicates: 0,
  problems: 0,
  blank: 0,
  list: {
    header: null,
    column: null,
    column_hidden: false,
    sheet: null,
    other_sheets: [],
    hidden_sheets: [],
    our_table: false,
  },
  out: "/a/keys.csv",
  file: null,
  format: "csv",
  sealed: false,
  note: null,
  here: false,
  worker: null,
  unconfirmed: false,
  ...more,
});
const pulse = (more: Partial<JobUpdate> = {}): JobUpdate => ({
  job: "a1",
  step: "reading",
  done: 3412,
  of: 5000,
  counts,
  per_second: 85.2,
  left: 18,
  waits: null,
  pausing: false,
  ...more,
});
const share = (of: number, answered: number, unsettled = 0): Share => ({ of, answered, unsettled });

test("jobs stand under what they are at, and each says how much of it is done", () => {
  const list = [
    job({ job: "d", state: "done" }),
    job(),
    job({ job: "r", state: "running" }),
    job({ job: "n", state: "ready" }),
  ];
  expect(grouped(list).map(({ group, jobs: of }) => [group, of.map((one) => one.job)])).toEqual([
    ["running", ["r"]],
    ["paused", ["a1", "n"]],
    ["finished", ["d"]],
  ]);
  expect(portion(job())).toBe(0.5);
  expect(portion(job(), pulse({ counts: { ...counts, ok: 8 } }))).toBe(1);
  expect(portion(job({ state: "done" }))).toBe(1);
  expect([days(job()), days(job({ expires_at: null }))]).toEqual([30, null]);
});

test("a share is whole, in part or not, and the first that is not done is at work", () => {
  const shares = [share(5, 5), share(5, 3, 2), share(5, 0, 5), share(5, 2), share(5, 0)];
  expect(cells(shares, true)).toEqual(["done", "partial", "failed", "running", "queued"]);
  expect(cells(shares, false)).toEqual(["done", "partial", "failed", "queued", "queued"]);
});

test("a moment is read as it is written, and what is past or does not exist is none", () => {
  const now = new Date(2026, 10, 21).getTime();
  expect(typedMoment("2027-02-26 20:00", now)?.getTime()).toBe(new Date(2027, 1, 26, 20).getTime());
  expect(typedMoment(" 2027-2-6 ", now)?.getTime()).toBe(new Date(2027, 1, 6).getTime());
  for (const text of ["2026-11-20 20:00", "2027-02-30", "2027-02-26 25:00", "2027-02-26 20:61", "tomorrow", ""])
    expect(typedMoment(text, now), text).toBe(null);
});

test("the banner says what happens to keys, whatever is chosen", () => {
  const chosen = {
    accounts: 5000,
    lifetime: "90",
    create: false,
    rotate: false,
    expiry: () => new Date(2027, 1, 26, 20),
  };
  expect(effect(chosen, 0)).toEqual({
    first:
      "This API has no read-only call: existing keys of up to 5,000 accounts will be set to expire on 2027-02-26 20:00",
    rest: "Accounts without a key stay as they are",
  });
  expect(effect({ ...chosen, create: true }, 0)?.rest).toBe("Accounts without a key get a new one");
  expect(effect({ ...chosen, rotate: true }, 0)?.first).toContain("replaced");
  const never = { ...chosen, lifetime: "never", expiry: () => null };
  expect(effect(never, 0)?.first).toContain("never expire");
  expect(effect({ ...never, lifetime: "now" }, 0)?.first).toContain("revoked at once");
  expect(effect({ ...chosen, accounts: 0 }, 0)).toBe(null);
  expect(effect({ ...never, lifetime: "at" }, 0)).toBe(null);
});

test("a job at work says at what, how fast and how long still; a server that asks to wait is said instead", () => {
  expect(pace(pulse(), 69)).toBe("Reading · 85 per second · about 18 s left · 69 requests");
  expect(pace(pulse({ waits: 12 }), 69)).toBe("The server asked to wait 12 s");
  expect(pace(pulse({ step: "minting", done: 5, of: 5 }), 1)).toBe("Creating keys · 1 request");
  expect([lifetime(job()), lifetime(job({ expires_at: null, never: true })), lifetime(job({ revoke: true }))]).toEqual([
    "30 days",
    "Never expires",
    "Revokes",
  ]);
  expect(does(job({ rotate: true, create_missing: true }))).toBe(
    "Replaces existing keys · Creates keys for accounts without one",
  );
});

const resultRow = (seq: number): JobRow => ({
  seq,
  line: seq,
  account: `u${seq}`,
  user_id: null,
  login_name: null,
  key_end: null,
  expires_at: null,
  never: false,
  status: "ok",
  message: null,
  carried: [],
});

/** A job of so many accounts, numbered from 1 on. */
const pagesOf = (count: number): JobPages => ({
  columns: [],
  count,
  firsts: Array.from({ length: Math.ceil(count / PAGE) }, (_, page) => page * PAGE + 1),
});

test("the rows are fetched as they are looked at, and old pages are let go", async () => {
  const asked: number[] = [];
  vi.spyOn(api, "jobPages").mockResolvedValue(pagesOf(100_000));
  vi.spyOn(api, "jobRows").mockImplementation(async (_job, _filter, first) => {
    asked.push(first);
    return Array.from({ length: PAGE }, (_, at) => resultRow(first + at));
  });
  const pages = new Pages("a1");
  await pages.open("all");
  expect([pages.count, pages.at(3)?.seq]).toEqual([100_000, 4]);
  for (let page = 1; page <= 30; page++) {
    pages.at(page * PAGE);
    await vi.waitFor(() => expect(pages.at(page * PAGE)?.seq).toBe(page * PAGE + 1));
  }
  expect(asked.length).toBe(31);
  // The first page is gone, and comes again when it is looked at.
  expect(pages.at(3)).toBe(undefined);
  await vi.waitFor(() => expect(pages.at(3)?.seq).toBe(4));
});

test("a list that is scrolled through asks for one page at a time, and not for those that are only passed", async () => {
  const asked: number[] = [];
  let [answer, atOnce, most] = [() => {}, 0, 0];
  vi.spyOn(api, "jobPages").mockResolvedValue(pagesOf(100_000));
  vi.spyOn(api, "jobRows").mockImplementation(async (_job, _filter, first) => {
    asked.push((first - 1) / PAGE);
    most = Math.max(most, ++atOnce);
    await new Promise<void>((done) => (answer = done));
    atOnce -= 1;
    return [resultRow(first)];
  });
  const pages = new Pages("a1");
  const opened = pages.open("all");
  await vi.waitFor(() => expect(asked).toEqual([0]));
  answer();
  await opened;
  for (let page = 1; page <= 100; page++) {
    pages.at(page * PAGE);
    await Promise.resolve();
  }
  for (const count of [2, 3]) {
    await vi.waitFor(() => expect(asked.length).toBe(count));
    answer();
  }
  await vi.waitFor(() => expect(pages.at(99 * PAGE)?.seq).toBe(99 * PAGE + 1));
  expect([asked, most]).toEqual([[0, 100, 99], 1]);
  expect(pages.at(100 * PAGE)?.seq).toBe(100 * PAGE + 1);
});

test("a page of results that cannot be read does not take the table away, and is asked for when it is looked at again", async () => {
  let broken = false;
  vi.spyOn(api, "jobPages").mockResolvedValue(pagesOf(100_000));
  vi.spyOn(api, "jobRows").mockImplementation((_job, _filter, first) =>
    broken
      ? Promise.reject({ code: "internal", message: { zh: "坏了", en: "Broken" } })
      : Promise.resolve([resultRow(first)]),
  );
  const shown = render(Results, { job: job(), counts, running: false, retry: () => {} });
  const box = () => shown.container.querySelector("[role=table] .box") as HTMLElement;
  const rows = () => shown.getByRole("table").getAttribute("aria-rowcount");
  await vi.waitFor(() => expect(rows()).toBe("100001"));
  broken = true;
  box().scrollTop = PAGE * 36 * 2;
  box().dispatchEvent(new Event("scroll"));
  await vi.waitFor(() => expect(shown.container.textContent).toContain("Broken"));
  expect(rows()).toBe("100001");
  broken = false;
  box().scrollTop = PAGE * 36 * 3;
  box().dispatchEvent(new Event("scroll"));
  await vi.waitFor(() => expect(shown.container.textContent).not.toContain("Broken"));
  cleanup();
});

test("a job at work is read again where it is looked at, and its list is not counted for that", async () => {
  const asked: number[] = [];
  const counts = vi.spyOn(api, "jobPages").mockResolvedValue(pagesOf(100_000));
  vi.spyOn(api, "jobRows").mockImplementation(async (_job, _filter, first) => {
    asked.push((first - 1) / PAGE);
    return Array.from({ length: PAGE }, (_, at) => resultRow(first + at));
  });
  const pages = new Pages("a1");
  await pages.open("all");
  counts.mockClear();
  for (const page of [4, 5]) {
    pages.at(page * PAGE);
    await vi.waitFor(() => expect(pages.at(page * PAGE)).toBeDefined());
  }
  asked.length = 0;
  await pages.refresh();
  expect([asked, counts.mock.calls.length]).toEqual([[4, 5], 0]);
  expect([pages.at(4 * PAGE)?.seq, pages.at(5 * PAGE)?.seq]).toEqual([4 * PAGE + 1, 5 * PAGE + 1]);
  // Which accounts a filter finds changes.
  await pages.open("ok");
  counts.mockClear();
  await pages.refresh();
  expect(counts).toHaveBeenCalledTimes(1);
});

test("rows that are not here yet lend their elements to others, and rows with buttons never do", async () => {
  const answers: (() => void)[] = [];
  vi.spyOn(api, "jobPages").mockResolvedValue(pagesOf(100_000));
  vi.spyOn(api, "jobRows").mockImplementation(async (_job, _filter, first) => {
    if (first > 1) await new Promise<void>((done) => answers.push(done));
    return Array.from({ length: PAGE }, (_, at) => resultRow(first + at));
  });
  const shown = render(Results, { job: job(), counts, running: false, retry: () => {} });
  const rows = () => [...shown.container.querySelectorAll(".item")];
  const scroll = async (page: number) => {
    const box = shown.container.querySelector("[role=table] .box") as HTMLElement;
    box.scrollTop = page * PAGE * 36 + 3600;
    box.dispatchEvent(new Event("scroll"));
    await tick();
  };
  await vi.waitFor(() => expect(shown.container.textContent).toContain("u1"));
  const [first] = rows();
  await scroll(5);
  const waiting = rows();
  expect(waiting).not.toContain(first);
  await scroll(50);
  expect(new Set(rows())).toEqual(new Set(waiting));
  answers.splice(0).forEach((answer) => answer());
  await vi.waitFor(() => {
    answers.splice(0).forEach((answer) => answer());
    expect(shown.container.textContent).toContain(`u${50 * PAGE + 101}`);
  });
  expect(rows().some((row) => waiting.includes(row))).toBe(false);
  cleanup();
});

test("what an older filter is told does not take the newer one's place", async () => {
  let late: (() => void) | undefined;
  vi.spyOn(api, "jobPages").mockImplementation(async (_job, filter) => pagesOf(filter === "all" ? 9 : 2));
  vi.spyOn(api, "jobRows").mockImplementation(async (_job, filter) => {
    if (filter === "all") await new Promise<void>((done) => (late = done));
    return [];
  });
  const pages = new Pages("a1");
  const first = pages.open("all");
  await vi.waitFor(() => expect(late).toBeDefined());
  await pages.open("failed");
  late?.();
  await first;
  expect(pages.count).toBe(2);
});

test("the form says what it lacks, and the passphrase goes with the start alone", () => {
  form.reset();
  app.overview = {
    ...app.overview,
    rows: [{ name: "Batch", session: { can: ["authkeys"], state: "active" } }] as never,
  };
  expect(form.of).toBe("Batch");
  expect(lacks()).toContain("public key");
  [form.guard, form.passphrase, form.again] = ["passphrase", "s3cret", "s3cre"];
  expect(lacks()).not.toBe("");
  form.again = "s3cret";
  expect(lacks()).toBe("");
  expect(form.request(Date.now())?.protection).toEqual({ kind: "passphrase", passphrase: "" });
  expect(form.request(Date.now(), true)?.protection).toEqual({ kind: "passphrase", passphrase: "s3cret" });
  form.choose("at");
  form.moment = "yesterday";
  expect(lacks()).toContain("2027-02-26 20:00");
  form.choose("now");
  form.create = true;
  form.choose("now");
  expect([form.create, form.grave, form.request(0)?.expires]).toEqual([false, true, { kind: "now" }]);
  form.reset();
  expect([form.passphrase, form.again, form.key]).toEqual(["", "", ""]);
});

test("a long paste does not stand in the field, and an older reading does not count", async () => {
  form.reset();
  const draft = (name: string) =>
    ({ name, accounts: 3, failure: null, rows: [], notes: [], other_sheets: [] }) as never;
  let late: (() => void) | undefined;
  vi.spyOn(api, "readAccounts").mockImplementation(async (from) => {
    if (from.kind === "dialog") await new Promise<void>((done) => (late = done));
    return draft(from.kind);
  });
  const slow = form.read({ kind: "dialog" });
  expect(form.pasted("ann\n".repeat(10))).toBe(false);
  expect(form.pasted("ann@corp.example\n".repeat(5000))).toBe(true);
  await vi.waitFor(() => expect(form.draft?.name).toBe("text"));
  late?.();
  await slow;
  expect([form.draft?.name, form.summed, form.text, form.accounts]).toEqual(["text", true, "", 3]);
});

test("what stands beside the line of a job changes once a second, and at once where another job is running", () => {
  vi.useFakeTimers();
  jobs.clear();
  const steady = (id: string) => jobs.steady.get(id)?.counts.ok;
  const ok = (n: number, id = "a1") =>
    jobs.take({ running: [pulse({ job: id, counts: { ...counts, ok: n } })], ended: [] });
  ok(1);
  ok(2);
  expect([jobs.pulses.get("a1")?.counts.ok, steady("a1")]).toEqual([2, 1]);
  vi.advanceTimersByTime(1000);
  ok(3);
  expect(steady("a1")).toBe(3);
  ok(1, "b");
  expect([steady("a1"), steady("b")]).toEqual([undefined, 1]);
  jobs.take({ running: [], ended: [] });
  expect(jobs.steady.size).toBe(0);
  vi.useRealTimers();
});

test("the files of jobs are looked through for keys that expire when a job has changed, not whenever the list is read", async () => {
  const look = vi.spyOn(api, "expiringKeys").mockResolvedValue({ keys: [], count: 3 });
  const read = async (list: JobItem[]) => {
    [jobs.list, jobs.loaded] = [list, true];
    await new Promise((done) => setTimeout(done, 20));
  };
  await read([job({ state: "done" })]);
  render(JobsPane);
  await read([job({ state: "done" })]);
  await read([job({ state: "done" }), job({ job: "b", state: "reading", ok: 0, requests: 0 })]);
  await read([job({ state: "done" }), job({ job: "b", state: "running" })]);
  expect(look).toHaveBeenCalledTimes(1);
  await read([job({ state: "done" }), job({ job: "b", state: "done" })]);
  expect(look).toHaveBeenCalledTimes(2);
  // A job that revoked keys leaves none that is ok, and may be over before it was seen at work.
  const revoked = job({ job: "c", state: "done", ok: 0, empty: 5, requests: 1 });
  await read([job({ state: "done" }), job({ job: "b", state: "done" }), revoked]);
  expect(look).toHaveBeenCalledTimes(3);
  cleanup();
  jobs.clear();
});

test("one note stands for a job that runs while another screen is shown, and its end is told", async () => {
  toasts.clear();
  jobs.clear();
  app.vault = { state: "open" } as never;
  app.pane = { screen: "session" };
  vi.spyOn(api, "jobs").mockResolvedValue([job({ state: "done", failed: 0 })]);
  jobs.take({ running: [pulse({ counts: { ...counts, ok: 3412 } })], ended: [] });
  jobs.take({ running: [pulse({ counts: { ...counts, ok: 3413 } })], ended: [] });
  expect(toasts.list.map((one) => one.title)).toEqual(["authKeys 3,414/5,000"]);
  jobs.take({ running: [], ended: [{ job: "a1", failure: null }] });
  await vi.waitFor(() => expect(toasts.list.map((one) => one.title)).toEqual(["authKey job finished: Batch"]));
  app.pane = { screen: "authkeys" };
  jobs.take({ running: [pulse()], ended: [{ job: "b", failure: made("invalid_field", "", "The disk is full") }] });
  expect(jobs.failures.get("b")?.message.en).toBe("The disk is full");
  expect(toasts.list.length).toBe(1);
});

test("a list is read again with what was chosen before, but for a column of another sheet", async () => {
  const asked: unknown[] = [];
  vi.spyOn(api, "readAccounts").mockImplementation(async (_from, choice) => {
    asked.push(choice);
    return { name: "f", accounts: 1, failure: null, rows: [], notes: [], other_sheets: [] } as never;
  });
  form.reset();
  await form.read({ kind: "dialog" });
  for (const choice of [{ encoding: "gbk" }, { column: 2 }, { sheet: "May" }] as const) {
    form.reread(choice);
    await vi.waitFor(() => expect(form.reading).toBe(false));
  }
  expect(asked).toEqual([
    {},
    { sheet: null, encoding: "gbk" },
    { sheet: null, encoding: "gbk", column: 2 },
    { sheet: "May", encoding: "gbk" },
  ]);
});

test("the pane's frame is about the job that is shown, or the profile that a new one is for", () => {
  jobs.list = [job({ job: "a1", profile: "Live" })];
  jobs.making = "Batch";
  const about = (at: typeof jobs.at) => ((jobs.at = at), jobs.about);
  expect([about({ kind: "job", job: "a1" }), about({ kind: "new" }), about({ kind: "soon" })]).toEqual([
    "Live",
    "Batch",
    undefined,
  ]);
});

test("one account alone is asked for again", async () => {
  const asked: unknown[] = [];
  vi.spyOn(api, "planResume").mockResolvedValue({ grave: false, number: null } as never);
  vi.spyOn(api, "resumeJob").mockImplementation(async (of, _confirmed, account) => {
    asked.push([of, account]);
    return job();
  });
  const work = new Work("a1");
  await work.resume(job({ state: "done" }), 7);
  await vi.waitFor(() => expect(asked).toEqual([["a1", 7]]));
  await work.resume(job());
  await vi.waitFor(() => expect(asked[1]).toEqual(["a1", null]));
});

test("a start is no dry run, and asks with what it would do", async () => {
  form.reset();
  form.guard = "plain";
  form.choose("now");
  const plan = { accounts: 3, requests: 1, expires_at: null, grave: true, number: 3, production: false };
  vi.spyOn(api, "planKeys").mockResolvedValue(plan);
  const begun = vi.spyOn(api, "startJob");
  const asked: unknown[] = [];
  await start((known) => asked.push(known));
  expect([asked, form.plan, begun.mock.calls.length]).toEqual([[plan], null, 0]);
  await dryRun();
  expect(form.plan).toEqual(plan);
});

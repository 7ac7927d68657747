/** Batches of authKeys: a paused, a partly failed and a finished job, and what can be done with them. `?jobs=none`,
 * `running`, `pausing`, `elsewhere` and `unwritten` show other states. */
import type * as T from "../contract";
import { made } from "./made";
import { draftCommands } from "./job_lists";
import { account, type Job, JOBS, rowOf, rowsOf, SOON } from "./job_samples";
import { asked, change, type Commands, note, text } from "./context";
import { settings } from "./vault";

const PAGE = 500;
const state = asked.get("jobs");
const known: Job[] = state === "none" ? [] : JOBS.map((job) => ({ ...job }));
const first = known[0];
if (first && (state === "running" || state === "pausing")) [first.state, first.here] = ["running", true];
if (first && state === "elsewhere") [first.state, first.worker] = ["running", { program: "hallpass", process: 48213 }];
let hear: ((pulse: T.JobUpdates) => void) | null = null;
/** What is left of a run that plays in a browser. */
let playing: ReturnType<typeof setInterval> | undefined;

const find = (id: string): Job => {
  const job = known.find((one) => one.job === id);
  if (!job) throw made("invalid_field", `没有任务${id}`, `There is no job ${id}`);
  return job;
};
const counts = ({ ok, empty, missing, extra, failed, unknown, minted, requests }: Job): T.Counts => ({
  ok,
  empty,
  missing,
  extra,
  failed,
  unknown,
  minted,
  requests,
});
const done = (job: Job) => job.ok + job.empty + job.missing + job.failed + job.unknown;

function pulse(job: Job, more: Partial<T.JobUpdate> = {}): T.JobUpdate {
  const [of, per_second] = [job.asked, 86.4];
  const left = Math.ceil((of - done(job)) / per_second);
  return {
    job: job.job,
    step: "reading",
    done: done(job),
    of,
    counts: counts(job),
    per_second,
    left,
    waits: null,
    pausing: false,
    ...more,
  };
}

function play(job: Job): void {
  clearInterval(playing);
  [job.state, job.here] = ["running", true];
  playing = setInterval(() => {
    const step = Math.min(40, job.asked - done(job));
    job.ok += Math.floor(step * 0.94);
    job.empty += step - Math.floor(step * 0.94);
    job.requests += 1;
    if (done(job) < job.asked) return hear?.({ running: [pulse(job)], ended: [] });
    rest(job, "done");
  }, 400);
  hear?.({ running: [pulse(job)], ended: [] });
}

function rest(job: Job, how: T.JobState): void {
  clearInterval(playing);
  [job.state, job.here, job.file] = [how, false, how === "done" ? job.out : null];
  hear?.({ running: [], ended: [{ job: job.job, failure: null }] });
  change();
}

export const jobCommands: Commands = {
  ...draftCommands,
  jobs: () => known,
  watch_jobs: (args) => {
    hear = args.channel as (pulse: T.JobUpdates) => void;
    if (first && state === "running") hear({ running: [pulse(first)], ended: [] });
    if (first && state === "pausing") hear({ running: [pulse(first, { pausing: true })], ended: [] });
    if (first && state === "unwritten") {
      const failure = made("invalid_field", "磁盘已满", "The disk is full");
      hear({ running: [], ended: [{ job: first.job, failure: { ...failure, field: "out" } }] });
    }
    return null;
  },
  start_job: (args): T.JobItem => {
    const request = args.request as T.JobRequest;
    const accounts = draftCommands.plan_keys?.(args) as T.JobPlan;
    const like = JOBS[0] as Job;
    const job: Job = {
      ...like,
      job: Math.random().toString(16).slice(2, 10),
      profile: request.profile,
      asked: accounts.accounts,
      ok: 0,
      empty: 0,
      missing: 0,
      failed: 0,
      unknown: 0,
      minted: 0,
      requests: 0,
      duplicates: 0,
      problems: 0,
      created_at: new Date().toISOString(),
      expires_at: accounts.expires_at,
      state: "ready",
      create_missing: request.create_missing,
      rotate: request.rotate,
      confirmed: true,
      format: request.format,
      revoke: request.expires.kind === "now",
      never: request.expires.kind === "never",
      sealed: request.protection.kind !== "plain",
    };
    known.unshift(job);
    play(job);
    change();
    return job;
  },
  plan_resume: (args): T.JobPlan => ({
    accounts: find(text(args, "job")).asked,
    requests: 0,
    expires_at: null,
    grave: false,
    number: null,
    production: false,
  }),
  resume_job: (args): T.JobItem => {
    const job = find(text(args, "job"));
    if (args.account !== null) job.failed = Math.max(0, job.failed - 1);
    else [job.failed, job.unknown] = [0, 0];
    play(job);
    change();
    return job;
  },
  pause_job: (args) => {
    const job = find(text(args, "job"));
    hear?.({ running: [pulse(job, { pausing: true })], ended: [] });
    setTimeout(() => rest(job, "paused"), args.atOnce ? 50 : 900);
    return null;
  },
  move_job: (args): T.JobItem => ({ ...find(text(args, "job")), out: "/mnt/usb/authkeys.csv" }),
  show_table: () => null,
  forget_job: (args) => {
    known.splice(known.indexOf(find(text(args, "job"))), 1);
    change();
    return null;
  },
  leave: () => null,
  job_pages: (args): T.JobPages => {
    const all = rowsOf(find(text(args, "job")), args.filter as T.RowFilter);
    const firsts = all.filter((_, at) => at % PAGE === 0).map((row) => row.seq);
    return { columns: ["团队"], count: all.length, firsts };
  },
  job_rows: (args): T.JobRow[] =>
    rowsOf(find(text(args, "job")), args.filter as T.RowFilter)
      .filter((row) => row.seq >= Number(args.first))
      .slice(0, PAGE),
  job_shares: (args): T.Share[] => {
    const job = find(text(args, "job"));
    const number = Math.min(100, job.asked);
    const begin = (share: number) => Math.ceil((share * job.asked) / number);
    return Array.from({ length: number }, (_, share) => {
      const of = begin(share + 1) - begin(share);
      const rows = Array.from({ length: of }, (_, at) => rowOf(job, begin(share) + at));
      const bad = rows.filter((row) => row.status === "failed" || row.status === "unknown").length;
      return { of, answered: rows.filter((row) => row.status !== null).length - bad, unsettled: bad };
    });
  },
  expiring_keys: (args): T.ExpiringKeys => {
    const keys = state === "none" ? [] : SOON.filter((key) => key.in_days <= Number(args.days));
    return { keys, count: keys.length };
  },
  copy_key: (args): T.CopyResult => {
    const job = find(text(args, "job"));
    if (job.environment === "prod" && !args.confirmed)
      throw made(
        "production_not_confirmed",
        `${job.profile}是生产环境的配置，需要确认`,
        `${job.profile} is a production profile and requires confirmation`,
      );
    note(job.profile, "copied", account(Number(args.seq)));
    return { seconds: settings.clipboard_seconds };
  },
};

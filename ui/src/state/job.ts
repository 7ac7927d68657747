/** What can be said of one job. */
import type { Counts, JobItem, JobUpdate, Share } from "../ipc/contract";

/** Accounts that came to an end, good or bad. */
export const ended = (of: Counts): number => of.ok + of.empty + of.missing + of.failed + of.unknown;

/** Accounts that are asked for again when it goes on. */
export const unsettled = (of: Counts): number => of.failed + of.unknown;

/** Whether there is something left to do in it. */
export const isUnfinished = (job: JobItem): boolean =>
  job.state === "ready" || job.state === "running" || job.state === "paused";

export type Group = "running" | "paused" | "finished";

/** Where it stands in the list. */
export function groupOf(job: JobItem): Group {
  if (job.state === "running") return "running";
  return job.state === "done" ? "finished" : "paused";
}

/** The jobs by group, in the order in which they are listed. */
export function grouped(list: readonly JobItem[]): { group: Group; jobs: JobItem[] }[] {
  const groups = (["running", "paused", "finished"] as const).map((group) => ({
    group,
    jobs: list.filter((job) => groupOf(job) === group),
  }));
  return groups.filter(({ jobs }) => jobs.length > 0);
}

/** How much of it is done, from 0 to 1. What is at work says it itself. */
export function portion(job: JobItem, pulse?: JobUpdate): number {
  if (job.state === "done") return 1;
  return job.asked === 0 ? 0 : Math.min(1, ended(pulse?.counts ?? job) / job.asked);
}

/** For how many days its keys are, as a person chose them: rounded, since a job is made in a moment. */
export function days(job: JobItem): number | null {
  if (job.expires_at === null) return null;
  return Math.max(1, Math.round((Date.parse(job.expires_at) - Date.parse(job.created_at)) / 86_400_000));
}

/** What a share of the list looks like. */
export type Cell = "queued" | "running" | "done" | "partial" | "failed";

/** The shares of a list as cells: the first that is not done is at work, while the job is. */
export function cells(shares: readonly Share[], working: boolean): Cell[] {
  let busy = working;
  return shares.map(({ of, answered, unsettled: bad }) => {
    const done = answered + bad >= of;
    if (done) return bad === 0 ? "done" : answered === 0 ? "failed" : "partial";
    if (!busy) return "queued";
    busy = false;
    return "running";
  });
}

/** A moment that a person typed, `2027-02-26 20:00`; `null` for anything else and for what is past. */
export function typedMoment(text: string, now: number): Date | null {
  const parts = /^\s*(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]+(\d{1,2}):(\d{2}))?\s*$/.exec(text);
  if (!parts) return null;
  const [year, month, day, hour, minute] = parts.slice(1).map((part) => Number(part ?? 0)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  const at = new Date(year, month - 1, day, hour, minute);
  const isReal = at.getMonth() === month - 1 && at.getDate() === day && at.getHours() === hour && minute < 60;
  return isReal && at.getTime() > now ? at : null;
}

/** A moment as it is typed. */
export function asTyped(at: Date): string {
  const two = (n: number) => String(n).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

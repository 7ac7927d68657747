/** Jobs in words. */
import { t } from "../../i18n/index.svelte";
import type { JobItem, JobUpdate } from "../../ipc/contract";
import { asTyped, days } from "../../state/job";
import { number } from "../../state/jobs.svelte";
import { span } from "../../state/time";

/** For how long its keys are. */
export function lifetime(job: JobItem): string {
  if (job.revoke) return t("batch.revoke");
  const whole = days(job);
  return whole === null ? t("batch.never") : t("batch.days", { n: whole });
}

/** What it does, in few words. */
export function does(job: JobItem): string {
  const all = [
    job.revoke ? t("job.does_revoke") : job.rotate ? t("job.does_rotate") : t("job.does_set"),
    job.create_missing ? t("job.does_create") : "",
  ];
  return all.filter(Boolean).join(" · ");
}

/** The current phase, its speed, and the time left. */
export function pace(pulse: JobUpdate, requests: number): string {
  const parts = [t(`job.step_${pulse.step}`)];
  if (pulse.waits !== null && pulse.step !== "waiting") return t("job.server_waits", { n: pulse.waits });
  if (pulse.per_second >= 0.5 && pulse.done < pulse.of) {
    parts.push(t("job.rate", { n: number(Math.round(pulse.per_second)) }));
    if (pulse.left !== null) parts.push(t("job.rest", { span: span(Math.max(1, pulse.left)) }));
  }
  parts.push(t("job.requests", { n: number(requests) }));
  return parts.join(" · ");
}

/** A moment of days ahead: `2027-02-26 20:00`, the same in both languages, as tables have it. */
export const when = (iso: string): string => asTyped(new Date(iso));

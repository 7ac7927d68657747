/** From the form to a running job: validation, confirmations, and the start. */
import { t } from "../../i18n/index.svelte";
import * as api from "../../ipc/api";
import type { Confirmed, JobPlan, JobRequest } from "../../ipc/contract";
import { failure } from "../../ipc/failure";
import { form } from "../../state/job_form.svelte";
import { jobs } from "../../state/jobs.svelte";
import { entering } from "../../state/production";

/** What the form still lacks, as text; nothing if it is complete. */
export function lacks(now = Date.now()): string {
  if (form.lifetime === "at" && form.expiry(now) === null) return t("new.moment_wrong");
  if (form.guard === "recipient" && form.key.trim() === "") return t("failure.missing", { field: t("new.key") });
  if (form.guard === "passphrase" && form.passphrase === "")
    return t("failure.missing", { field: t("new.passphrase") });
  if (form.guard === "passphrase" && form.passphrase !== form.again) return t("passphrase.differs");
  return "";
}

/** Shows what the job would do; nothing is sent. */
export async function dryRun(): Promise<void> {
  const request = form.request(Date.now());
  if (!request) return void (form.tried = true);
  await tried(async () => void (form.plan = await api.planKeys(request)));
}

/** Begins, after all questions: production first, then what cannot be undone, in `ask`. */
export async function start(ask: (plan: JobPlan) => void, confirmed?: Confirmed): Promise<void> {
  form.tried = true;
  const request = form.request(Date.now(), true);
  if (!request || lacks() !== "") return;
  if (confirmed) return begin(request, confirmed);
  const plain = form.request(Date.now());
  let plan: JobPlan | undefined;
  await tried(async () => {
    if (plain) plan = await api.planKeys(plain);
  });
  if (form.refused || !plan) return;
  const known = plan;
  const next = () =>
    known.grave || known.number !== null
      ? ask(known)
      : void begin(request, { grave: false, number: null, production: false });
  entering(form.of, "authkeys", next);
}

async function begin(request: JobRequest, confirmed: Confirmed): Promise<void> {
  await tried(async () => {
    const item = await api.startJob(request, confirmed);
    jobs.put(item);
    jobs.at = { kind: "job", job: item.job };
    form.reset();
  });
}

async function tried(run: () => Promise<void>): Promise<void> {
  [form.busy, form.refused] = [true, null];
  try {
    await run();
  } catch (thrown) {
    form.refused = failure(thrown);
  }
  form.busy = false;
}

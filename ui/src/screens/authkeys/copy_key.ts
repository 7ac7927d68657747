/** One key of a job into the clipboard, by the rules of tokens. */
import { t } from "../../i18n/index.svelte";
import * as api from "../../ipc/api";
import type { JobItem, JobRow } from "../../ipc/contract";
import { failure } from "../../ipc/failure";
import { app } from "../../state/app.svelte";
import { dialogs } from "../../state/dialogs.svelte";
import { toasts } from "../../state/toasts.svelte";

/** Copies it; production is asked about first. The page never has it. */
export async function copyKey(job: JobItem, row: JobRow, confirmed = false): Promise<void> {
  try {
    const { seconds } = await api.copyKey(job.job, row.seq, confirmed);
    const id = toasts.show({
      tone: "done",
      about: "clipboard",
      title: t("rows.copied", { account: row.account }),
      body: t("copied.body"),
      until: Date.now() + seconds * 1000,
      action: { label: t("copied.clear"), run: () => void clear(id) },
    });
  } catch (thrown) {
    if (failure(thrown).code !== "production_not_confirmed") return app.tell(thrown, row.account);
    dialogs.show({ kind: "production", name: job.profile, act: "key", go: () => void copyKey(job, row, true) });
  }
}

async function clear(id: number): Promise<void> {
  toasts.drop(id);
  try {
    await api.clearClipboard();
  } catch (thrown) {
    app.tell(thrown);
  }
}

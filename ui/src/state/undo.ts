/** Taking back what was done: a deleted profile, a session that was removed from this machine only. */
import { t } from "../i18n/index.svelte";
import * as api from "../ipc/api";
import { app } from "./app.svelte";
import { list } from "./list.svelte";
import { toasts } from "./toasts.svelte";

/** Puts back what was removed of these profiles, and says what became of it. */
export async function undo(names: string[]): Promise<void> {
  let back = 0;
  for (const name of names) {
    try {
      // One after the other. oxlint-disable-next-line no-await-in-loop
      if (await api.undo(name)) back += 1;
    } catch (thrown) {
      app.tell(thrown, name);
    }
  }
  await app.refresh();
  const [first] = names;
  if (back === 1 && first !== undefined && names.length === 1) list.only(first);
  const one = names.length === 1 ? t("undo.done", { name: first ?? "" }) : t("undo.done_n", { n: back });
  if (back > 0) toasts.show({ tone: "done", title: one });
  else toasts.show({ tone: "failed", title: t("undo.late") });
}

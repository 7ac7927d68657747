/** One change to several profiles: all of them or none. */
import { t } from "../i18n/index.svelte";
import * as api from "../ipc/api";
import type { ProfilesChange } from "../ipc/contract";
import { app } from "./app.svelte";
import { FAVOURITE } from "./tags";
import { toasts } from "./toasts.svelte";

/** Changes them, and says so; answers whether it was done. */
export async function changeAll(names: string[], change: Partial<ProfilesChange>): Promise<boolean> {
  try {
    await api.editProfiles(names, change);
    await app.refresh();
    toasts.show({ tone: "done", title: t("table.changed", { n: names.length }) });
    return true;
  } catch (thrown) {
    app.tell(thrown);
    return false;
  }
}

/** Gives them the star, or takes it. */
export async function favour(names: string[], starred: boolean): Promise<void> {
  try {
    await api.editProfiles(names, starred ? { add_tags: [FAVOURITE] } : { remove_tags: [FAVOURITE] });
    await app.refresh();
  } catch (thrown) {
    app.tell(thrown, names.length === 1 ? names[0] : "");
  }
}

/** Production: entered on purpose, after a question that names what will be done. */
import * as api from "../ipc/api";
import { app } from "./app.svelte";
import { clock } from "./clock.svelte";
import { dialogs, type Act } from "./dialogs.svelte";

/** Whether a profile is production. */
export const isProduction = (name: string): boolean => app.rows.get(name)?.production ?? false;

/** Whether production is to be asked about: the core says what is open, and until when. */
export function asksProduction(name: string): boolean {
  const row = app.rows.get(name);
  if (!row?.production) return false;
  return row.production_until === null || Date.parse(row.production_until) <= Math.max(clock.now, Date.now());
}

/** Does something that enters production: at once where that is open, else after the question. */
export function entering(name: string, act: Act, go: () => void): void {
  if (asksProduction(name)) dialogs.show({ kind: "production", name, act, go });
  else go();
}

/** Closes all production at once. */
export async function closeProduction(): Promise<void> {
  try {
    await api.closeProduction();
    await app.refresh();
  } catch (thrown) {
    app.tell(thrown);
  }
}

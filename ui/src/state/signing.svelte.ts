/** Signing in to one: with what is saved, where one press is enough, and else in its form. */
import { t } from "../i18n/index.svelte";
import * as api from "../ipc/api";
import type { Failure, Plan } from "../ipc/contract";
import { failure } from "../ipc/failure";
import { app } from "./app.svelte";
import { dialogs } from "./dialogs.svelte";
import { once } from "./in_flight";
import { list } from "./list.svelte";
import { toasts } from "./toasts.svelte";

class Planned {
  /** What signing in to the profile that is shown would need, as the core said. */
  current = $state.raw<{ name: string; plan: Plan | null } | null>(null);

  /** Whether it was asked about. */
  knows(name: string): boolean {
    return this.current?.name === name;
  }

  /** The plan of a profile, where it is known. */
  of(name: string): Plan | null {
    return this.current?.name === name ? this.current.plan : null;
  }
}

export const planned = new Planned();

/** Whether a session can be replaced without a thought: there is none, or it is over. */
const isOver = (name: string): boolean => {
  const session = app.rows.get(name)?.session;
  return session == null || session.state === "expired";
};

/** Signs in: with one press where all is saved and the core says so, else in the form. */
export function signIn(name: string): void {
  if (planned.of(name)?.ready && isOver(name)) void withSaved(name);
  else openForm(name);
}

/** Opens the form, with what stopped a sign-in where something did. */
export function openForm(name: string, refused: Failure | null = null): void {
  list.only(name);
  app.open({ screen: "sign_in", name, refused });
}

/** Signs in with what is saved: one attempt. What a server asks, and what went wrong, stands in the form. */
export async function withSaved(name: string): Promise<void> {
  list.pick(name);
  await once("sign_in", [name], async () => {
    try {
      const end = await api.signIn(name, null, {}, false, false);
      if (end.outcome === "signed_in") toasts.show({ tone: "done", title: t("sign_in.done", { name }) });
      await app.refresh();
      if (end.outcome === "challenge") asked(name);
    } catch (thrown) {
      stopped(name, failure(thrown));
    }
  });
}

/** A person is needed: where the profile is still what is shown its question opens, else the inbox has it. */
function asked(name: string): void {
  if (isShown(name)) return openForm(name);
  toasts.show({
    tone: "done",
    title: t("sign_in.asked_elsewhere", { name }),
    action: { label: t("sign_in.to_inbox"), run: () => app.open({ screen: "inbox" }) },
  });
}

function stopped(name: string, why: Failure): void {
  if (why.code === "production_not_confirmed")
    dialogs.show({ kind: "production", name, act: "sign_in", go: () => void withSaved(name) });
  else if (isShown(name)) openForm(name, why);
  else app.tell(why, name);
}

const isShown = (name: string): boolean =>
  app.pane.screen === "session" && list.cursor === name && dialogs.open === null;

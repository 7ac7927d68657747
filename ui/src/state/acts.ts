/** What a person can do with sessions: the call, the question before it where there is one, and the note after it. */
import { said, t } from "../i18n/index.svelte";
import * as api from "../ipc/api";
import type { Format, One, What } from "../ipc/contract";
import { failure } from "../ipc/failure";
import { app } from "./app.svelte";
import { dialogs } from "./dialogs.svelte";
import { list } from "./list.svelte";
import { toasts } from "./toasts.svelte";

/** Puts a token into the clipboard. What needs a person's yes is asked once. */
export async function copy(name: string, format: Format = "raw", expiredOk = false): Promise<void> {
  await asking(
    name,
    (confirmed) => handOut(name, format, expiredOk, confirmed),
    () => copy(name, format, true),
  );
}

async function handOut(name: string, format: Format, expiredOk: boolean, confirmed: boolean): Promise<void> {
  const { seconds } = await api.copy(name, format, expiredOk, confirmed);
  const id = toasts.show({
    tone: "done",
    title: t("copied.title", { name }),
    body: t("copied.body", { seconds }),
    until: Date.now() + seconds * 1000,
    action: {
      label: t("copied.clear"),
      run: () => void clear(id),
    },
  });
}

async function clear(id: number): Promise<void> {
  toasts.drop(id);
  try {
    await api.clearClipboard();
  } catch (thrown) {
    app.tell(thrown);
  }
}

/** Runs something that hands a token out; production and an expired session are asked about. */
async function asking(name: string, run: (confirmed: boolean) => Promise<void>, expired?: () => void): Promise<void> {
  try {
    await run(false);
  } catch (thrown) {
    const confirmed = () => void run(true).catch((again: unknown) => ask(again, name, undefined, expired));
    ask(thrown, name, confirmed, expired);
  }
}

/** Opens the question that a failure calls for, or tells it. A production session can be expired as well. */
function ask(thrown: unknown, name: string, confirmed?: () => void, expired?: () => void): void {
  const { code } = failure(thrown);
  if (code === "session_expired" && expired) dialogs.show({ kind: "expired", name, go: expired });
  else if (code === "production_not_confirmed" && confirmed) dialogs.show({ kind: "production", name, go: confirmed });
  else app.tell(thrown);
}

/** Asks for a secret to be shown. The answer goes to `then` alone, which must drop it in time. */
export async function reveal(
  what: Extract<What, { name: string }>,
  then: (shown: Awaited<ReturnType<typeof api.reveal>>) => void,
): Promise<void> {
  await asking(what.name, async (confirmed) => then(await api.reveal({ ...what, confirmed })));
}

/** Gets more time. Several go one after another, in one note. */
export async function renew(names: string[]): Promise<void> {
  const able = names.filter((name) => app.rows.get(name)?.session?.can.includes("renew"));
  if (able.length === 0) return void toasts.show({ tone: "done", title: t("renew.none") });
  const id = toasts.show({ tone: "busy", title: t("renew.busy", { n: able.length, name: able[0] ?? "" }) });
  let done = 0;
  for (const name of able) {
    try {
      // One at a time: a server is never asked for many renewals at once.
      // oxlint-disable-next-line no-await-in-loop
      await api.renew(name);
      done += 1;
    } catch (thrown) {
      app.tell(thrown);
    }
  }
  if (done === 0) toasts.drop(id);
  else toasts.change(id, { tone: "done", title: t("renew.done", { n: done, name: able[0] ?? "" }) });
}

/** Asks the server whether it still takes the token. */
export async function verify(name: string): Promise<void> {
  const id = toasts.show({ tone: "busy", title: t("verify.busy", { name }) });
  try {
    const { valid } = await api.verify(name);
    toasts.change(id, { tone: "done", title: t(valid ? "verify.valid" : "verify.invalid", { name }) });
    await app.refresh();
  } catch (thrown) {
    toasts.drop(id);
    app.tell(thrown);
  }
}

/** Works in another organisation. */
export async function choose(name: string, organisation: string): Promise<void> {
  try {
    const view = await api.choose(name, organisation);
    toasts.show({ tone: "done", title: t("choose.done", { organisation: view.organisation?.name ?? organisation }) });
  } catch (thrown) {
    app.tell(thrown);
  }
}

/** Ends sessions; the note says what became of each at its server. */
export async function signOut(names: string[]): Promise<void> {
  for (const name of names) {
    try {
      // oxlint-disable-next-line no-await-in-loop
      const { text } = await api.signOut(name);
      toasts.show({
        tone: "done",
        title: name,
        body: said(text),
        action: { label: t("act.sign_in"), run: () => app.open({ screen: "sign_in", name }) },
      });
    } catch (thrown) {
      app.tell(thrown);
    }
  }
}

/** Signs in to one, in the detail pane. */
export function signIn(name: string): void {
  list.pick(name);
  app.open({ screen: "sign_in", name });
}

/** Signs in to several, one after another for each host; what needs a person goes to the inbox. */
export async function signInMany(names: string[]): Promise<void> {
  let done = 0;
  const id = toasts.show({ tone: "busy", title: t("many.busy", { done, n: names.length }) });
  const hear = () => toasts.change(id, { tone: "busy", title: t("many.busy", { done: ++done, n: names.length }) });
  try {
    sum(id, await api.signInMany(names, hear));
  } catch (thrown) {
    toasts.drop(id);
    app.tell(thrown);
  }
}

function sum(id: number, results: One[]): void {
  const count = (is: (one: One) => boolean) => results.filter(is).length;
  const waiting = count((one) => one.end?.outcome === "challenge");
  const failed = count((one) => one.failure !== null);
  const parts = [
    t("many.signed_in", { n: count((one) => one.end?.outcome === "signed_in") }),
    waiting > 0 ? t("many.waiting", { n: waiting }) : "",
    failed > 0 ? t("many.failed", { n: failed }) : "",
  ];
  const action =
    failed > 0
      ? { label: t("many.details"), run: () => dialogs.show({ kind: "results", results }) }
      : waiting > 0
        ? { label: t("many.inbox"), run: () => app.open({ screen: "inbox" }) }
        : undefined;
  toasts.change(id, {
    tone: "done",
    title: t("many.done"),
    body: parts.filter(Boolean).join(" · "),
    ...(action ? { action } : {}),
  });
}

/** Moves to a set's profile in another environment, and makes that the one that plain commands mean. */
export async function switchTo(
  set: string,
  environment: "dev" | "test" | "staging" | "prod",
  name: string,
): Promise<void> {
  list.pick(name);
  try {
    await api.useEnvironment(set, environment);
  } catch (thrown) {
    app.tell(thrown);
  }
}

/** Draws the curtain. */
export async function lock(): Promise<void> {
  try {
    await app.takeVault(await api.lock());
  } catch (thrown) {
    app.tell(thrown);
  }
}

/** Ends the demo and goes back to the person's own vault. */
export async function leaveDemo(): Promise<void> {
  try {
    await api.leaveDemo();
    await app.restart();
  } catch (thrown) {
    app.tell(thrown);
  }
}

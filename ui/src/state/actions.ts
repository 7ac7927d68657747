/** What a person can do with a session: the call, the question before it where there is one, and the note after it. */
import { t } from "../i18n/index.svelte";
import * as api from "../ipc/api";
import type { Environment, TokenFormat, What } from "../ipc/contract";
import { failure } from "../ipc/failure";
import { app } from "./app.svelte";
import { environmentName } from "./environments";
import { dialogs, type Act } from "./dialogs.svelte";
import { once } from "./in_flight";
import { list } from "./list.svelte";
import { entering } from "./production";
import { openForm } from "./signing.svelte";
import { toasts } from "./toasts.svelte";

/** Puts a token into the clipboard. What needs a person's yes is asked once. */
export async function copy(name: string, format: TokenFormat = "raw", expiredOk = false): Promise<void> {
  await asking(
    name,
    "copy",
    (confirmed) => handOut(name, format, expiredOk, confirmed),
    () => copy(name, format, true),
  );
}

/** Puts a token into the clipboard and takes the window away. Where a person is asked first, it stays until then. */
export async function copyAndHide(name: string, expiredOk = false): Promise<void> {
  await asking(
    name,
    "copy",
    async (confirmed) => {
      await handOut(name, "raw", expiredOk, confirmed);
      await api.hideWindow();
    },
    () => copyAndHide(name, true),
  );
}

async function handOut(name: string, format: TokenFormat, expiredOk: boolean, confirmed: boolean): Promise<void> {
  const { seconds } = await api.copy(name, format, expiredOk, confirmed);
  const id = toasts.show({
    tone: "done",
    about: "clipboard",
    title: t("copied.title", { name }),
    body: t("copied.body"),
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
async function asking(
  name: string,
  act: Act,
  run: (confirmed: boolean) => Promise<void>,
  expired?: () => void,
): Promise<void> {
  try {
    await run(false);
  } catch (thrown) {
    const confirmed = () => void run(true).catch((again: unknown) => ask(again, name, act, undefined, expired));
    ask(thrown, name, act, confirmed, expired);
  }
}

/** Opens the question that a failure calls for, or tells it. A production session can be expired as well. */
function ask(thrown: unknown, name: string, act: Act, confirmed?: () => void, expired?: () => void): void {
  const { code } = failure(thrown);
  if (code === "session_expired" && expired) dialogs.show({ kind: "expired", name, go: expired });
  else if (code === "production_not_confirmed" && confirmed)
    dialogs.show({ kind: "production", name, act, go: confirmed });
  else app.tell(thrown, name);
}

/** Asks for a secret to be shown. The answer goes to `then` alone, which must drop it in time and hears whether a
 * person was asked about production in between. */
export async function reveal(
  what: Extract<What, { name: string }>,
  then: (shown: Awaited<ReturnType<typeof api.reveal>>, confirmed: boolean) => void,
): Promise<void> {
  await asking(what.name, "reveal", async (confirmed) => then(await api.reveal({ ...what, confirmed }), confirmed));
}

/** Asks the server whether it still takes the token. */
export async function verify(name: string): Promise<void> {
  await once("verify", [name], async () => {
    const id = toasts.show({ tone: "busy", title: t("verify.busy", { name }) });
    try {
      const { valid } = await api.verify(name);
      const title = t(valid ? "verify.valid" : "verify.invalid", { name });
      // Not what one hopes for: no tick, and what to do about it.
      const again = { label: t("hero.sign_in_again"), run: () => openForm(name) };
      toasts.change(id, valid ? { tone: "done", title } : { tone: "failed", title, action: again });
      await app.refresh();
    } catch (thrown) {
      toasts.drop(id);
      app.tell(thrown, name);
    }
  });
}

/** Works in another organisation. */
export async function choose(name: string, organisation: string): Promise<void> {
  await once("choose", [name], async () => {
    try {
      const view = await api.switchOrganisation(name, organisation);
      toasts.show({ tone: "done", title: t("choose.done", { organisation: view.organisation?.name ?? organisation }) });
    } catch (thrown) {
      app.tell(thrown, name);
    }
  });
}

/** Moves to a group's profile in another environment. What plain commands mean stays as it is. */
export function switchTo(name: string): void {
  entering(name, "switch", () => list.pick(name));
}

/** Makes a group's profile the one that plain commands mean. */
export function useOnCommandLine(group: string, environment: Environment, name: string): void {
  entering(name, "command_line", () => void use(group, environment, name));
}

async function use(group: string, environment: Environment, name: string): Promise<void> {
  try {
    await api.useEnvironment(group, environment);
    const words = { group, environment: environmentName(environment) };
    toasts.show({ tone: "done", title: t("command_line.done", words) });
    await app.refresh();
  } catch (thrown) {
    app.tell(thrown, name);
  }
}

/** Draws the curtain. In the demo that is to leave it; what is in memory alone would be gone, so that is asked first. */
export async function lock(): Promise<void> {
  if (app.demo) await leaveDemo();
  else if (app.vault?.source === "memory") dialogs.show({ kind: "empty" });
  else await closeVault();
}

/** Closes the vault, which ends one that is in memory alone. */
export async function closeVault(): Promise<void> {
  const gone = app.vault?.source === "memory";
  try {
    await app.takeVault(await api.lock());
    if (gone) await startOver();
  } catch (thrown) {
    app.tell(thrown);
  }
}

/** Ends the demo and goes back to the person's own vault. */
export async function leaveDemo(): Promise<void> {
  try {
    await api.stopDemo();
    await startOver();
  } catch (thrown) {
    app.tell(thrown);
  }
}

/** The vault is another one from here on: what stood in the detail pane, unsaved work too, belonged to the old one. */
async function startOver(): Promise<void> {
  app.pane = { screen: "session" };
  await app.restart();
}

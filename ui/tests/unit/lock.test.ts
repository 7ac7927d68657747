/** Locking: what is in memory alone is asked about, the demo is left, and what the window says stays true. */
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { speak } from "../../src/i18n/index.svelte";
import * as api from "../../src/ipc/api";
import type { KeyPlace, Start, VaultView } from "../../src/ipc/contract";
import Dialogs from "../../src/screens/dialogs/Dialogs.svelte";
import Secrets from "../../src/screens/first_run/Secrets.svelte";
import { commands } from "../../src/screens/palette/commands";
import VaultCard from "../../src/screens/settings/VaultCard.svelte";
import { lock } from "../../src/state/actions";
import { app } from "../../src/state/app.svelte";
import { dialogs } from "../../src/state/dialogs.svelte";
import { overview, withDialogs } from "./samples";

vi.mock("../../src/ipc/api");
const vault = (state: VaultView["state"], source: KeyPlace | null): VaultView => ({
  state,
  source,
  home: "/h",
  failure: null,
  next_expiry: null,
  lost_commits: null,
});
const start = (demo: boolean, view: VaultView): Start => ({
  version: "1",
  system_language: "en",
  settings: {
    language: "en",
    theme: "system",
    density: "comfortable",
    single_keys: true,
    clipboard_seconds: 30,
    reveal_seconds: 20,
    lock_minutes: 15,
    auto_renew: "on",
    notices: true,
    close_to_tray: true,
    autostart: false,
    shortcut: null,
    shortcuts: {},
  },
  vault: view,
  providers: [],
  demo,
  first: null,
  totp_seed: { name: "totp_seed" } as never,
  production_minutes: 10,
});
const asked = () => dialogs.open?.kind;

/** The window over a vault; what the backend says at the next start comes after it. */
async function over(source: KeyPlace, demo: boolean, next: Start): Promise<void> {
  vi.mocked(api.start).mockResolvedValueOnce(start(demo, vault("open", source)));
  await app.restart();
  vi.mocked(api.start).mockResolvedValue(next);
}

beforeEach(async () => {
  await speak("en");
  withDialogs();
  vi.mocked(api.overview).mockResolvedValue(overview());
  vi.mocked(api.checkKeyring).mockResolvedValue({ available: true, failure: null });
});
afterEach(() => {
  cleanup();
  dialogs.close();
  vi.resetAllMocks();
});

test("a vault on disk is locked at once", async () => {
  await over("keyring", false, start(false, vault("locked", "keyring")));
  vi.mocked(api.lock).mockResolvedValue(vault("locked", "keyring"));
  await lock();
  expect([app.vault?.state, asked()]).toEqual(["locked", undefined]);
});

test("a vault in memory is emptied only after the question", async () => {
  await over("memory", false, start(false, vault("missing", null)));
  vi.mocked(api.lock).mockResolvedValue(vault("missing", null));
  app.pane = { screen: "sign_in", name: "East" };
  await lock();
  expect([asked(), vi.mocked(api.lock).mock.calls.length]).toEqual(["empty", 0]);
  render(Dialogs);
  await fireEvent.click(screen.getByText("Cancel"));
  expect([asked(), app.vault?.state]).toEqual([undefined, "open"]);
  await lock();
  await fireEvent.click(await screen.findByRole("button", { name: "Discard and close" }));
  await vi.waitFor(() => expect(app.vault?.state).toBe("missing"));
  expect(api.lock).toHaveBeenCalledTimes(1);
  expect(app.pane).toEqual({ screen: "session" });
});

test("locking the demo leaves it, and the window knows", async () => {
  await over("memory", true, start(false, vault("missing", null)));
  await lock();
  expect([app.demo, asked(), vi.mocked(api.lock).mock.calls.length]).toEqual([false, undefined, 0]);
  expect(api.stopDemo).toHaveBeenCalledTimes(1);
});

test("the palette names what Ctrl+L does", async () => {
  const named = () => commands().find((one) => one.keys === "Ctrl+L")?.label;
  await over("memory", true, start(false, vault("open", "memory")));
  expect(named()).toBe("Leave the demo");
  await app.restart();
  expect(named()).toBe("Discard and close");
  await over("keyring", false, start(false, vault("open", "keyring")));
  expect(named()).toBe("Lock");
});

test("the settings ask the same question", async () => {
  await over("memory", false, start(false, vault("missing", null)));
  render(VaultCard);
  await fireEvent.click(screen.getByRole("button", { name: "Discard and close" }));
  expect([asked(), vi.mocked(api.lock).mock.calls.length]).toEqual(["empty", 0]);
});

test("a vault that was just made is no demo", async () => {
  await over("memory", true, start(false, vault("open", "keyring")));
  vi.mocked(api.createVault).mockResolvedValue(vault("open", "keyring"));
  const onmade = vi.fn();
  render(Secrets, { onmade, onback: () => {}, onexplore: () => {} });
  const make = await screen.findByRole<HTMLButtonElement>("button", { name: "Create the vault" });
  await vi.waitFor(() => expect(make.disabled).toBe(false));
  await fireEvent.click(make);
  await vi.waitFor(() => expect(onmade).toHaveBeenCalled());
  expect(app.demo).toBe(false);
});

/** The lock that comes when nobody is there, and what the desktop asks of the window. */
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { tick } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { speak } from "../../src/i18n/index.svelte";
import * as api from "../../src/ipc/api";
import type { Settings, Signals, VaultView } from "../../src/ipc/contract";
import Presence from "../../src/screens/lock/Presence.svelte";
import BackgroundCard from "../../src/screens/settings/BackgroundCard.svelte";
import Unlock from "../../src/screens/unlock/Unlock.svelte";
import { app } from "../../src/state/app.svelte";
import { clock } from "../../src/state/clock.svelte";
import { dialogs } from "../../src/state/dialogs.svelte";
import { presence } from "../../src/state/presence.svelte";

vi.mock("../../src/ipc/api");

const heard: { [K in keyof Signals]?: (payload: Signals[K]) => void } = {};
vi.mocked(api.hear).mockImplementation((signal, then) => void ((heard as Record<string, unknown>)[signal] = then));
const view = (state: VaultView["state"], more: Partial<VaultView> = {}): VaultView => ({
  state,
  source: "keyring",
  home: "/h",
  failure: null,
  next_expiry: null,
  lost_commits: null,
  ...more,
});

beforeEach(async () => {
  await speak("en");
  vi.mocked(api.used).mockReset().mockResolvedValue(null);
  vi.mocked(api.takeSwitcher).mockReset().mockResolvedValue(null);
  vi.mocked(api.hideWindow).mockReset().mockResolvedValue(null);
  app.vault = view("open");
  presence.begin();
  vi.mocked(api.takeSwitcher).mockClear();
});
afterEach(() => {
  cleanup();
  dialogs.close();
  presence.locksAt = null;
});

test("a lock is announced, and staying unlocked is one press that is told at once", async () => {
  render(Presence);
  heard.lock_warning?.(new Date(Date.now() + 30_000).toISOString());
  await tick();
  expect(screen.getByRole("timer", { hidden: true }).textContent).toMatch(/^Locks in (29|30) s$/);
  vi.mocked(api.used).mockClear();
  await fireEvent.click(screen.getByRole("button", { name: "Stay unlocked", hidden: true }));
  expect(api.used).toHaveBeenCalledTimes(1);
  expect(screen.queryByText("Stay unlocked")).toBeNull();
});

test("the clock rests until something on the screen counts down, and rests again", async () => {
  vi.useFakeTimers();
  render(Presence);
  expect(vi.getTimerCount()).toBe(0);
  heard.lock_warning?.(new Date(Date.now() + 30_000).toISOString());
  await tick();
  expect(vi.getTimerCount()).toBe(1);
  presence.locksAt = null;
  await tick();
  await vi.advanceTimersByTimeAsync(0);
  expect(vi.getTimerCount()).toBe(0);
  vi.useRealTimers();
});

test("a reader is told of it once, in one sentence that does not change with the seconds", async () => {
  render(Presence);
  heard.lock_warning?.(new Date(Date.now() + 30_000).toISOString());
  await tick();
  const alert = () => screen.getByRole("alert", { hidden: true });
  const [before, words] = [alert(), alert().textContent];
  expect(words).toBe("Locks in 30 s");
  vi.useFakeTimers({ now: Date.now() + 5000, toFake: ["Date"] });
  clock.go();
  await tick();
  vi.useRealTimers();
  expect([alert() === before, alert().textContent]).toEqual([true, words]);
  expect(screen.getByRole("timer", { hidden: true }).getAttribute("aria-live")).toBe("off");
});

test("use is told, but not with every movement; while a lock is announced any of it takes that back", async () => {
  vi.useFakeTimers();
  vi.setSystemTime(Date.now() + 60_000);
  for (let n = 0; n < 50; n += 1) window.dispatchEvent(new Event("pointermove"));
  expect(api.used).toHaveBeenCalledTimes(1);
  heard.lock_warning?.(new Date(Date.now() + 30_000).toISOString());
  window.dispatchEvent(new Event("keydown"));
  expect(vi.mocked(api.used).mock.calls.length).toBe(2);
  expect(presence.locksAt).toBeNull();
  vi.useRealTimers();
});

test("the switcher waits behind a lock and is shown once after it", async () => {
  app.vault = view("locked");
  vi.mocked(api.takeSwitcher).mockResolvedValueOnce(true);
  heard.switcher?.(null);
  await tick();
  expect([dialogs.open, vi.mocked(api.takeSwitcher).mock.calls.length]).toEqual([null, 0]);
  app.vault = view("open");
  presence.begin();
  await vi.waitFor(() => expect(dialogs.open).toEqual({ kind: "switcher", hidden: true }));
});

test("what the tray asks for while it is locked is not done", () => {
  app.vault = view("locked");
  heard.asked?.({ act: "sign_out", name: "Harbour", failure: null });
  expect(dialogs.open).toBeNull();
  app.vault = view("open");
  heard.asked?.({ act: "sign_out", name: "Harbour", failure: null });
  expect(dialogs.open).toEqual({ kind: "sign_out", names: ["Harbour"] });
});

test("a locked window says when the next session expires, and a vault in memory asks for no key", () => {
  app.vault = view("locked", { next_expiry: new Date(Date.now() + 462_500).toISOString(), source: "memory" });
  render(Unlock);
  expect(screen.getByRole("timer").textContent).toMatch(/^Next session expires in 07:4[0-9]$/);
  expect(screen.getByText("The vault is in memory only; there is no key to enter")).toBeTruthy();
  expect(screen.queryByText("Use the recovery key")).toBeNull();
});

test("the switch of the start with the computer shows what the desktop has, and a press changes that", async () => {
  const more = { notices: true, close_to_tray: true, shortcut: null };
  const saved = { lock_minutes: 15, auto_renew: "on", autostart: true, ...more } as Settings;
  app.settings = saved;
  vi.mocked(api.desktop).mockResolvedValue({ tray: true, shortcut: "given", autostart: false });
  const save = vi.fn();
  const view = render(BackgroundCard, { settings: saved, save });
  await vi.waitFor(() => expect(app.settings?.autostart).toBe(false));
  await view.rerender({ settings: app.settings as Settings });
  const start = screen.getByRole("switch", { name: /Start with the computer/ });
  await fireEvent.click(start);
  expect(save.mock.calls).toEqual([[{ autostart: true }]]);
});

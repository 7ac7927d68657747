/** What can be taken back, for how long, and what nobody hopes for told without a tick. */
import { render, screen } from "@testing-library/svelte";
import { flushSync, tick } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { speak } from "../../src/i18n/index.svelte";
import * as api from "../../src/ipc/api";
import type { ProfileRow, VaultView } from "../../src/ipc/contract";
import { made } from "../../src/ipc/failure";
import ToastArea from "../../src/components/ToastArea.svelte";
import CredentialDialog from "../../src/screens/profiles/CredentialDialog.svelte";
import { listKey } from "../../src/screens/main/list_keys";
import { windowKey } from "../../src/screens/main/window_keys";
import { verify } from "../../src/state/actions";
import { app } from "../../src/state/app.svelte";
import { dialogs } from "../../src/state/dialogs.svelte";
import { list } from "../../src/state/list.svelte";
import { signOut } from "../../src/state/bulk";
import { rowMenu } from "../../src/state/row_menu.svelte";
import { toasts } from "../../src/state/toasts.svelte";
import { undo } from "../../src/state/undo";
import { brief, overview, withDialogs } from "./samples";

vi.mock("../../src/ipc/api");
const row = (name: string) => ({ name, search: name, order: name, tags: [], session: brief }) as unknown as ProfileRow;
const here = { ended_at_server: false, text: { zh: "", en: "Removed here" } };

beforeEach(async () => {
  await speak("en");
  withDialogs();
  HTMLElement.prototype.showPopover ??= () => undefined;
  vi.useFakeTimers();
  app.vault = { state: "open" } as VaultView;
  app.overview = overview(["a", "b"].map(row));
  app.pane = { screen: "session" };
  vi.mocked(api.overview).mockResolvedValue(app.overview);
  list.go({ kind: "all" });
  list.only("a");
});
afterEach(() => {
  vi.useRealTimers();
  vi.resetAllMocks();
  toasts.clear();
  dialogs.close();
  document.body.innerHTML = "";
});

test("a session that is removed here alone comes back within ten seconds, by its button or Ctrl+Z", async () => {
  vi.mocked(api.signOut).mockResolvedValue(here);
  vi.mocked(api.undo).mockResolvedValue(true);
  await signOut(["a"]);
  await vi.advanceTimersByTimeAsync(9900);
  const z = new KeyboardEvent("keydown", { key: "z", ctrlKey: true });
  document.body.dispatchEvent(z);
  expect(windowKey(z, () => undefined)).toBe(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(vi.mocked(api.undo).mock.calls).toEqual([["a"]]);
  expect(toasts.list).toMatchObject([{ tone: "done", title: "Restored a" }]);
  expect(toasts.undo(), "once").toBe(false);

  await signOut(["a"]);
  await vi.advanceTimersByTimeAsync(10_100);
  expect(toasts.undo(), "no longer").toBe(false);
});

test("what the server has ended is not offered to come back, and what is too late is said", async () => {
  vi.mocked(api.signOut).mockResolvedValue({ ended_at_server: true, text: { zh: "", en: "Ended" } });
  await signOut(["a"]);
  expect(toasts.list[0]?.undo).toBeUndefined();
  vi.mocked(api.undo).mockResolvedValue(false);
  await undo(["a"]);
  expect(toasts.list.at(-1)).toMatchObject({ tone: "failed", title: "This can no longer be undone" });
});

test("of several, those that were removed here alone come back together", async () => {
  vi.mocked(api.signOut)
    .mockResolvedValueOnce({ ...here, ended_at_server: true })
    .mockResolvedValueOnce(here);
  vi.mocked(api.undo).mockResolvedValue(true);
  await signOut(["a", "b"]);
  render(ToastArea);
  flushSync();
  screen.getByRole("button", { name: "Undo", hidden: true }).click();
  await vi.advanceTimersByTimeAsync(0);
  expect(vi.mocked(api.undo).mock.calls).toEqual([["b"]]);
});

test("a token that the server rejects is told without a tick, and leads to signing in", async () => {
  vi.mocked(api.verify).mockResolvedValue({ valid: false } as never);
  await verify("a");
  expect(toasts.list).toMatchObject([{ tone: "failed", title: "The server no longer accepts the token of a" }]);
  toasts.list[0]?.action?.run();
  expect(app.pane).toMatchObject({ screen: "sign_in", name: "a" });
});

test("a shared password that was replaced leads to those who sign in with it", async () => {
  app.overview = { ...app.overview, credentials: [{ name: "ad", set_at: "", profiles: ["a", "b"], reference: null }] };
  vi.mocked(api.overview).mockResolvedValue(app.overview);
  vi.mocked(api.saveCredential).mockResolvedValue(null);
  render(CredentialDialog, { name: "ad", onclose: () => undefined });
  document.querySelector("form")?.requestSubmit();
  await vi.advanceTimersByTimeAsync(0);
  expect(toasts.list).toMatchObject([{ title: "Password updated for 2 profiles" }]);
  toasts.list[0]?.action?.run();
  expect(dialogs.open).toEqual({ kind: "sign_in_many", names: ["a", "b"] });
});

test("the menu key asks for the row's menu, not for the palette", async () => {
  const key = new KeyboardEvent("keydown", { key: "ContextMenu" });
  expect(listKey(key)).toBe(true);
  await tick();
  expect([rowMenu.asked?.name, dialogs.open]).toEqual(["a", null]);
  rowMenu.asked = null;
});

test("a row that expires goes to its group within the second, unless the pointer is over the list", () => {
  const end = Date.now() + 5000;
  const session = { ...brief, state: "active" as const, ends_at: new Date(end).toISOString(), life_seconds: 7200 };
  app.overview = overview([{ ...row("a"), session } as ProfileRow]);
  list.settle(1);
  const group = () => list.items.find((item) => item.head !== null)?.head;
  expect([group(), list.due]).toEqual(["soon", end]);
  vi.useFakeTimers({ now: end + 10, toFake: ["Date"] });
  list.hovered = true;
  list.settle(2);
  expect(group()).toBe("soon");
  list.hovered = false;
  list.settle(3);
  expect([group(), list.due]).toEqual(["expired", Infinity]);
  vi.useRealTimers();
});

test("a failure of undoing is told with the name", async () => {
  vi.mocked(api.undo).mockRejectedValue(made("usage", "已占用", "Taken"));
  await undo(["a"]);
  expect(toasts.list.map((one) => one.title)).toEqual(["a", "This can no longer be undone"]);
});

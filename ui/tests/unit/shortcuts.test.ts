/** Keys that a person chose: what they may be, what they do, and where they are shown. */
import { render, screen } from "@testing-library/svelte";
import { tick } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { speak, t } from "../../src/i18n/index.svelte";
import * as api from "../../src/ipc/api";
import type { ProfileRow, Settings } from "../../src/ipc/contract";
import Shortcuts from "../../src/screens/dialogs/Shortcuts.svelte";
import { listKey } from "../../src/screens/main/list_keys";
import { windowKey } from "../../src/screens/main/window_keys";
import ShortcutTable from "../../src/screens/settings/ShortcutTable.svelte";
import { app } from "../../src/state/app.svelte";
import { dialogs } from "../../src/state/dialogs.svelte";
import { SHORTCUTS } from "../../src/state/keys";
import { list } from "../../src/state/list.svelte";
import { ACTIONS, keysOf, refused, shown, shownKeys, withKeys, type Action } from "../../src/state/shortcuts";
import { overview, withDialogs } from "./samples";

vi.mock("../../src/ipc/api");
const press = (key: string, more: KeyboardEventInit = {}) => {
  const event = new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more });
  document.body.dispatchEvent(event);
  return event;
};

beforeEach(async () => {
  await speak("en");
  withDialogs();
  app.settings = { language: "en", single_keys: true, shortcuts: {} } as Settings;
  app.pane = { screen: "session" };
  vi.mocked(api.saveSettings).mockImplementation(async (settings) => settings);
});
afterEach(() => {
  vi.resetAllMocks();
  dialogs.close();
  document.body.innerHTML = "";
});

test("every action stands in the sheet once, with its usual keys", () => {
  const listed = SHORTCUTS.flatMap((group) => group.list.flatMap((one) => (one.action ? [one] : [])));
  expect(listed.map((one) => one.action).toSorted()).toEqual(Object.keys(ACTIONS).toSorted());
  for (const { action, keys } of listed) expect(shown(ACTIONS[action as Action]), action).toBe(keys);
});

test("no two actions have the same keys, and none those that others need", () => {
  for (const action of Object.keys(ACTIONS) as Action[]) expect(refused(action, ACTIONS[action]), action).toBe(null);
  expect(refused("new", "Ctrl+k")).toEqual({ why: "used", by: "palette" });
  for (const chord of [
    "Enter",
    " ",
    "Escape",
    "Tab",
    "ArrowDown",
    "Shift+ArrowUp",
    "Ctrl+a",
    "Ctrl+c",
    "Ctrl+3",
    "Ctrl+0",
  ])
    expect(refused("new", chord), chord).toEqual({ why: "taken" });
  expect([refused("new", "x"), refused("renew", "x"), refused("new", "Alt+x")]).toEqual([
    { why: "letter" },
    null,
    null,
  ]);
});

test("the chosen keys act, the usual ones no longer, and what is as usual is not kept", () => {
  app.settings = { ...(app.settings as Settings), shortcuts: { palette: "Alt+p", renew: "e" } };
  expect(windowKey(press("k", { ctrlKey: true }), () => undefined)).toBe(false);
  expect(windowKey(press("p", { altKey: true }), () => undefined)).toBe(true);
  expect(dialogs.open?.kind).toBe("palette");
  dialogs.close();
  app.overview = overview([{ name: "a", search: "a", order: "a", tags: [], session: null } as unknown as ProfileRow]);
  list.go({ kind: "all" });
  list.only("a");
  expect([listKey(press("r")), listKey(press("e"))]).toEqual([false, true]);
  expect([keysOf("palette"), shownKeys("palette"), withKeys("palette", "Ctrl+k")]).toEqual([
    "Alt+p",
    "Alt+P",
    { renew: "e" },
  ]);
  render(Shortcuts);
  expect(document.body.textContent).toContain("Alt P");
});

test("keys are given by pressing them, a conflict is named, and Escape leaves it as it was", async () => {
  render(ShortcutTable);
  const change = () => screen.getByRole("button", { name: t("shortcut.change", { what: t("keys.new") }) });
  change().click();
  await tick();
  press("Control");
  press("k", { ctrlKey: true });
  await tick();
  expect(document.querySelector("[role=status]")?.textContent).toBe(`Already used for “${t("keys.palette")}”`);
  press("Escape");
  await tick();
  expect([document.querySelector("[role=status]"), vi.mocked(api.saveSettings).mock.calls.length]).toEqual([null, 0]);
  change().click();
  await tick();
  expect(press("n", { altKey: true }).defaultPrevented).toBe(true);
  await tick();
  expect(app.settings?.shortcuts).toEqual({ new: "Alt+n" });
  screen.getByRole("button", { name: t("shortcut.reset") }).click();
  await tick();
  expect(app.settings?.shortcuts).toEqual({});
});

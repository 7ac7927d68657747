/** The quick switcher and the keys that call it: what Enter does is what is said, for the session that was chosen. */
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { tick } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { speak } from "../../src/i18n/index.svelte";
import * as api from "../../src/ipc/api";
import type { ProfileRow } from "../../src/ipc/contract";
import Palette from "../../src/screens/palette/Palette.svelte";
import SwitcherKeys from "../../src/screens/settings/SwitcherKeys.svelte";
import { app } from "../../src/state/app.svelte";
import { dialogs } from "../../src/state/dialogs.svelte";
import { typed, typedAhead } from "../../src/state/type_ahead";
import { brief, overview, vaultView, withDialogs } from "./samples";

vi.mock("../../src/ipc/api");
const row = (name: string, minutes: number | null) =>
  ({
    name,
    search: name.toLowerCase(),
    order: name,
    tags: [],
    environment: "dev",
    session:
      minutes === null
        ? null
        : { ...brief, ends_at: new Date(Date.now() + minutes * 60_000).toISOString(), can: ["renew"] },
  }) as unknown as ProfileRow;
const shown = () => screen.getByRole("option", { selected: true, hidden: true }).textContent ?? "";
const press = (key: string) =>
  fireEvent.keyDown(screen.getByRole("combobox", { hidden: true }), { key, bubbles: true, cancelable: true });

beforeEach(async () => {
  await speak("en");
  withDialogs();
  Element.prototype.scrollIntoView ??= () => undefined;
  app.vault = vaultView("open");
  vi.mocked(api.copy).mockResolvedValue({ seconds: 30 });
  vi.mocked(api.hideWindow).mockResolvedValue(null);
});
afterEach(() => {
  cleanup();
  dialogs.close();
  vi.resetAllMocks();
});

test("the footer says what Enter does with the session it is on", async () => {
  app.overview = overview([row("Harbour", 30), row("Zephyr", null)]);
  render(Palette, { name: null, quick: true });
  const footer = () => document.querySelector("footer")?.textContent ?? "";
  await tick();
  expect([shown().includes("Harbour"), footer().includes("Copy and hide")]).toEqual([true, true]);
  await fireEvent.input(screen.getByRole("combobox", { hidden: true }), { target: { value: "zephyr" } });
  expect([shown().includes("Zephyr"), footer().includes("Copy and hide"), footer().includes("Sign in")]).toEqual([
    true,
    false,
    true,
  ]);
});

test("a list that is sorted anew keeps the chosen session under Enter", async () => {
  app.overview = overview([row("Harbour", 30), row("Zephyr", 60)]);
  render(Palette, { name: null, quick: true });
  await press("ArrowDown");
  expect(shown()).toContain("Zephyr");
  // Renewed behind the dialog: the one that was first goes last, and another is new.
  app.overview = overview([row("Aurora", 10), row("Harbour", 900), row("Zephyr", 60)]);
  await tick();
  expect(shown()).toContain("Zephyr");
  await press("Enter");
  expect(vi.mocked(api.copy).mock.calls.map(([name]) => name)).toEqual(["Zephyr"]);
});

test("the session that stood first when it was opened stays the one, without any key", async () => {
  app.overview = overview([row("Harbour", 30), row("Zephyr", 60)]);
  render(Palette, { name: null, quick: true });
  await tick();
  app.overview = overview([row("Aurora", 10), row("Harbour", 30)]);
  await tick();
  await press("Enter");
  expect(vi.mocked(api.copy).mock.calls.map(([name]) => name)).toEqual(["Harbour"]);
});

test("what is typed before the switcher is drawn is its own", () => {
  dialogs.show({ kind: "switcher", hidden: true });
  expect(typedAhead(new KeyboardEvent("keydown", { key: "z" }))).toBe(true);
  expect(typed().map((event) => event.key)).toEqual(["z"]);
});

test("its keys are the ones that were pressed, whatever they write", async () => {
  const onchange = vi.fn();
  render(SwitcherKeys, { keys: null, offer: "given", onchange });
  const all = { ctrlKey: true, altKey: true, shiftKey: true, metaKey: true };
  const presses: [KeyboardEventInit, string][] = [
    [{ key: "¬", code: "KeyL", ...all }, "Ctrl+Alt+Shift+Super+L"],
    [{ key: "д", code: "KeyL", ctrlKey: true }, "Ctrl+L"],
    [{ key: "!", code: "Digit1", metaKey: true, shiftKey: true }, "Shift+Super+1"],
    [{ key: " ", code: "Space", metaKey: true }, "Super+Space"],
    [{ key: "F2", code: "F2", altKey: true }, "Alt+F2"],
    [{ key: "[", code: "BracketLeft", ctrlKey: true }, "Ctrl+BracketLeft"],
  ];
  for (const [event, keys] of presses) {
    onchange.mockClear();
    // oxlint-disable-next-line no-await-in-loop
    await fireEvent.click(screen.getByRole("button", { name: /Set shortcut/ }));
    // oxlint-disable-next-line no-await-in-loop
    await fireEvent.keyDown(window, event);
    expect(onchange.mock.calls, keys).toEqual([[keys]]);
  }
});

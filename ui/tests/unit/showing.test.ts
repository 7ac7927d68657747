/** Large type and the QR code: gone when their time is over, and not back after they were dismissed. */
import { cleanup, render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { speak } from "../../src/i18n/index.svelte";
import * as api from "../../src/ipc/api";
import type { Revealed } from "../../src/ipc/contract";
import { made } from "../../src/ipc/failure";
import LargeType from "../../src/screens/dialogs/LargeType.svelte";
import QrCode from "../../src/screens/dialogs/QrCode.svelte";
import { dialogs } from "../../src/state/dialogs.svelte";
import { withDialogs } from "./samples";

vi.mock("../../src/ipc/api");
const TOKEN: Revealed = { text: "abcdefgh", picture: "data:image/png;base64,AA==", seconds: 20 };
const KINDS = [
  { kind: "large", view: LargeType, what: "ol li" },
  { kind: "qr", view: QrCode, what: "dialog img" },
] as const;

beforeEach(async () => {
  await speak("en");
  vi.useFakeTimers({ now: 1_000_000 });
  withDialogs();
});
afterEach(() => {
  cleanup();
  dialogs.close();
  vi.useRealTimers();
  vi.resetAllMocks();
});

describe.each(KINDS)("$kind", ({ kind, view, what }) => {
  const pass = async (ms: number) => {
    await vi.advanceTimersByTimeAsync(ms);
    flushSync();
  };
  const open = async () => {
    dialogs.show({ kind, name: "East" });
    const shown = render(view, { name: "East" });
    await pass(0);
    return shown;
  };

  test("closes when its time is over", async () => {
    vi.mocked(api.reveal).mockResolvedValue(TOKEN);
    await open();
    expect(document.querySelector(what)).not.toBe(null);
    await pass(19_900);
    expect(dialogs.open?.kind).toBe(kind);
    await pass(200);
    expect(dialogs.open).toBe(null);
    expect(api.reveal).toHaveBeenCalledTimes(1);
  });

  test("the time begins anew as often as a person wants it to", async () => {
    vi.mocked(api.reveal).mockResolvedValue(TOKEN);
    await open();
    for (const part of [15_000, 15_000]) {
      await pass(part);
      document.querySelector<HTMLElement>("footer button")?.click();
    }
    await pass(19_900);
    expect(dialogs.open?.kind).toBe(kind);
    await pass(200);
    expect(dialogs.open).toBe(null);
    expect(api.reveal).toHaveBeenCalledTimes(1);
  });

  test("an answer that comes after Escape shows nothing", async () => {
    let answer: (value: Revealed) => void = () => {};
    vi.mocked(api.reveal).mockReturnValue(new Promise((done) => (answer = done)));
    const { unmount } = await open();
    dialogs.close();
    unmount();
    const show = vi.spyOn(dialogs, "show");
    answer(TOKEN);
    await pass(0);
    expect([show.mock.calls, dialogs.open]).toEqual([[], null]);
    show.mockRestore();
  });

  test("a confirmed question about production opens it again", async () => {
    vi.mocked(api.reveal).mockRejectedValueOnce(made("production_not_confirmed", "生产", "production"));
    const { unmount } = await open();
    const question = dialogs.open;
    expect(question?.kind).toBe("production");
    unmount();
    vi.mocked(api.reveal).mockResolvedValue(TOKEN);
    dialogs.close();
    if (question?.kind === "production") question.go();
    await pass(0);
    expect(dialogs.open).toEqual({ kind, name: "East" });
  });

  test("what cannot be shown closes", async () => {
    vi.mocked(api.reveal).mockRejectedValueOnce(made("no_session", "没有会话", "no session"));
    await open();
    expect(dialogs.open).toBe(null);
  });
});

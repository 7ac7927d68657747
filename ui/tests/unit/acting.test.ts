/** What keys and buttons do to sessions: to the one that is seen, once, and with a note that says what became of it. */
import { render } from "@testing-library/svelte";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { speak } from "../../src/i18n/index.svelte";
import * as api from "../../src/ipc/api";
import type { ProfileRow, Settings, VaultView } from "../../src/ipc/contract";
import { made } from "../../src/ipc/failure";
import Results from "../../src/screens/dialogs/Results.svelte";
import { listKey } from "../../src/screens/main/list_keys";
import { startsTyping, windowKey } from "../../src/screens/main/window_keys";
import { choose, verify } from "../../src/state/actions";
import { app } from "../../src/state/app.svelte";
import { dialogs } from "../../src/state/dialogs.svelte";
import { underWay } from "../../src/state/in_flight";
import { list } from "../../src/state/list.svelte";
import { renew, signOut } from "../../src/state/bulk";
import { toasts } from "../../src/state/toasts.svelte";
import { overview, withDialogs } from "./samples";

vi.mock("../../src/ipc/api");
const row = (name: string) =>
  ({
    name,
    search: name,
    order: name,
    session: { state: "never", ends_at: null, can: ["renew", "verify", "choose", "sign_out"] },
  }) as unknown as ProfileRow;
const press = (key: string, more: KeyboardEventInit = {}, on: Element = document.body) => {
  const event = new KeyboardEvent("keydown", { key, ...more });
  on.dispatchEvent(event);
  return event;
};
const failed = made("refused", "不行", "No");
const settled = () => vi.waitFor(() => expect(toasts.list.some((one) => one.tone === "busy")).toBe(false));

beforeEach(async () => {
  await speak("en");
  withDialogs();
  app.overview = overview(["a", "b", "c"].map(row));
  app.settings = { single_keys: true } as Settings;
  app.pane = { screen: "session" };
  app.leaving = null;
  list.go({ kind: "all" });
  list.only("a");
});
afterEach(() => {
  vi.resetAllMocks();
  toasts.clear();
  dialogs.close();
  document.body.innerHTML = "";
});

describe("the list's keys", () => {
  test("Enter takes what the filter found, and nothing where it found nothing", async () => {
    vi.mocked(api.copy).mockResolvedValue({ seconds: 30 });
    list.filter = "b";
    listKey(press("Enter"));
    await vi.waitFor(() => expect(toasts.list).toHaveLength(1));
    expect(vi.mocked(api.copy).mock.calls.map(([name]) => name)).toEqual(["b"]);
    list.filter = "zzz";
    for (const key of ["Enter", " ", "r", "s"]) expect(listKey(press(key)), key).toBe(false);
    expect([vi.mocked(api.copy).mock.calls.length, dialogs.open, app.pane.screen]).toEqual([1, null, "session"]);
  });

  test("one held down acts once; the arrows go on", () => {
    vi.mocked(api.renew).mockReturnValue(new Promise(() => undefined));
    listKey(press("s"));
    app.pane = { screen: "session" };
    for (let n = 0; n < 5; n++) expect(listKey(press("s", { repeat: true }))).toBe(true);
    expect(app.pane.screen).toBe("session");
    for (let n = 0; n < 2; n++) listKey(press("ArrowDown", { repeat: true }));
    expect(list.cursor).toBe("c");
  });
});

describe("the window's keys", () => {
  const fold = vi.fn();

  test("none works below a dialog, whoever opened it", () => {
    document.body.innerHTML = "<dialog open></dialog>";
    for (const key of ["k", "r", ","]) expect(windowKey(press(key, { ctrlKey: true }), fold), key).toBe(false);
    expect([windowKey(press("Escape"), fold), startsTyping(press("x")), dialogs.open]).toEqual([false, false, null]);
  });

  test("one held down acts once", () => {
    windowKey(press("\\", { ctrlKey: true }), fold);
    expect(windowKey(press("\\", { ctrlKey: true, repeat: true }), fold)).toBe(true);
    expect(fold).toHaveBeenCalledTimes(1);
  });

  test("Escape leaves a form from a field, and asks the form first", () => {
    document.body.innerHTML = "<input><input type=search value=x>";
    const [field, search] = document.querySelectorAll("input") as unknown as [Element, Element];
    const leaving = vi.fn();
    app.pane = { screen: "editor", name: null, like: null };
    app.leaving = leaving;
    expect(windowKey(press("Escape", {}, field), fold)).toBe(true);
    expect([leaving.mock.calls.length, app.pane.screen]).toEqual([1, "editor"]);
    app.leaving = null;
    expect(windowKey(press("Escape", {}, search), fold), "a search empties itself").toBe(false);
    windowKey(press("Escape", {}, field), fold);
    expect(app.pane.screen).toBe("session");
  });

  test("Ctrl+R renews what is selected and seen", async () => {
    list.all();
    list.filter = "b";
    windowKey(press("r", { ctrlKey: true }), fold);
    await settled();
    expect(vi.mocked(api.renew).mock.calls).toEqual([["b"]]);
  });
});

describe("a call under way", () => {
  test("is not sent again for the same session", async () => {
    let end: () => void = () => undefined;
    const wait = () => new Promise<never>((_, reject) => (end = () => reject(failed)));
    const calls = { renew: api.renew, verify: api.verify, choose: api.switchOrganisation, sign_out: api.signOut };
    const runs = { renew: () => renew(["a"]), verify: () => verify("a"), choose: () => choose("a", "o") };
    for (const [work, run] of Object.entries({ ...runs, sign_out: () => signOut(["a"]) })) {
      const call = vi.mocked(calls[work as keyof typeof calls]).mockImplementation(wait);
      const first = run();
      await run();
      expect([call.mock.calls.length, underWay(work as keyof typeof calls, "a")], work).toEqual([1, true]);
      end();
      // oxlint-disable-next-line no-await-in-loop
      await first;
      expect(underWay(work as keyof typeof calls, "a"), work).toBe(false);
    }
  });

  test("says which session it failed for", async () => {
    vi.mocked(api.renew).mockRejectedValue(failed);
    await renew(["b"]);
    expect(toasts.list).toMatchObject([{ tone: "failed", title: "b", failure: failed }]);
  });

  test("names no session once the window is locked", async () => {
    vi.mocked(api.renew).mockRejectedValue(failed);
    vi.mocked(api.signOut).mockResolvedValue({ ended_at_server: true, text: { zh: "", en: "Ended" } });
    await app.takeVault({ state: "locked" } as VaultView);
    await renew(["b"]);
    await signOut(["c"]);
    expect(toasts.list).toEqual([]);
    toasts.lock(false);
    app.vault = null;
  });
});

describe("several at once", () => {
  const details = () => {
    toasts.list[0]?.action?.run();
    return dialogs.open?.kind === "results" ? dialogs.open : null;
  };

  test("signing out is one note, and the truth about each", async () => {
    const text = { zh: "", en: "Removed here only" };
    vi.mocked(api.signOut)
      .mockResolvedValueOnce({ ended_at_server: true, text: { zh: "", en: "Ended" } })
      .mockResolvedValueOnce({ ended_at_server: false, text })
      .mockRejectedValueOnce(failed);
    await signOut(["a", "b", "c"]);
    expect(toasts.list).toMatchObject([
      {
        tone: "failed",
        title: "Signed out of 2 sessions",
        body: "1 ended by the server · 1 deleted from this machine only · 1 failed",
      },
    ]);
    const open = details();
    expect(open?.results.map((one) => `${one.name} ${one.how}`)).toEqual(["a done", "b partly", "c failed"]);
    if (open) render(Results, { title: open.title, results: open.results });
    expect(document.activeElement?.textContent?.trim(), "the first Enter closes").toBe("Close");
    expect(document.querySelector("h2")?.textContent).toBe("Sign-out results");
    expect([...document.querySelectorAll("li")].map((one) => one.querySelectorAll("p")[1]?.textContent)).toEqual([
      "No",
      "Removed here only",
      "Ended",
    ]);
  });

  test("a renewal that fails does not stop the others, and is named in the list", async () => {
    vi.mocked(api.renew).mockRejectedValueOnce(failed);
    await renew(["a", "b", "c"]);
    expect(vi.mocked(api.renew).mock.calls.flat()).toEqual(["a", "b", "c"]);
    expect(toasts.list).toMatchObject([{ tone: "failed", title: "Renewed 2 sessions", body: "1 failed" }]);
    expect(details()?.results[0]).toEqual({ name: "a", how: "failed", failure: failed });
  });
});

test("a note that newer ones pushed out comes again as the same one", () => {
  const id = toasts.show({ tone: "busy", title: "work" });
  for (const title of ["1", "2", "3"]) toasts.show({ tone: "failed", title });
  toasts.change(id, { tone: "busy", title: "still" });
  toasts.change(id, { tone: "failed", title: "end" });
  expect(toasts.list.map((one) => one.title)).toEqual(["2", "3", "end"]);
});

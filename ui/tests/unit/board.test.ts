/** The board of a sign-in of several: what becomes of each, on the board or in a note beside another screen. */
import { render } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { speak } from "../../src/i18n/index.svelte";
import * as api from "../../src/ipc/api";
import type {
  BatchItem,
  BulkChoice,
  BulkLeftOut,
  Failure,
  PendingView,
  ProfileRow,
  Retry,
} from "../../src/ipc/contract";
import { made } from "../../src/ipc/failure";
import Board from "../../src/screens/board/Board.svelte";
import { app } from "../../src/state/app.svelte";
import { board } from "../../src/state/board.svelte";
import { signInMany } from "../../src/state/bulk";
import { dialogs } from "../../src/state/dialogs.svelte";
import { toasts } from "../../src/state/toasts.svelte";
import { overview, withDialogs } from "./samples";

vi.mock("../../src/ipc/api");
const row = (name: string, signed_in_at: string | null = null) =>
  ({
    name,
    search: name,
    order: name,
    environment: "dev",
    host: "h",
    session: signed_in_at && { signed_in_at },
  }) as unknown as ProfileRow;
const item = (profile: string, more: Partial<BatchItem> = {}): BatchItem => ({
  profile,
  end: null,
  failure: null,
  retry: null,
  ...more,
});
const failed = (profile: string, failure: Failure, retry: Retry) => item(profile, { failure, retry });
const done = { outcome: "signed_in", session: {} } as never;
const question = (profile: string) => ({ pending: `p-${profile}`, profile, kind: "captcha" }) as PendingView;
const choice: BulkChoice = { include_valid: false, production: [] };
const states = () => board.rows.map(({ name, state }) => `${name} ${state}`);

/** A run whose items the test sends itself. */
function running(names: string[], leftOut: BulkLeftOut[] = []) {
  let [tell, end]: [(one: BatchItem) => void, () => void] = [() => undefined, () => undefined];
  vi.mocked(api.signInBulk).mockImplementationOnce((_names, _choice, _run, then) => {
    tell = then;
    return new Promise((over) => (end = () => over([])));
  });
  const over = signInMany(names, choice, leftOut);
  return { tell: (one: BatchItem) => tell(one), end: async () => (end(), over) };
}

beforeEach(async () => {
  await speak("en");
  withDialogs();
  app.overview = overview(["a", "b", "c", "d", "e"].map((name) => row(name)));
  app.pane = { screen: "session" };
  app.leaving = null;
  vi.mocked(api.stopSignIn).mockResolvedValue(null);
});
afterEach(() => {
  vi.resetAllMocks();
  board.clear();
  toasts.clear();
  document.body.innerHTML = "";
});

test("each is shown as it happens, with what was left out for a reason that a person can mend", async () => {
  const known = made("password_known_refused", "不行", "Known");
  const run = running(
    ["a", "b", "c"],
    [
      { profile: "d", reason: "blocked", failure: known },
      { profile: "e", reason: "missing", failure: null },
      { profile: "x", reason: "valid", failure: null },
    ],
  );
  expect(app.pane.screen).toBe("board");
  render(Board);
  run.tell(item("a"));
  expect(states()).toEqual(["a open", "b open", "c open", "d blocked", "e input"]);
  expect(board.rows[0]?.busy).toBe(true);
  run.tell(item("a", { end: done }));
  run.tell(item("b", { end: { outcome: "challenge", pending: question("b") } as never }));
  run.tell(failed("c", made("unreachable", "不通", "No way there"), "safe"));
  await run.end();
  expect(states()).toEqual(["a done", "b input", "c failed", "d blocked", "e input"]);
  await vi.waitFor(() =>
    expect(document.querySelector("[data-name=c]")?.textContent).toContain("Trying again is safe"),
  );
  expect(document.querySelector("[data-name=d]")?.textContent).toContain("Known");
  expect(toasts.list, "the board says it").toEqual([]);
  document.querySelector<HTMLElement>("[data-name=b] button")?.click();
  expect(app.pane).toEqual({ screen: "inbox", pending: "p-b" });
});

test("an answer and a form that was sent move a row, without another run", async () => {
  const run = running(["a", "b"]);
  run.tell(item("a", { end: { outcome: "challenge", pending: question("a") } as never }));
  run.tell(failed("b", made("refused", "不行", "No"), "after_change"));
  await run.end();
  app.overview = { ...overview([row("a"), row("b")]), pending: [question("a")] };
  app.version += 1;
  expect(states()).toEqual(["a input", "b failed"]);
  app.overview = overview([row("a", "2026-01-01T00:00:00Z"), row("b", "2026-01-01T00:00:00Z")]);
  expect(states()).toEqual(["a done", "b done"]);
  app.overview = overview([row("a"), row("b")]);
  expect(states(), "given up").toEqual(["a failed", "b failed"]);
});

test("what is stopped stays unsent, and goes on only when a person says so", async () => {
  const run = running(["a", "b"]);
  render(Board);
  run.tell(item("a"));
  board.stop();
  expect(api.stopSignIn).toHaveBeenCalledTimes(1);
  run.tell(item("a", { end: done }));
  run.tell(failed("b", made("stopped", "停", "Stopped"), "safe"));
  await run.end();
  expect(states()).toEqual(["a done", "b unsent"]);
  await vi.waitFor(() => expect(document.body.textContent).toContain("Continue with the 1 not sent"));
  vi.mocked(api.signInBulk).mockClear();
  vi.mocked(api.signInBulk).mockResolvedValueOnce([]);
  [...document.querySelectorAll("button")].find((one) => one.textContent?.includes("Continue"))?.click();
  expect(vi.mocked(api.signInBulk).mock.calls.map(([names]) => names)).toEqual([["b"]]);
  expect(states(), "the row that is done stays").toEqual(["a done", "b open"]);
  await vi.waitFor(() => expect(states()).toEqual(["a done", "b unsent"]));
});

test("production that was not sent is asked about again before it continues", async () => {
  app.overview = overview([{ ...row("a"), production: true }]);
  const run = running(["a"]);
  render(Board);
  run.tell(failed("a", made("stopped", "停", "Stopped"), "safe"));
  await run.end();
  await vi.waitFor(() => expect(document.body.textContent).toContain("Continue with the 1 not sent"));
  vi.mocked(api.signInBulk).mockClear();
  [...document.querySelectorAll("button")].find((one) => one.textContent?.includes("Continue"))?.click();
  expect(api.signInBulk).not.toHaveBeenCalled();
  expect(dialogs.open).toEqual({ kind: "sign_in_many", names: ["a"], continues: true });
});

test("behind another screen a note says how far it is, and leads back", async () => {
  const run = running(["a", "b"]);
  const { unmount } = render(Board);
  run.tell(item("a", { end: done }));
  unmount();
  expect(toasts.list).toMatchObject([{ tone: "busy", title: "Signing in 1/2" }]);
  app.pane = { screen: "session" };
  toasts.list[0]?.action?.run();
  expect(toasts.list[0]?.title).toContain("Stopping");
  run.tell(failed("b", made("stopped", "停", "Stopped"), "safe"));
  await run.end();
  expect(toasts.list).toMatchObject([{ tone: "done", body: "1 signed in · 1 not sent" }]);
  toasts.list[0]?.action?.run();
  expect(app.pane.screen).toBe("board");
});

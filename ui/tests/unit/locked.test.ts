/** A locked window shows how to unlock it and nothing else: what was on the screen, and what comes late, is gone. */
import { cleanup, fireEvent, render, screen } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import App from "../../src/App.svelte";
import Recovery from "../../src/screens/first_run/Recovery.svelte";
import { speak } from "../../src/i18n/index.svelte";
import * as api from "../../src/ipc/api";
import type { DraftView, JobItem, ProfileRow, Signals } from "../../src/ipc/contract";
import { verify } from "../../src/state/actions";
import { app } from "../../src/state/app.svelte";
import { dialogs } from "../../src/state/dialogs.svelte";
import { form } from "../../src/state/job_form.svelte";
import { jobs } from "../../src/state/jobs.svelte";
import { planned } from "../../src/state/signing.svelte";
import { toasts } from "../../src/state/toasts.svelte";
import { overview, readyPlan, vaultView, withDialogs } from "./samples";

// What the window fetches when it first shows it: here before the first test, whose time is short.
import "../../src/screens/dialogs/Closing.svelte";
import "../../src/screens/first_run/FirstRun.svelte";
import "../../src/screens/lock/Presence.svelte";
import "../../src/screens/main/Main.svelte";
import "../../src/screens/unlock/Unlock.svelte";

vi.mock("../../src/ipc/api");
const row = { name: "Harbour", search: "", order: "", tags: [], session: null } as unknown as ProfileRow;
/** A call that the test answers. */
function later<T>(): { promise: Promise<T>; answer: (value: T) => void } {
  let answer: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => (answer = resolve));
  return { promise, answer };
}
const open = async () => {
  vi.mocked(api.overview).mockResolvedValue(overview());
  await app.takeVault(vaultView("open"));
};
const heard: { [K in keyof Signals]?: (payload: Signals[K]) => void } = {};
const mainIsShown = () => vi.waitFor(() => expect(document.querySelector("[data-pane]")).toBeTruthy());
const unlockIsShown = () => screen.findByRole("heading", { name: "Locked" });
const lock = () => app.takeVault(vaultView("locked"));

beforeEach(async () => {
  await speak("en");
  withDialogs();
  HTMLElement.prototype.showPopover ??= () => undefined;
  vi.mocked(api.hear).mockImplementation((signal, then) => void ((heard as Record<string, unknown>)[signal] = then));
  vi.mocked(api.jobs).mockResolvedValue([]);
  vi.mocked(api.forgetForm).mockResolvedValue(null);
  vi.mocked(api.takeSwitcher).mockResolvedValue(null);
  vi.mocked(api.watchJobs).mockResolvedValue(null);
  await open();
});
afterEach(() => {
  cleanup();
  dialogs.close();
  toasts.clear();
  app.welcoming = false;
  vi.resetAllMocks();
});

test("in the middle of the first run too, the lock is what is shown", async () => {
  app.welcoming = true;
  await lock();
  render(App);
  await unlockIsShown();
  expect(screen.queryByLabelText("Steps")).toBeNull();
});

test("the first run announces a lock as the main window does, and leaves the switcher for later", async () => {
  app.welcoming = true;
  render(App);
  await vi.waitFor(() => expect(heard).toHaveProperty("lock_warning"));
  expect(api.takeSwitcher).not.toHaveBeenCalled();
});

test("the recovery key leaves the screen by a person's word, which the backend hears before anything follows", async () => {
  vi.mocked(api.reveal).mockResolvedValue({ text: "AAAA-BBBB", picture: null, seconds: 0 });
  const acknowledged = later<null>();
  vi.mocked(api.acknowledgeRecovery).mockReturnValue(acknowledged.promise);
  const onnext = vi.fn();
  render(Recovery, { onnext });
  await screen.findByText("AAAA");
  expect(api.acknowledgeRecovery).not.toHaveBeenCalled();
  await fireEvent.click(screen.getByRole("checkbox"));
  await fireEvent.click(screen.getByRole("button"));
  expect([screen.queryByText("AAAA"), onnext.mock.calls.length]).toEqual([null, 0]);
  acknowledged.answer(null);
  await vi.waitFor(() => expect(onnext).toHaveBeenCalledTimes(1));
});

test("notes are gone, and work that ends late adds none", async () => {
  toasts.show({ tone: "done", title: "Harbour" });
  const late = later<Awaited<ReturnType<typeof api.verify>>>();
  vi.mocked(api.verify).mockReturnValue(late.promise);
  const end = verify("Harbour");
  await lock();
  expect(toasts.list).toEqual([]);
  late.answer({ valid: false } as Awaited<ReturnType<typeof api.verify>>);
  await end;
  toasts.show({ tone: "failed", title: "Harbour" });
  expect(toasts.list).toEqual([]);
  await open();
  toasts.show({ tone: "done", title: "Harbour" });
  expect(toasts.list.length).toBe(1);
});

test("an overview and a list of jobs that come after the lock are not taken", async () => {
  const [late, lateJobs] = [later<ReturnType<typeof overview>>(), later<JobItem[]>()];
  vi.mocked(api.overview).mockReturnValue(late.promise);
  vi.mocked(api.jobs).mockReturnValue(lateJobs.promise);
  const both = [app.refresh(), jobs.load()];
  await lock();
  late.answer(overview([row]));
  lateJobs.answer([{ job: "a1", profile: "Harbour" } as JobItem]);
  await Promise.all(both);
  expect([app.overview.rows, app.loaded, jobs.list]).toEqual([[], false, []]);
});

test("the form of a job and what was planned do not outlive the main window", async () => {
  render(App);
  await mainIsShown();
  [form.profile, form.text, form.passphrase] = ["Harbour", "li.wen", "s3cret"];
  form.draft = { accounts: 1 } as DraftView;
  planned.current = { name: "Harbour", plan: readyPlan };
  await lock();
  await unlockIsShown();
  expect([form.profile, form.text, form.passphrase, form.draft, planned.current]).toEqual(["", "", "", null, null]);
});

test("what ends the program while jobs run is asked on a locked window as well", async () => {
  render(App);
  await mainIsShown();
  await lock();
  await unlockIsShown();
  heard.closing?.(null);
  expect(await screen.findByText("Pause and quit")).toBeTruthy();
});

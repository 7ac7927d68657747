/** The form of a sign-in: what it asks the backend, when it waits, and where the focus goes. */
import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { speak } from "../../src/i18n/index.svelte";
import * as api from "../../src/ipc/api";
import type { Descriptor, Failure, PendingView, Plan } from "../../src/ipc/contract";
import { made } from "../../src/ipc/failure";
import providers from "../../src/ipc/fake/providers.json";
import Captcha from "../../src/screens/sign_in/Captcha.svelte";
import Form from "../../src/screens/sign_in/Form.svelte";
import { clock } from "../../src/state/clock.svelte";
import { plan, profile, withDialogs } from "./samples";

vi.mock("../../src/ipc/api");
const provider = (providers as unknown as Descriptor[]).find((one) => one.id === "enos-iam") as Descriptor;
const cooling = (seconds: number): Failure => ({
  ...made("cooling_down", "East 在冷却中", "East is cooling down"),
  retry_after_seconds: seconds,
});
const button = (name: string) => screen.getByRole("button", { name }) as HTMLButtonElement;
const plans = () => vi.mocked(api.plan).mock.calls.length;
let held: Failure | null;

beforeEach(async () => {
  await speak("en");
  held = null;
  withDialogs();
  // A new answer each time, as the backend gives it.
  vi.mocked(api.plan).mockImplementation(async (): Promise<Plan> => ({ ...plan, held }));
  vi.mocked(api.captcha).mockResolvedValue("data:image/png;base64,AA==");
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  clock.go();
  vi.resetAllMocks();
});

async function form(): Promise<void> {
  render(Form, { profile, provider, refused: null, onend: () => {} });
  await vi.waitFor(() => screen.getByText("x.example"));
}

function stopClock(now: number): void {
  vi.useFakeTimers({ now });
  clock.go();
}

/** Lets the window's clock go on. */
async function pass(ms: number): Promise<void> {
  await vi.advanceTimersByTimeAsync(ms);
  clock.go();
  await vi.advanceTimersByTimeAsync(0);
}

async function refused(failure: Failure): Promise<void> {
  vi.mocked(api.signIn).mockRejectedValueOnce(failure);
  const password = screen.getByLabelText("Password") as HTMLInputElement;
  await fireEvent.input(password, { target: { value: "secret-1" } });
  password.focus();
  await fireEvent.submit(password.form as HTMLFormElement);
}

test("a form that stands open asks once", async () => {
  await form();
  for (let turn = 0; turn < 20; turn++) await new Promise((done) => setTimeout(done));
  expect(plans()).toBe(1);
});

test("when a wait is over the guard is asked once more, and a longer one goes on", async () => {
  stopClock(1_000_000);
  held = cooling(3);
  await form();
  expect(button("Try again in 3 s").disabled).toBe(true);
  held = cooling(2);
  await pass(3100);
  expect([plans(), button("Try again in 2 s").disabled]).toEqual([2, true]);
  held = null;
  await pass(2100);
  expect([plans(), button("Sign in").disabled]).toEqual([3, false]);
  await pass(10_000);
  expect(plans()).toBe(3);
});

test("after a refusal the guard adds only how long to wait", async () => {
  stopClock(1_000_000);
  await form();
  held = cooling(3);
  await refused(made("refused", "已锁定", "The account is locked"));
  await pass(0);
  expect(button("Try again in 3 s").disabled).toBe(true);
  expect(screen.getByText("The account is locked")).toBeTruthy();
  held = null;
  await pass(3100);
  expect(button("Sign in").disabled).toBe(false);
  expect(screen.getByText("The account is locked")).toBeTruthy();
});

test("beside a button that counts down no other number stands still", async () => {
  held = cooling(30);
  await form();
  expect(button("Try again in 30 s").disabled).toBe(true);
  expect(screen.getByText("East is cooling down")).toBeTruthy();
  expect(screen.queryByText(/another 30 seconds/)).toBe(null);
});

test("a failure without a field gives the focus to the button", async () => {
  await form();
  await refused(made("unreachable", "连不上", "Cannot be reached"));
  await waitFor(() => expect(document.activeElement).toBe(button("Sign in")));
});

test("where the button waits, the trouble has the focus", async () => {
  await form();
  await refused(cooling(30));
  await waitFor(() => expect(document.activeElement?.className).toContain("trouble"));
});

test("the question about the last try gives the focus back", async () => {
  await form();
  await refused({ ...made("budget_spent", "只剩 1 次", "One try left"), attempts_left: 1 });
  await waitFor(() => screen.getByText("This is the last attempt before the account is locked"));
  await fireEvent.click(button("Cancel"));
  await waitFor(() => expect(document.activeElement).toBe(button("Use the last attempt")));
});

test("a picture that is too old is replaced when the focus leaves an empty field", async () => {
  const pending: PendingView = {
    pending: "w1",
    profile: "East",
    provider: "hzero",
    environment: "prod",
    kind: "captcha",
    fields: ["captcha"],
    options: [],
    note: null,
    sent_to: null,
    again_at: null,
    ends_at: "2026-01-01T00:05:00Z",
    asked_at: "2026-01-01T00:00:00Z",
    has_picture: true,
    has_seed: false,
  };
  const again = vi.fn(async () => {});
  const all = { pending, element: undefined, again, busy: false, fetching: false };
  stopClock(Date.parse(pending.asked_at));
  const view = render(Captcha, { ...all, value: "" });
  const input = screen.getByLabelText("Captcha") as HTMLInputElement;
  input.focus();
  await pass(301_000);
  expect(again).not.toHaveBeenCalled();
  await view.rerender({ value: "aB" });
  await fireEvent.blur(input);
  expect(again).not.toHaveBeenCalled();
  input.focus();
  await fireEvent.focus(input);
  await view.rerender({ value: "" });
  expect(again).not.toHaveBeenCalled();
  await fireEvent.blur(input);
  expect(again).toHaveBeenCalledTimes(1);
});

import { cleanup, fireEvent, render, screen, waitFor } from "@testing-library/svelte";
import { tick } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { speak } from "../../src/i18n/index.svelte";
import * as api from "../../src/ipc/api";
import type { Descriptor, SignInReply, Failure, PendingView, ProfileRow, VaultView } from "../../src/ipc/contract";
import { made } from "../../src/ipc/failure";
import providers from "../../src/ipc/fake/providers.json";
import Challenge from "../../src/screens/sign_in/Challenge.svelte";
import Form from "../../src/screens/sign_in/Form.svelte";
import { app } from "../../src/state/app.svelte";
import { drafts } from "../../src/state/drafts.svelte";
import { overview, plan, profile, withDialogs } from "./samples";

vi.mock("../../src/ipc/api");
const provider = (providers as unknown as Descriptor[]).find((one) => one.id === "enos-iam") as Descriptor;
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
  ends_at: null,
  asked_at: "2026-01-01T00:00:00Z",
  has_picture: true,
  has_seed: false,
};
const failed = (more: Partial<Failure>): Failure => ({ ...made("refused", "密码错误", "Wrong password"), ...more });
const password = () => screen.getByLabelText("Password") as HTMLInputElement;
const button = (name: string) => screen.getByRole("button", { name }) as HTMLButtonElement;

beforeEach(async () => {
  await speak("en");
  withDialogs();
  vi.mocked(api.plan).mockResolvedValue(plan);
  vi.mocked(api.captcha).mockResolvedValue("data:image/png;base64,AA==");
});
afterEach(() => {
  cleanup();
  vi.resetAllMocks();
});

async function form(onend: (end: SignInReply) => void = () => {}): Promise<void> {
  render(Form, { profile, provider, refused: null, onend });
  await waitFor(() => screen.getByText("x.example"));
  await fireEvent.input(password(), { target: { value: "secret-1" } });
}

test("a hundred double clicks are one sign-in, and the secret leaves the form at once", async () => {
  let answer: (end: SignInReply) => void = () => {};
  vi.mocked(api.signIn).mockReturnValue(new Promise((done) => (answer = done)));
  const ends: SignInReply[] = [];
  await form((end) => ends.push(end));
  for (let n = 0; n < 200; n++) await fireEvent.click(button("Sign in"));
  expect(api.signIn).toHaveBeenCalledTimes(1);
  expect(api.signIn).toHaveBeenCalledWith("East", "password", { password: "secret-1" }, false, true);
  expect(password().value).toBe("");
  answer({ outcome: "challenge", pending });
  await waitFor(() => expect(ends).toHaveLength(1));
});

test("a refusal stands once, at its field, with what to do; no code is shown, and nothing is sent by itself", async () => {
  vi.mocked(api.signIn).mockRejectedValue(
    failed({
      field: "password",
      message: { zh: "", en: "Wrong password; tries left: 2" },
      advice: { zh: "", en: "Check the password" },
      attempts_left: 2,
      server_code: "hoth.warn.passwordError",
    }),
  );
  await form();
  await fireEvent.click(button("Sign in"));
  await waitFor(() => screen.getByText("Check the password"));
  expect(document.body.textContent?.match(/tries/g)).toHaveLength(1);
  const banner = screen.getByText("Check the password").closest(".trouble") as HTMLElement;
  expect(banner.previousElementSibling?.getAttribute("data-field"), "the banner stands at the field").toBe("password");
  expect(password().getAttribute("aria-invalid")).toBe("true");
  expect(
    document.getElementById(password().getAttribute("aria-describedby")!.split(" ").at(-1)!)?.textContent,
  ).toContain("Wrong password");
  expect(document.body.textContent).not.toContain("hoth.warn");
  expect(password().value).toBe("");
  expect(document.activeElement).toBe(password());
  expect(api.signIn).toHaveBeenCalledTimes(1);
});

test("a cool-down blocks the button and keeps what was typed for going on anyway", async () => {
  vi.mocked(api.signIn).mockRejectedValueOnce(failed({ code: "cooling_down", retry_after_seconds: 30 }));
  await form();
  await fireEvent.click(button("Sign in"));
  await waitFor(() => expect(button("Try again in 30 s").disabled).toBe(true));
  expect(password().value).toBe("secret-1");
  vi.mocked(api.signIn).mockResolvedValue({ outcome: "challenge", pending });
  vi.useFakeTimers();
  await fireEvent.keyDown(button("Sign in anyway"), { key: " " });
  vi.advanceTimersByTime(1200);
  vi.useRealTimers();
  await tick();
  expect(api.signIn).toHaveBeenLastCalledWith("East", "password", { password: "secret-1" }, true, true);
});

test("the last try is confirmed before it is sent", async () => {
  vi.mocked(api.signIn).mockRejectedValueOnce(failed({ code: "budget_spent", attempts_left: 1 }));
  await form();
  await fireEvent.click(button("Sign in"));
  await waitFor(() => screen.getByText("This is the last attempt before the account is locked"));
  expect(api.signIn).toHaveBeenLastCalledWith("East", "password", { password: "secret-1" }, false, true);
  vi.mocked(api.signIn).mockResolvedValue({ outcome: "challenge", pending });
  await fireEvent.click(screen.getByText("Sign in anyway"));
  expect(api.signIn).toHaveBeenLastCalledWith("East", "password", { password: "secret-1" }, true, true);
});

test("a wrong captcha is cleared and has the focus again", async () => {
  const again = { ...pending, asked_at: "2026-01-01T00:01:00Z" };
  vi.mocked(api.answer).mockResolvedValue({ outcome: "challenge", pending: again });
  const view = render(Challenge, {
    pending,
    onend: (end: SignInReply) => end.outcome === "challenge" && void view.rerender({ pending: end.pending }),
    onover: () => {},
    ondrop: () => {},
  });
  const input = () => screen.getByLabelText("Captcha") as HTMLInputElement;
  await fireEvent.input(input(), { target: { value: "ａＢ３" } });
  expect(input().value).toBe("aB3");
  await fireEvent.click(button("Continue"));
  expect(api.answer).toHaveBeenCalledWith("w1", { captcha: "aB3" }, false);
  await waitFor(() => expect([input().value, document.activeElement === input()]).toEqual(["", true]));
  expect(api.captcha).toHaveBeenCalledTimes(2);
});

test("a picture that cannot be shown says why and can be asked for anew", async () => {
  vi.mocked(api.captcha).mockRejectedValue(
    failed({ code: "not_the_api", message: { zh: "是 SVG", en: "The captcha is an SVG" } }),
  );
  render(Challenge, { pending, onend: () => {}, onover: () => {}, ondrop: () => {} });
  await waitFor(() => screen.getByText("The captcha is an SVG"));
  expect(document.querySelector("img")).toBe(null);
  vi.mocked(api.resend).mockResolvedValue({ outcome: "challenge", pending });
  await fireEvent.click(button("Get a new one"));
  expect(api.resend).toHaveBeenCalledTimes(1);
});

test("an overview that comes again leaves what is being typed alone", async () => {
  const view = render(Challenge, { pending, onend: () => {}, onover: () => {}, ondrop: () => {} });
  const input = screen.getByLabelText("Captcha") as HTMLInputElement;
  await fireEvent.input(input, { target: { value: "aB" } });
  await view.rerender({ pending: { ...pending } });
  await tick();
  expect([input.value, vi.mocked(api.captcha).mock.calls.length]).toEqual(["aB", 1]);
});

test("a code from the saved seed is sent by one click, and never by itself", async () => {
  const mfa: PendingView = { ...pending, kind: "mfa", fields: ["mfa_code"], has_picture: false };
  const shown = render(Challenge, { pending: mfa, onend: () => {}, onover: () => {}, ondrop: () => {} });
  expect(screen.queryByRole("button", { name: "Send a code made from the saved seed" })).toBeNull();
  await shown.rerender({ pending: { ...mfa, has_seed: true } });
  vi.mocked(api.answerBySeed).mockReturnValue(new Promise(() => {}));
  for (let n = 0; n < 5; n++) await fireEvent.click(button("Send a code made from the saved seed"));
  expect(vi.mocked(api.answerBySeed).mock.calls).toEqual([["w1"]]);
  expect(api.answer).not.toHaveBeenCalled();
});

test("six digits move the focus to the button and send nothing; the resend waits", async () => {
  const sms: PendingView = {
    ...pending,
    kind: "sms",
    fields: ["sms_code"],
    has_picture: false,
    has_seed: false,
    sent_to: "138****1234",
    again_at: new Date(Date.now() + 58_000).toISOString(),
  };
  render(Challenge, { pending: sms, onend: () => {}, onover: () => {}, ondrop: () => {} });
  const input = screen.getByLabelText("SMS code") as HTMLInputElement;
  expect([input.autocomplete, input.inputMode]).toEqual(["one-time-code", "numeric"]);
  await waitFor(() => expect(document.activeElement).toBe(input));
  await fireEvent.input(input, { target: { value: "１２３-456" } });
  expect(input.value).toBe("123456");
  expect(document.activeElement).toBe(button("Continue"));
  expect(button("Send again in 58 s").disabled).toBe(true);
  expect([api.answer, api.resend].map((call) => vi.mocked(call).mock.calls.length)).toEqual([0, 0]);
});

test("what was typed is there again after another row, and gone once it is sent or the window locks", async () => {
  app.vault = { state: "open" } as VaultView;
  const east = { name: "East", provider: provider.id, host: "iam.example.com", account: "li" } as ProfileRow;
  app.overview = overview([east]);
  await form();
  cleanup();
  app.overview = overview([{ ...east, host: "elsewhere.example.com" }]);
  expect(drafts.of("East"), "it was typed for another server").toBeUndefined();
  app.overview = overview([east]);
  expect(drafts.of("East")?.typed).toEqual({ password: "secret-1" });
  render(Form, { profile, provider, refused: null, onend: () => {} });
  await waitFor(() => expect(password().value).toBe("secret-1"));
  vi.mocked(api.signIn).mockResolvedValue({ outcome: "challenge", pending });
  await fireEvent.click(button("Sign in"));
  cleanup();
  expect(drafts.of("East"), "it was sent").toBeUndefined();
  await form();
  app.vault = { state: "locked" } as VaultView;
  cleanup();
  expect(drafts.of("East"), "nothing is kept behind a lock").toBeUndefined();
  app.vault = null;
});

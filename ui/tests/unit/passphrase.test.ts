/** A new passphrase is judged by the core, once the fingers rest, and never by an answer to what was typed before. */
import { render } from "@testing-library/svelte";
import { flushSync } from "svelte";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { speak } from "../../src/i18n/index.svelte";
import * as api from "../../src/ipc/api";
import type { PassphraseJudgement } from "../../src/ipc/contract";
import NewPassphrase from "../../src/components/NewPassphrase.svelte";

vi.mock("../../src/ipc/api");
beforeEach(async () => {
  await speak("en");
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.resetAllMocks();
  document.body.innerHTML = "";
});
const pass = async (ms: number) => {
  await vi.advanceTimersByTimeAsync(ms);
  flushSync();
};
const status = () => document.querySelector("[role=status]")?.textContent?.trim();
function type(text: string): void {
  const field = document.querySelector("input") as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  flushSync();
}

test("what everybody would try is told as what it is", async () => {
  let late: (judged: PassphraseJudgement) => void = () => undefined;
  const guessed: PassphraseJudgement = { level: "weak", words: { zh: "", en: "anybody guesses it at once" } };
  vi.mocked(api.judgePassphrase).mockReturnValueOnce(new Promise((done) => (late = done)));
  vi.mocked(api.judgePassphrase).mockResolvedValueOnce(guessed);
  render(NewPassphrase, { typed: "", again: "", tried: false, disabled: false });
  type("correct");
  await pass(300);
  type("a");
  await pass(100);
  type("abc");
  await pass(300);
  expect(vi.mocked(api.judgePassphrase).mock.calls).toEqual([["correct"], ["abc"]]);
  expect(status()).toBe("Too weak: anybody guesses it at once");
  late({ level: "good", words: { zh: "", en: "late" } });
  await pass(0);
  expect(status()).toBe("Too weak: anybody guesses it at once");
  type("");
  await pass(300);
  expect(status()).toBe("");
});

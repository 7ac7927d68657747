/** Waits in words. */
import { t, type Key } from "../../i18n/index.svelte";
import type { Code, Failure } from "../../ipc/contract";
import { digits } from "../../state/time";

const HELD: Partial<Record<Code, Key>> = { cooling_down: "sign_in.cooling", budget_spent: "sign_in.spent" };

/** What the guard holds back, where a button counts the wait down: the backend's sentence has seconds that stand still. */
export function heldWords(failure: Failure): string | undefined {
  const key = HELD[failure.code];
  return key && failure.retry_after_seconds ? t(key) : undefined;
}

/** Seconds while they can be counted, minutes before that. */
export const waitWords = (seconds: number): string =>
  seconds <= 90 ? t("sign_in.wait", { n: seconds }) : t("sign_in.wait_long", { time: digits(seconds) });

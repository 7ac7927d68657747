/** What the window makes of a sign-in's failure. */
import { mayGoOn } from "../../ipc/failure";
import type { ErrorCode, Failure } from "../../ipc/contract";

/** Failures after which the same answers may be sent once more, so that they stay in the form. */
const NOTHING_SETTLED: readonly ErrorCode[] = [
  "unreachable",
  "tls",
  "timeout",
  "not_the_api",
  "unexpected_redirect",
  "answer_too_big",
  "unknown_outcome",
  "production_not_confirmed",
  "missing_field",
  "invalid_field",
  "internal",
  "vault_locked",
];

/** Whether what was typed stays in the form: nothing was decided about it, and a person may want to send it again. */
export const keepsTyped = (failure: Failure): boolean => mayGoOn(failure) || NOTHING_SETTLED.includes(failure.code);

/** Whether the server has refused what was sent, or is known to refuse it. */
export const isRefusal = (failure: Failure | null): boolean =>
  failure !== null && (failure.code === "refused" || failure.code === "password_known_refused");

/** Whether the next try may be the last before the server locks the account. */
export const isLastTry = (failure: Failure | null): boolean => failure?.attempts_left === 1;

/** The guard asks a person before the last try; nothing was sent yet. */
export const asksForLastTry = (failure: Failure): boolean => failure.code === "budget_spent" && isLastTry(failure);

/** Whether the button waits: a cool-down, or what the server asked for. */
export const waits = (failure: Failure | null): number | null =>
  failure !== null && failure.code !== "password_known_refused" ? failure.retry_after_seconds : null;

/** What happened and what to do after a failure, in words for somebody who sits before a window. */
import { said, t, type Key } from "../i18n/index.svelte";
import type { ErrorCode, Failure } from "../ipc/contract";
import { longSpan } from "../state/time";
import { labelOf } from "./labels";

/** Failures whose own advice names options of the command, or that have none of their own. */
const OWN: Partial<Record<ErrorCode, Key>> = {
  vault_locked: "advice.vault_locked",
  vault_missing: "advice.vault_missing",
  vault_wrong_key: "advice.vault_wrong_key",
  keyring_unavailable: "advice.keyring_unavailable",
  production_not_confirmed: "advice.production_not_confirmed",
  session_expired: "advice.session_expired",
  no_session: "advice.no_session",
  no_such_profile: "advice.no_such_profile",
  too_little_life: "advice.session_expired",
  cooling_down: "advice.cooling_down",
  budget_spent: "advice.budget_spent",
  password_known_refused: "advice.password_known_refused",
  tls: "advice.tls",
};

/** Failures whose sentence says what to do already. */
const PLAIN: readonly ErrorCode[] = ["missing_field", "invalid_field", "usage", "stopped", "challenge_waiting", "partial"];

/** What to do next, if there is anything to say: the window's own words, the backend's, or whom to ask. */
export function advice(failure: Failure): string | null {
  const own = OWN[failure.code];
  if (own) return t(own);
  const given = failure.advice ? said(failure.advice) : "";
  if (given !== "") return given;
  return PLAIN.includes(failure.code) ? null : t("advice.ask");
}

/** What happened; a field is called as the form calls it. `provider` is the one that it is about, where that is known. */
export function sentence(failure: Failure, provider?: string): string {
  if (failure.code !== "missing_field" || failure.field === null) return said(failure.message);
  return t("failure.missing", { field: labelOf(failure.field, provider) });
}

/** What happened, and how long to wait: where no button counts that down. */
export function whatHappened(failure: Failure, provider?: string): string {
  const [what, seconds] = [sentence(failure, provider), failure.retry_after_seconds];
  return seconds ? t("failure.wait", { what, span: longSpan(seconds) }) : what;
}

/** The sentence of a failure as it stands below its field, which it need not name again. */
export function atField(failure: Failure): string {
  if (failure.code === "missing_field") return t("field.missing");
  const whole = said(failure.message);
  const name = failure.field ?? "";
  const named = [`${name}:`, `${name}：`, `${name} `].find((start) => name !== "" && whole.startsWith(start));
  if (!named) return whole;
  const rest = whole.slice(named.length).trim();
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

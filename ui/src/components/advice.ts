/** Messages and advice for failures, worded for the window. */
import { said, t, type Key } from "../i18n/index.svelte";
import type { ErrorCode, Failure, NextStep } from "../ipc/contract";
import { longSpan } from "../state/time";
import { labelOf } from "./labels";

/** The window's text for each advice kind of the core. */
const STEPS: Record<NextStep["kind"], Key | null> = {
  list_profiles: "advice.no_such_profile",
  list_jobs: null,
  delete_job: "advice.delete_job",
  choose_environment: "advice.choose_environment",
  sign_in: "advice.no_session",
  sign_in_again: "advice.session_expired",
  sign_in_or_use_expired: "advice.session_expired",
  confirm_production: "advice.production_not_confirmed",
  wait_or_continue: "advice.cooling_down",
  check_or_continue: "advice.budget_spent",
  change_or_continue: "advice.password_known_refused",
  add_certificate: "advice.tls",
  add_client_certificate: "advice.client_certificate",
  check_address_and_clock: "advice.tls",
  allow_plain_http: "advice.allow_http",
  give_as_secret: null,
  give_as_setting: null,
  unlock_vault: "advice.vault_locked",
  recover_vault: "advice.vault_missing",
  retry_or_recover: "advice.vault_wrong_key",
  create_vault: null,
  start_keyring: "advice.keyring_unavailable",
  join_team: "advice.join_team",
  choose_team: null,
  edit_shared: "advice.edit_shared",
  use_desktop_session: null,
};

/** Failures whose sentence says what to do already. */
const PLAIN: readonly ErrorCode[] = [
  "missing_field",
  "invalid_field",
  "usage",
  "stopped",
  "challenge_waiting",
  "partial",
];

/** The window's text for an advice kind; nothing for one that does not apply to a window. */
export function step({ kind }: NextStep): string | null {
  const own = STEPS[kind];
  return own && t(own);
}

/** The advice, if any: the window's text, the backend's, or whom to ask. */
export function advice(failure: Failure): string | null {
  if (failure.next_step) return step(failure.next_step);
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

/** The message of a failure as shown below its field, without the field's name. */
export function atField(failure: Failure): string {
  if (failure.code === "missing_field") return t("field.missing");
  const whole = said(failure.message);
  const name = failure.field ?? "";
  const named = [`${name}:`, `${name}：`, `${name} `].find((start) => name !== "" && whole.startsWith(start));
  if (!named) return whole;
  const rest = whole.slice(named.length).trim();
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}

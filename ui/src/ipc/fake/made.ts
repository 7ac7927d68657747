/** Failures as the core makes them: with the next step that belongs to their code. */
import type { ErrorCode, Failure, NextStep } from "../contract";
import { made as plain } from "../failure";

const STEPS: Partial<Record<ErrorCode, NextStep>> = {
  no_such_profile: { kind: "list_profiles" },
  no_session: { kind: "sign_in", profile: "" },
  session_expired: { kind: "sign_in_again", profile: "" },
  production_not_confirmed: { kind: "confirm_production" },
  cooling_down: { kind: "wait_or_continue" },
  budget_spent: { kind: "check_or_continue" },
  password_known_refused: { kind: "change_or_continue" },
  tls: { kind: "add_certificate" },
  vault_wrong_key: { kind: "retry_or_recover" },
  vault_missing: { kind: "recover_vault" },
  vault_locked: { kind: "unlock_vault" },
  keyring_unavailable: { kind: "start_keyring" },
};

export function made(code: ErrorCode, zh: string, en: string): Failure {
  const step = STEPS[code];
  return { ...plain(code, zh, en), ...(step && { next_step: step }) };
}

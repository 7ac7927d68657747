/** Failures: what was thrown, made into one shape. */
import type { ErrorCode, Failure } from "./contract";

/** A failure as the backend gives it; anything else becomes `internal` without its words, which may quote a value. */
export function failure(thrown: unknown): Failure {
  if (isFailure(thrown)) return thrown;
  return made("internal", "窗口内部出错", "Something went wrong inside the window");
}

/** A failure of the window's own. */
export function made(code: ErrorCode, zh: string, en: string): Failure {
  return {
    code,
    message: { zh, en },
    field: null,
    advice: null,
    server_code: null,
    attempts_left: null,
    retry_after_seconds: null,
  };
}

function isFailure(thrown: unknown): thrown is Failure {
  return typeof thrown === "object" && thrown !== null && "code" in thrown && "message" in thrown;
}

/** Whether a person may go on anyway: the guard warns, it does not imprison. */
export function mayGoOn(failure: Failure): boolean {
  return ["cooling_down", "budget_spent", "password_known_refused"].includes(failure.code);
}

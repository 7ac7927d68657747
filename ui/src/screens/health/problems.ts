/** Problems of accounts, worst first, derived from their sessions. */
import { said, t } from "../../i18n/index.svelte";
import type { SessionView, HealthReport } from "../../ipc/contract";
import { advice, whatHappened } from "../../components/advice";
import { clockIsOff } from "../../state/expiry";
import { longSpan, moment } from "../../state/time";

export type Kind = "blocked" | "limited" | "weak" | "password" | "clock" | "plain" | "never" | "mfa";
export type Trouble = { profile: string; what: string; advice: string | null };

/** In the order in which they are shown. */
export const KINDS: readonly Kind[] = ["blocked", "limited", "weak", "password", "clock", "plain", "never", "mfa"];
/** A password that is valid longer than this is not listed. */
const SOON = 30 * 24 * 3600;

export function troubles({ sessions, blocked, weak_passwords }: HealthReport, now: number): [Kind, Trouble[]][] {
  const found = new Map<Kind, Trouble[]>(KINDS.map((kind) => [kind, []]));
  for (const { profile, why } of blocked)
    found.get("blocked")?.push({ profile, what: whatHappened(why), advice: advice(why) });
  for (const { profile, credential, score } of weak_passwords) {
    const words = t(score < 2 ? "health.weak_at_once" : "health.weak_body");
    const what = credential === null ? words : t("health.weak_shared", { what: words, name: credential });
    found.get("weak")?.push({ profile, what, advice: t("health.weak_advice") });
  }
  for (const session of sessions.filter((one) => one.state !== "expired"))
    for (const [kind, what, next] of ofSession(session, now))
      found.get(kind)?.push({ profile: session.profile, what, advice: next });
  return KINDS.map((kind): [Kind, Trouble[]] => [kind, found.get(kind) ?? []]).filter(([, of]) => of.length > 0);
}

function* ofSession(session: SessionView, now: number): Generator<[Kind, string, string | null]> {
  for (const limit of session.limits) yield ["limited", said(limit.text), said(limit.advice)];
  const end = session.account.password_expires_at;
  const left = end === null ? Infinity : (Date.parse(end) - now) / 1000;
  if (end !== null && left <= SOON) {
    const time = moment(end, now);
    yield [
      "password",
      left > 0 ? t("health.password_in", { span: longSpan(left), time }) : t("health.password_over", { time }),
      null,
    ];
  }
  if (clockIsOff(session.clock_offset_seconds))
    yield ["clock", t("health.clock_body", { span: longSpan(session.clock_offset_seconds) }), null];
  if (session.plain_http) yield ["plain", t("facts.plain"), null];
  if (session.state === "never") yield ["never", t("health.never_body"), null];
  // Of a platform that reports MFA for some, so that silence means something.
  if (session.account.kind !== null && session.account.mfa === null) yield ["mfa", t("health.mfa_body"), null];
}

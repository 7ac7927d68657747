/** How much of a session is left: the states that a person sees, from the facts and the time here. */
import type { SessionSummary, SessionView } from "../ipc/contract";

export type Phase = "never" | "unknown" | "valid" | "soon" | "critical" | "expired";
export type Life = {
  phase: Phase;
  /** Seconds left; negative when over; null where no end is stated. */
  left: number | null;
  /** What part of the whole life is left, 0 to 1; null where that is not known. */
  part: number | null;
};
export type Timed = Pick<SessionSummary, "state" | "ends_at" | "life_seconds">;

const CRITICAL = 2 * 60;
const LONGEST_LAST_PART = 30 * 60;
/** Seconds between the clocks from which a person is told. */
const CLOCK_OFF = 60;

/** A session counts as soon over in its last clamp(10 % of the life, 2 min, 30 min). */
export function lastPart(lifeSeconds: number | null): number {
  return Math.min(Math.max((lifeSeconds ?? 0) / 10, CRITICAL), LONGEST_LAST_PART);
}

/** How a session stands at `now` (milliseconds). */
export function life(of: Timed, now: number): Life {
  const left = of.ends_at === null ? null : Math.floor((Date.parse(of.ends_at) - now) / 1000);
  if (of.state === "expired") return { phase: "expired", left: left !== null && left < 0 ? left : null, part: 0 };
  if (left === null) return { phase: of.state === "never" ? "never" : "unknown", left, part: null };
  const part = of.life_seconds === null ? null : Math.min(Math.max(left / of.life_seconds, 0), 1);
  return { phase: phaseOf(left, of.life_seconds), left, part };
}

function phaseOf(left: number, lifeSeconds: number | null): Phase {
  if (left <= 0) return "expired";
  if (left <= CRITICAL) return "critical";
  return left <= lastPart(lifeSeconds) ? "soon" : "valid";
}

/** A whole session's times as those of its row. */
export function timed(view: SessionView): Timed {
  const end = view.expires_at === null ? null : Date.parse(view.expires_at);
  const start = Date.parse(view.issued_at ?? view.signed_in_at);
  return {
    state: view.state,
    ends_at:
      end === null || view.state === "never" ? null : new Date(end - view.clock_offset_seconds * 1000).toISOString(),
    life_seconds: end === null ? null : Math.round((end - start) / 1000),
  };
}

/** Whether the clocks differ so much that a person should know. */
export const clockIsOff = (offsetSeconds: number): boolean => Math.abs(offsetSeconds) > CLOCK_OFF;

/** Which events are shown, and on which days they happened. */
import type { Client, Event, EventKind } from "../../ipc/contract";

export type Kind = "all" | "sign_in" | "token" | "failed" | "changed";
/** Through which program; what earlier versions recorded names none. */
export type Through = "any" | Client;
export type Wanted = { profile: string; kind: Kind; client: Through; days: number };

const KINDS: Record<Exclude<Kind, "all">, readonly EventKind[]> = {
  sign_in: ["signed_in", "challenge", "renewed", "verified", "chosen", "signed_out", "session_dropped"],
  token: ["copied", "revealed", "token_handed_out", "exported"],
  failed: ["refused", "unreachable", "held_back"],
  changed: ["profile_changed", "environment_changed", "session_dropped"],
};
const DAY = 24 * 3600 * 1000;

export function wanted(events: readonly Event[], { profile, kind, client, days }: Wanted, now: number): Event[] {
  const words = profile.trim().toLowerCase();
  return events.filter(
    (event) =>
      now - Date.parse(event.at) <= days * DAY &&
      (kind === "all" || KINDS[kind].includes(event.kind)) &&
      (client === "any" || event.client === client) &&
      event.profile.toLowerCase().includes(words),
  );
}

/** By the day here, the latest first, as they come. */
export function byDay(events: readonly Event[]): [day: string, Event[]][] {
  const days = new Map<string, Event[]>();
  for (const event of events) {
    const day = new Date(event.at).toDateString();
    const of = days.get(day);
    if (of) of.push(event);
    else days.set(day, [event]);
  }
  return [...days];
}

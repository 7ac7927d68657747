/** Waiting: how long still, by the window's clock. */
import { clock } from "./clock.svelte";

/** Whole seconds until a moment, told anew with each tick. The clock may be up to a second behind; this is not. */
export const remaining = (moment: string | number | null): number =>
  // What is over is not waited for, and the clock need not tick for it.
  secondsUntil(moment, Date.now()) && secondsUntil(moment, Math.max(clock.now, Date.now()));

/** Whole seconds until a moment, rounded up; 0 when it has passed or there is none. */
export function secondsUntil(moment: string | number | null, now: number): number {
  if (moment === null) return 0;
  const at = typeof moment === "string" ? Date.parse(moment) : moment;
  return Number.isFinite(at) ? Math.max(0, Math.ceil((at - now) / 1000)) : 0;
}

/** The moment that lies so many seconds ahead; `null` where nothing is to be waited for. */
export function ahead(seconds: number | null, now: number): number | null {
  return seconds !== null && seconds > 0 ? now + seconds * 1000 : null;
}

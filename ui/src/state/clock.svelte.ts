/** The window's clock. It ticks only while something on the screen depends on it, and rests while the window is hidden:
 * a tick costs some milliseconds, and there is one a second all day. */
import { createSubscriber } from "svelte/reactivity";

const MINUTE = 60_000;
/** From so long before its end a session is shown to the second. */
const NEAR = 31 * MINUTE;
/** And so long after it. */
const JUST_OVER = 2 * MINUTE;

/** A time that advances in steps. */
class Beat {
  /** Milliseconds since 1970 at the last step; `null` while nobody depends on it. */
  #at: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #update: (() => void) | undefined;
  readonly #subscribe: () => void;
  readonly #step: number;

  constructor(step: number) {
    this.#step = step;
    this.#subscribe = createSubscriber((update) => {
      const look = () => this.go();
      this.#at = Date.now();
      this.#update = update;
      this.#next();
      document.addEventListener("visibilitychange", look);
      return () => {
        document.removeEventListener("visibilitychange", look);
        clearTimeout(this.#timer);
        this.#at = null;
      };
    });
  }

  /** Milliseconds since 1970. Whatever reads it in an effect is run again with each step. */
  get now(): number {
    this.#subscribe();
    return this.#at ?? Date.now();
  }

  /** Takes the time, and tells it. */
  go(): void {
    if (this.#at === null) return;
    if (!document.hidden) this.#at = Date.now();
    this.#update?.();
    this.#next();
  }

  #next(): void {
    clearTimeout(this.#timer);
    if (!document.hidden) this.#timer = setTimeout(() => this.go(), this.#step - (Date.now() % this.#step));
  }
}

class Clock {
  readonly #seconds = new Beat(1000);
  readonly #minutes = new Beat(MINUTE);

  /** Milliseconds since 1970, changed once a second. */
  get now(): number {
    return this.#seconds.now;
  }

  /** Milliseconds since 1970, changed once a minute: for what should not move more often. */
  get slow(): number {
    return this.#minutes.now;
  }

  /** Minutes since 1970, such as for the order of the list. */
  get minute(): number {
    return Math.floor(this.slow / MINUTE);
  }

  /** The time for something that ends then: by the second when that is near, else by the minute. */
  until(end: number | string | null): number {
    const at = typeof end === "string" ? Date.parse(end) : end;
    const left = at === null ? Infinity : at - this.slow;
    return left < NEAR && left > -JUST_OVER ? this.now : this.slow;
  }

  /** Takes the time at once. */
  go(): void {
    this.#seconds.go();
    this.#minutes.go();
  }
}

export const clock = new Clock();

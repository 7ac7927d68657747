/** One tick a second for the whole window, aligned to the second; it rests while the window is hidden. */
class Clock {
  /** Milliseconds since 1970, changed once a second. */
  now = $state(Date.now());
  /** The same, changed once a minute: for what should not move more often, such as the order of the list. */
  readonly minute = $derived(Math.floor(this.now / 60_000));
  #timer: ReturnType<typeof setTimeout> | undefined;

  start(): void {
    document.addEventListener("visibilitychange", () => this.#tick());
    this.#tick();
  }

  #tick(): void {
    clearTimeout(this.#timer);
    if (document.hidden) return;
    this.now = Date.now();
    this.#timer = setTimeout(() => this.#tick(), 1000 - (Date.now() % 1000));
  }
}

export const clock = new Clock();

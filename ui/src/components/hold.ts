/** A button that must be held, or confirmed by a second press. */

/** How long it must be held, in milliseconds. */
export const HELD = 1200;
/** How long a short press waits for the second one. */
export const ARMED = 6000;
/** A second press sooner than this is the other half of a double click. */
export const APART = 600;

export type HoldState = "rest" | "holding" | "armed";

/** Handles press and release. `show` is called on every change of state. */
export class Hold {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #armedAt = -Infinity;
  #pressed = false;

  constructor(
    private readonly done: () => void,
    private readonly show: (state: HoldState) => void,
  ) {}

  /** The button goes down. */
  press(): void {
    if (this.#pressed) return;
    this.#pressed = true;
    this.#plan(HELD, () => this.#finish());
    this.show("holding");
  }

  /** It comes up: too early, or as the second of two presses. */
  release(): void {
    if (!this.#pressed) return;
    this.#pressed = false;
    const since = Date.now() - this.#armedAt;
    if (since >= APART && since <= ARMED) return this.#finish();
    this.#armedAt = Date.now();
    this.#plan(ARMED, () => this.rest());
    this.show("armed");
  }

  /** Cancelled: the pointer or the focus left. */
  rest(): void {
    clearTimeout(this.#timer);
    this.#pressed = false;
    this.#armedAt = -Infinity;
    this.show("rest");
  }

  #finish(): void {
    this.rest();
    this.done();
  }

  #plan(milliseconds: number, then: () => void): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(then, milliseconds);
  }
}

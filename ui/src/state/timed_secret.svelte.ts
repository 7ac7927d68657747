/** A secret on the screen: held by one component, dropped when its time is over, or when the window is hidden. */
import type { Revealed } from "../ipc/contract";
import { clock } from "./clock.svelte";

export class TimedSecret {
  #value = $state.raw<Revealed | null>(null);
  #until = $state(0);
  readonly value: Revealed | null = $derived(this.#value && clock.now < this.#until ? this.#value : null);
  readonly left: number = $derived(
    this.#value ? Math.min(this.#value.seconds, Math.max(0, Math.ceil((this.#until - clock.now) / 1000))) : 0,
  );
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    $effect(() => {
      const hide = () => document.hidden && this.drop();
      document.addEventListener("visibilitychange", hide);
      return () => {
        document.removeEventListener("visibilitychange", hide);
        this.drop();
      };
    });
  }

  take(value: Revealed): void {
    clearTimeout(this.#timer);
    this.#value = value;
    this.#until = Date.now() + value.seconds * 1000;
    this.#timer = setTimeout(() => this.drop(), value.seconds * 1000);
  }

  /** The whole time once more. */
  again(): void {
    if (this.value) this.take(this.value);
  }

  drop(): void {
    clearTimeout(this.#timer);
    this.#value = null;
    this.#until = 0;
  }
}

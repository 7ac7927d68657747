import type { Signals } from "../contract";

type Heard = { [K in keyof Signals]?: (payload: Signals[K]) => void };
const heard: Heard = {};

export const tell = {
  on<K extends keyof Signals>(signal: K, then: (payload: Signals[K]) => void): void {
    heard[signal] = then as Heard[K];
  },
  send<K extends keyof Signals>(signal: K, payload: Signals[K]): void {
    heard[signal]?.(payload);
  },
};

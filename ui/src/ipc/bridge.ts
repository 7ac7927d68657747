/** The one importer of Tauri. */
import { Channel, invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import type { Signals } from "./contract";

/** Calls a command of the backend. A rejection is a `Failure`. */
export function call<T>(command: string, args: Record<string, unknown> = {}): Promise<T> {
  return invoke<T>(command, args);
}

/** Hears what the backend tells by itself, for as long as the window lives. */
export function hear<K extends keyof Signals>(signal: K, then: (payload: Signals[K]) => void): void {
  void listen<Signals[K]>(signal, (event) => then(event.payload));
}

/** Something that the backend sends pieces of an answer over, as they come. */
export function channel<T>(then: (piece: T) => void): unknown {
  const pieces = new Channel<T>();
  pieces.onmessage = then;
  return pieces;
}

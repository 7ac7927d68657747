/** Takes the place of Tauri in a browser: the same commands, answered from an invented vault; `?fails=COMMAND` is not
 * answered, and `?latency=MS` answers later. Never shipped. */
import { speakPseudo } from "../../i18n/index.svelte";
import type { Signals } from "../contract";
import { made } from "./made";
import { commands } from "./commands";
import { asked } from "./context";
import { tell } from "./signals";

const LATENCY = Number(asked.get("latency") ?? 180);
speakPseudo(asked.has("pseudo"));
Object.assign(globalThis, { speakPseudo });

export async function call<T>(command: string, args: Record<string, unknown> = {}): Promise<T> {
  const run = commands[command];
  if (!run) throw new Error(`the fake has no command ${command}`);
  const slow = ["overview", "start", "session", "activity", "profile", "plan"].includes(command) ? 0 : LATENCY;
  await new Promise((done) => setTimeout(done, slow));
  if (asked.get("fails") === command)
    throw {
      ...made("unreachable", "无法连接 gateway.cn4.example.com", "Could not connect to gateway.cn4.example.com"),
      advice: { zh: "检查网络和代理后再试", en: "Check network and proxy, then try again" },
    };
  // What crosses the bridge is a copy, as with the real one.
  return structuredClone(await run(args)) as T;
}

export function hear<K extends keyof Signals>(signal: K, then: (payload: Signals[K]) => void): void {
  tell.on(signal, then);
}

export const channel = <T>(then: (piece: T) => void): unknown => then;

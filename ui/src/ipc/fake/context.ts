/** What every command of the fake works with: its arguments, a profile by name, the activity, and word of a change. */
import type * as T from "../contract";
import { made } from "./made";
import { tell } from "./signals";
import * as world from "./fixtures";

export type Args = Record<string, unknown>;
export type Commands = Record<string, (args: Args) => unknown>;

/** What the page's address asks of the fake. */
export const asked = new URLSearchParams(location.search);

export const text = (args: Args, key: string) => args[key] as string;
export const change = () => void setTimeout(() => tell.send("changed", null), 10);
export const note = (profile: string, kind: T.EventKind, detail = "") =>
  void world.events.push({ at: new Date().toISOString(), profile, kind, detail, client: "window" });

export function find(name: string): world.Known {
  const it = world.known.get(name);
  if (!it) throw made("no_such_profile", `没有名为 ${name} 的配置`, `There is no profile named ${name}`);
  return it;
}

/** A small drawing in place of a QR code or a captcha. */
export const picture = (words: string, wide: number, high: number) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}"><rect width="100%" height="100%" fill="#fff"/><text x="50%" y="68%" text-anchor="middle" font-family="serif" font-size="${high * 0.55}" fill="#235">${words}</text></svg>`)}`;

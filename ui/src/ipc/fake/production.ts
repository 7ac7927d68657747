/** Production, as the core keeps it: closed until a person opens it, and open for ten minutes. */
import type * as T from "../contract";
import { isProduction } from "./environment_world";
import { made } from "./made";

export const MINUTES = 10;
const open = new Map<string, number>();

/** What is open, by the name of its group or of the profile. */
export const opened = (): T.ProductionOpen[] =>
  [...open]
    .filter(([, until]) => until > Date.now())
    .map(([name, until]) => ({ name, until: new Date(until).toISOString() }))
    .toSorted((a, b) => a.until.localeCompare(b.until));

export const enter = (name: string): void => void open.set(name, Date.now() + MINUTES * 60_000);
export const close = (): void => open.clear();

/** Until when it is open for a profile. */
export const until = (name: string, group: string | null): string | null =>
  opened().find((one) => one.name === (group ?? name))?.until ?? null;

/** Throws where a person is to be asked first. */
export function check(profile: T.ProfileView, confirmed: boolean): void {
  if (!isProduction(profile.environment) || confirmed || until(profile.name, profile.group) !== null) return;
  throw made("production_not_confirmed", `${profile.name} 是生产环境，需要确认`, `${profile.name} is production`);
}

/** Which calls are under way, by what they do and for whom: a double click or a second key sends nothing twice. */
import { SvelteSet } from "svelte/reactivity";

export type Work = "renew" | "verify" | "sign_in" | "sign_out" | "choose";

const flights = new SvelteSet<string>();
const flight = (work: Work, name: string) => `${work} ${name}`;

/** Whether it is under way for a session. */
export const underWay = (work: Work, name: string): boolean => flights.has(flight(work, name));

/** It has ended for one, though perhaps not for all. */
export const landed = (work: Work, name: string): boolean => flights.delete(flight(work, name));

/** Runs something for those for whom it is not under way already; for nobody where there are none. */
export async function once(work: Work, names: string[], run: (free: string[]) => Promise<void>): Promise<void> {
  const free = names.filter((name) => !underWay(work, name));
  if (free.length === 0) return;
  for (const name of free) flights.add(flight(work, name));
  try {
    await run(free);
  } finally {
    for (const name of free) landed(work, name);
  }
}

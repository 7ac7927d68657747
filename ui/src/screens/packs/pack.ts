/** What an import would do, in display order. */
import type { Difference, Import, ImportedProfile, PackFile } from "../../ipc/contract";

/** The size limit of the core. */
export const MOST_BYTES = 1024 * 1024;

export type Fate = "new" | "changed" | "same";

export const fate = (one: ImportedProfile): Fate => (one.new ? "new" : one.differences.length > 0 ? "changed" : "same");

export const count = (all: Import, which: Fate): number => all.profiles.filter((one) => fate(one) === which).length;

/** The hosts that passwords would be sent to for the first time, or another way than before. */
export function newHosts(all: Import): string[] {
  const server = (one: ImportedProfile) => one.differences.find(({ field }) => field === "server")?.after;
  const ways = (one: ImportedProfile) => one.new || one.differences.some(({ way }) => way);
  const hosts = all.profiles.filter(ways).map((one) => hostOf(server(one)) ?? one.name);
  return [...new Set(hosts)].toSorted();
}

function hostOf(server: string | null | undefined): string | null {
  try {
    return server ? new URL(server).host : null;
  } catch {
    return server ?? null;
  }
}

/** Changes to where passwords are sent come first. */
export const inOrder = (all: readonly Difference[]): Difference[] =>
  all.toSorted((a, b) => Number(b.way) - Number(a.way));

/** A file as sent to the backend. */
export async function read(file: File): Promise<PackFile> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let letters = "";
  for (const byte of bytes) letters += String.fromCodePoint(byte);
  return { content: btoa(letters), csv: /\.csv$/i.test(file.name) };
}

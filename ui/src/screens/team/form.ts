/** What a person types to join a team. */
import type { TeamDetails, TeamMethod, TeamSettings } from "../../ipc/contract";

/** In the order in which they are listed. */
export const METHODS: readonly TeamMethod[] = ["userpass", "ldap", "approle", "jwt", "oidc", "cert"];

export type Typed = {
  team: string;
  alias: string;
  servers: string;
  method: TeamMethod;
  user: string;
  mount: string;
  methodMount: string;
  namespace: string;
  ca: string;
};

/** As the form begins; of a team that was joined, what shows where its secret goes. */
export function empty(before: TeamSettings | null): Typed {
  return {
    team: before?.place.team ?? "",
    alias: before?.alias ?? "",
    servers: before?.nodes.join("\n") ?? "",
    method: before?.method ?? "userpass",
    user: before?.user ?? "",
    mount: "",
    methodMount: "",
    namespace: "",
    ca: "",
  };
}

const orNone = (text: string): string | null => (text.trim() === "" ? null : text.trim());
const addresses = (text: string): string[] =>
  text
    .split(/[\s,，;；]+/)
    .map((one) => one.trim())
    .filter(Boolean);

/** What is sent: what is empty is as usual, and of a team that was joined everything stays as it is. */
export function given(typed: Typed, again: string | null): TeamDetails {
  const nothing: TeamDetails = {
    team: null,
    alias: again,
    servers: [],
    mount: null,
    namespace: null,
    method: null,
    method_mount: null,
    user: null,
    ca: null,
    proxy: null,
  };
  if (again !== null) return nothing;
  return {
    ...nothing,
    team: typed.team.trim(),
    alias: orNone(typed.alias),
    servers: addresses(typed.servers),
    mount: orNone(typed.mount),
    namespace: orNone(typed.namespace),
    method: typed.method,
    method_mount: orNone(typed.methodMount),
    user: typed.user.trim(),
    ca: orNone(typed.ca),
  };
}

/** The hosts that a secret goes to, as far as they can be told. */
export function hostsOf(servers: string): string {
  const host = (address: string): string | null => {
    try {
      return new URL(address).host || null;
    } catch {
      return null;
    }
  };
  return [...new Set(addresses(servers).flatMap((one) => host(one) ?? []))].join(", ");
}

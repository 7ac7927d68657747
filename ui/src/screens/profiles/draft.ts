/** A profile while it is filled in. */
import type { Descriptor, Draft, Environment, Field, ProfileView, Proxy } from "../../ipc/contract";
import { isSecret, saved } from "../../components/fields";
import { inOrder, isProduction, mayBePlain } from "../../state/environments";

/** A new profile of a provider. */
export function blank(provider: Descriptor): Draft {
  return {
    name: "",
    provider: provider.id,
    server: "",
    environment: "dev",
    group: null,
    tags: [],
    method: provider.methods[0]?.id ?? null,
    values: {},
    secrets: {},
    credential: null,
    proxy: "system",
    allow_http: false,
    ca: null,
    client_certificate: null,
    auto_renew: "on",
    keep_alive: 0,
  };
}

/** What is saved, to be changed. Its secrets stay where they are. */
export function draftOf(profile: ProfileView): Draft {
  const { name, provider, server, environment, group, tags, method, values, credential, network, renewal } = profile;
  return {
    name,
    provider,
    server,
    environment,
    group,
    tags: [...tags],
    method,
    values: { ...values },
    secrets: {},
    credential,
    proxy: proxyText(network.proxy),
    allow_http: network.allow_http,
    ca: network.ca,
    client_certificate: null,
    auto_renew: renewal.auto_renew,
    keep_alive: renewal.keep_alive ?? 0,
  };
}

/** The same system in another environment: everything but the name, the server and what belongs to one device. */
export function likeOf(profile: ProfileView, taken: readonly Environment[]): Draft {
  // Production is not the one that is meant unless it is said.
  const order = inOrder().toSorted((a, b) => Number(isProduction(a)) - Number(isProduction(b)));
  const [first = "test", ...rest] = order;
  const environment = [...rest, first].find((one) => one !== profile.environment && !taken.includes(one)) ?? "test";
  const { device_id: _, ...values } = profile.values;
  return {
    ...draftOf(profile),
    name: "",
    environment,
    group: profile.group ?? profile.name,
    values,
    allow_http: false,
  };
}

export const proxyText = (proxy: Proxy): string => (typeof proxy === "string" ? proxy : proxy.url);

/** What is sent: values that changed, with an empty one for what was cleared; plain http never beyond testing. */
export function sent(draft: Draft, before: ProfileView | null, fields: readonly Field[]): Draft {
  const plain = fields.filter((field) => !isSecret(field) && draft.values[field.name] !== undefined);
  const changed = plain.filter((field) => draft.values[field.name] !== saved(field, before));
  const values = Object.fromEntries(changed.map((field) => [field.name, draft.values[field.name] as string]));
  const name = draft.name.trim();
  return {
    ...draft,
    name,
    values,
    server: draft.server.trim(),
    allow_http: draft.allow_http && mayBePlain(draft.environment),
  };
}

/** Labels as they are typed: between commas. */
export const tagsOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[,，、]/)
      .map((tag) => tag.trim())
      .filter(Boolean),
  ),
];

/** Whether a person has changed anything. */
export const differs = (one: Draft, other: Draft): boolean => JSON.stringify(one) !== JSON.stringify(other);

/** The name that a copy is given until a person chooses another. */
export function nameFor(base: string, environment: string, names: ReadonlySet<string>): string {
  const first = `${base} · ${environment}`;
  let name = first;
  for (let n = 2; names.has(name); n++) name = `${first} ${n}`;
  return name;
}

/** What every profile has, whatever its provider asks for, by the names of the controls. */
export const OWN_CONTROLS: readonly string[] = [
  "totp_seed",
  "name",
  "server",
  "environment",
  "group",
  "tags",
  "method",
  "credential",
  "proxy",
  "auto_renew",
  "keep_alive",
  "ca",
  "client_certificate",
  "client_certificate_passphrase",
];

/** The control that an error of the backend is about. */
export function controlOf(field: string): string {
  return { env: "environment", tag: "tags", allow_http: "server" }[field] ?? field;
}

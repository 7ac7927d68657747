/** The fields of a form, from the provider's descriptor: the window knows no provider by name. */
import type { Answers, Descriptor, Field, Method, ProfileView } from "../ipc/contract";

export type Group = Field["group"];
/** The groups that are collapsed, in this order. */
export const FOLDED: readonly Group[] = ["client", "advanced", "gateway"];

/** The method asked for; the provider's first where it has no such one. */
export function methodOf(provider: Descriptor, id: string | null): Method {
  return provider.methods.find((method) => method.id === id) ?? (provider.methods[0] as Method);
}

/** The fields that a method uses. */
export function fieldsOf(provider: Descriptor, method: string): Field[] {
  return provider.fields.filter((field) => field.methods.length === 0 || field.methods.includes(method));
}

/** Whether this method requires a field. */
export const isRequired = ({ required }: Field, method: string): boolean =>
  required === "always" || (typeof required === "object" && required.for.includes(method));

export const isSecret = (field: Field): boolean => field.kind.type === "secret";

/** What a field holds when nothing was typed: never a secret. */
export function saved(field: Field, profile: ProfileView | null): string {
  return isSecret(field) ? "" : (profile?.values[field.name] ?? field.default ?? "");
}

/** Where a secret is saved: with the profile, in a shared credential, or nowhere. */
export function savedSecret(field: Field, method: Method, profile: ProfileView): "profile" | "credential" | null {
  if (profile.credential && field.name === method.password) return "credential";
  return profile.saved_secrets.includes(field.name) ? "profile" : null;
}

/** A sign-in's fields: those shown at once, and those in collapsed groups. */
export type Asked = { first: Field[]; folded: { group: Group; fields: Field[] }[] };

/** Missing values first, then the account; client, advanced and gateway fields are collapsed. */
export function asked(fields: Field[], method: Method, missing: readonly string[]): Asked {
  const isFirst = (field: Field) =>
    missing.includes(field.name) ||
    field.scope === "sign_in" ||
    field.group === "account" ||
    field.name === method.account;
  const rest = fields.filter((field) => !isFirst(field));
  const folded = FOLDED.map((group) => ({ group, fields: rest.filter((field) => field.group === group) }));
  return { first: fields.filter(isFirst), folded: folded.filter((part) => part.fields.length > 0) };
}

/** What was typed and differs from what is saved. A secret left empty stays as it is. */
export function answers(fields: Field[], profile: ProfileView, typed: Record<string, string>): Answers {
  const changed = fields.filter((field) => {
    const value = typed[field.name];
    if (value === undefined) return false;
    if (isSecret(field)) return value !== "";
    return (
      value !== saved(field, profile) && (value !== "" || field.kind.type === "text" || field.kind.type === "lines")
    );
  });
  return Object.fromEntries(changed.map((field) => [field.name, typed[field.name] as string]));
}

const SPANS = [900, 7200, 86_400, 864_000];

/** Spans to choose from for a number of seconds, within its range. */
export function presets(kind: Field["kind"]): number[] {
  if (kind.type !== "number" || kind.unit !== "s") return [];
  const within = SPANS.filter((seconds) => seconds >= kind.min && seconds <= kind.max);
  return within.length > 1 ? within : [];
}

/** Whether a whole number lies within its range; nothing typed is for the backend to judge. */
export function inRange(kind: Field["kind"], value: string): boolean {
  if (kind.type !== "number" || value.trim() === "") return true;
  return /^\s*-?\d+\s*$/.test(value) && Number(value) >= kind.min && Number(value) <= kind.max;
}

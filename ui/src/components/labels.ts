/** What a field is called in a form. */
import { said, t, type Key } from "../i18n/index.svelte";
import type { Difference } from "../ipc/contract";
import { app } from "../state/app.svelte";

/** The fields that answer a question of a server; no provider describes them. */
export const ASKED: Record<string, Key> = {
  captcha: "challenge.captcha",
  sms_code: "challenge.sms",
  organisation: "challenge.organisation",
  mfa_code: "challenge.mfa",
};

/** By the provider's own words, else by those of any that has such a field; a name that nobody knows stays as it is. */
export function labelOf(field: string, provider?: string): string {
  const first = provider ? app.providers.filter((one) => one.id === provider) : [];
  const found = [...first, ...app.providers].flatMap((one) => one.fields).find((one) => one.name === field);
  if (found) return said(found.label);
  return ASKED[field] ? t(ASKED[field]) : field;
}

/** What of a profile is no field of its provider. */
const OF_PROFILE: Record<string, Key> = {
  name: "profiles.name",
  provider: "profiles.platform",
  server: "profiles.server",
  environment: "profiles.environment",
  group: "profiles.group",
  tags: "profiles.tags",
  method: "sign_in.method",
  credential: "profiles.credential",
  proxy: "proxy.label",
  ca: "ca.label",
  allow_http: "http.label",
  auto_renew: "renewal.auto",
  keep_alive: "renewal.keep_alive",
};

/** What a value is called in which two versions of a profile differ. */
export const ofDifference = (field: string): string => (OF_PROFILE[field] ? t(OF_PROFILE[field]) : labelOf(field));

/** What is to be looked at twice: passwords that go another way, and what would no longer count as production. */
export const warningOf = ({ field, way }: Difference): string | null =>
  way ? t(field === "environment" ? "packs.leaves_production" : "packs.way") : null;

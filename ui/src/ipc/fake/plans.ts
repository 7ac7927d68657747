/** What a sign-in would need and send, of one and of many. */
import type * as T from "../contract";
import { isRequired } from "../../components/fields";
import { find } from "./context";
import type { Odd } from "./people";
import * as production from "./production";
import * as world from "./fixtures";

/** Those whose password is not saved. */
const ASKED: readonly Odd[] = ["captcha", "sms", "organisations", "asks"];

export function plan(name: string, asked: string | null): T.Plan {
  const { person } = find(name);
  const profile = world.profiles.get(name) as T.ProfileView;
  const provider = world.providers.find((one) => one.id === person[2]);
  const method = provider?.methods.find((one) => one.id === (asked ?? profile.method)) ?? provider?.methods[0];
  const fields =
    provider?.fields.filter((one) => one.methods.length === 0 || one.methods.includes(method?.id ?? "")) ?? [];
  const has = (one: T.Field) =>
    one.name in profile.values || (profile.saved_secrets.includes(one.name) && !ASKED.includes(person[9]));
  const missing = fields.filter((one) => isRequired(one, method?.id ?? "") && !has(one)).map((one) => one.name);
  const sends_sms = method?.id === "sms" && missing.length === 0;
  const secret = fields.find((one) => one.name === method?.password && has(one));
  return {
    method: method?.id ?? "",
    host: world.host(person),
    fields: fields.map((one) => one.name),
    missing,
    held: null,
    sends_sms,
    asks_production: profile.environment === "prod" && production.until(name, profile.group) === null,
    saved_secret: secret?.label ?? null,
    ready: missing.length === 0 && !sends_sms,
  };
}

export function planBulk(names: string[], choice: T.BulkChoice): T.BulkPlan {
  const bulk: T.BulkPlan = {
    send: [],
    text_messages: 0,
    production: [],
    skipped: { waiting: 0, valid: 0, limited: 0, missing: 0, blocked: 0 },
  };
  for (const name of names) {
    const { session, pending, production: live } = world.row(name);
    const of = plan(name, null);
    const valid = session !== null && session.state !== "expired";
    const chosen = !live || choice.production.includes(name);
    if (pending !== null) bulk.skipped.waiting += 1;
    else if (valid && !choice.include_valid) bulk.skipped[session.limited ? "limited" : "valid"] += 1;
    else if (of.missing.length > 0) bulk.skipped.missing += 1;
    else {
      if (live) bulk.production.push({ profile: name, chosen });
      if (chosen) bulk.send.push(name);
      if (chosen && of.sends_sms) bulk.text_messages += 1;
    }
  }
  return bulk;
}

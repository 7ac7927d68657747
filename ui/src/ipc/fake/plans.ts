/** What a sign-in would need and send, of one and of many. */
import type * as T from "../contract";
import { isRequired } from "../../components/fields";
import { asked as query, find } from "./context";
import { blocked } from "./failures";
import { isProduction } from "./environment_world";
import type { Odd } from "./people";
import * as production from "./production";
import * as world from "./fixtures";

/** Those whose password is not saved. */
const ASKED: readonly Odd[] = ["captcha", "sms", "organisations", "asks"];
/** One that the guard blocks, while several are signed in to. */
const BLOCKED = query.has("board") ? "夜班巡检 · 赵磊" : "";

export function plan(name: string, asked: string | null): T.Plan {
  const { person } = find(name);
  const profile = world.profiles.get(name) as T.ProfileView;
  const provider = world.providers.find((one) => one.id === person[2]);
  const method = provider?.methods.find((one) => one.id === (asked ?? profile.method)) ?? provider?.methods[0];
  const fields =
    provider?.fields.filter((one) => one.methods.length === 0 || one.methods.includes(method?.id ?? "")) ?? [];
  const has = (one: T.Field) =>
    (query.has("board") && person[9] !== "password") ||
    one.name in profile.values ||
    (profile.saved_secrets.includes(one.name) && !ASKED.includes(person[9]));
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
    asks_production: isProduction(profile.environment) && production.until(name, profile.group) === null,
    saved_secret: secret?.label ?? null,
    ready: missing.length === 0 && !sends_sms && person[9] !== "locked",
  };
}

export function planBulk(names: string[], choice: T.BulkChoice): T.BulkPlan {
  const bulk: T.BulkPlan = {
    send: [],
    text_messages: 0,
    production: [],
    left_out: [],
  };
  for (const name of names) {
    const { session, pending, production: live } = world.row(name);
    const of = plan(name, null);
    const valid = session !== null && session.state !== "expired";
    const chosen = !live || choice.production.includes(name);
    const leave = (reason: T.BulkReason, failure: T.Failure | null = null) =>
      void bulk.left_out.push({ profile: name, reason, failure });
    if (pending !== null) leave("waiting");
    else if (valid && !choice.include_valid) leave(session.limited ? "limited" : "valid");
    else if (of.missing.length > 0) leave("missing");
    else if (name === BLOCKED) leave("blocked", blocked());
    else {
      if (live) bulk.production.push({ profile: name, chosen });
      if (chosen) bulk.send.push(name);
      if (chosen && of.sends_sms) bulk.text_messages += 1;
    }
  }
  return bulk;
}

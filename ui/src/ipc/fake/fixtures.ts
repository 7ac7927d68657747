/** The invented vault: rows, sessions and what waits for a person, made from `people`. */
import type * as T from "../contract";
import { environments, isProduction } from "./environment_world";
import { people, type Odd, type Person } from "./people";
import { opened, until } from "./production";
import * as teams from "./team_world";
import descriptors from "./providers.json";

export const providers = descriptors as T.Descriptor[];
const asked = new URLSearchParams(location.search);
const MINUTE = 60_000;
const began = Date.now();
const iso = (ms: number) => new Date(ms).toISOString();

export type Known = {
  person: Person;
  signedInAt: number;
  endsAt: number | null;
  signedIn: boolean;
  organisation: string | null;
};
export const known = new Map<string, Known>();
export const events: T.Event[] = [];
export const pendings = new Map<string, T.PendingView>();
export const profiles = new Map<string, T.ProfileView>();
export const credentials = new Map<string, string>([
  ["华东运维 AD", iso(began - 40 * 24 * 60 * MINUTE)],
  ["riverbend-ops", iso(began - 9 * 24 * 60 * MINUTE)],
]);
/** Where the secret of a credential is, instead of here. */
export const references = new Map<string, string>();
export const current = new Map<string, T.Environment>([
  ["华东运维", "prod"],
  ["Riverbend", "staging"],
]);

/** A state in which little can go wrong silently: every row of `people`, and as many more as the address asks for. */
export function fill(): void {
  if (asked.get("rows") === "none") return;
  const more = Number(asked.get("rows") ?? 0);
  for (const person of people) add(person);
  for (let n = people.length; n < more; n++) {
    const [name, pinyin, ...rest] = people[n % people.length] as Person;
    add([`${name} #${n}`, pinyin, ...rest]);
  }
  hostile();
}

/** With `?hostile`: names and words that try to be markup. */
function hostile(): void {
  const strings = (globalThis as { hostileStrings?: string[] }).hostileStrings ?? [];
  strings.forEach((text, n) => add([`${text} ${n}`, "", "enos-iam", "test", text, text, text, 30 + n, 120, ""]));
}

export function add(person: Person): void {
  const [name, , provider, environment, group, account, organisation, left, life, odd] = person;
  const ends = typeof left === "number" ? began + left * MINUTE : null;
  const signedIn = left !== "none";
  const signedInAt = ends === null ? began - 3 * 60 * MINUTE : ends - life * MINUTE;
  known.set(name, { person, signedInAt, endsAt: ends, signedIn, organisation });
  profiles.set(name, {
    id: `p${known.size}`,
    name,
    provider,
    server: `${odd === "plain_http" ? "http" : "https"}://${host(person)}`,
    environment,
    group,
    tags: environment === "prod" ? ["早班"] : [],
    method: odd === "sms" ? "sms" : null,
    values: { account, ...(provider === "hzero" ? { client_id: "localhost" } : {}) },
    saved_secrets: ["password"],
    credential: group === "华东运维" ? "华东运维 AD" : null,
    network: { proxy: "system", ca: null, allow_http: odd === "plain_http" },
    renewal: { auto_renew: "on", keep_alive: null },
    notices: [],
  });
  if (odd === "captcha" || odd === "sms" || (odd === "organisations" && !signedIn)) wait(name);
  if (signedIn) {
    events.push({ at: iso(signedInAt), profile: name, kind: "signed_in", detail: "", client: "window" });
    events.push({ at: iso(began - 25 * MINUTE), profile: name, kind: "copied", detail: "raw", client: "window" });
    if (provider === "quanshi")
      events.push({
        at: iso(began - 90 * MINUTE),
        profile: name,
        kind: "token_handed_out",
        detail: "raw",
        client: "command",
      });
  }
}

export function wait(name: string, kind?: T.ChallengeKind): T.PendingView {
  const { person } = known.get(name) as Known;
  const asks = kind ?? (person[9] === "sms" ? "sms" : "captcha");
  const pending: T.PendingView = {
    pending: `w-${name}`,
    profile: name,
    provider: person[2],
    environment: person[3],
    kind: asks,
    fields: [{ captcha: "captcha", sms: "sms_code", organisation: "organisation", mfa: "mfa_code" }[asks]],
    options: asks === "organisation" ? organisations(person) : [],
    note: null,
    sent_to: asks === "sms" ? "138****1234" : null,
    again_at: asks === "sms" ? iso(Date.now() + 42_000) : null,
    ends_at: iso(Date.now() + 5 * MINUTE),
    asked_at: iso(Date.now() - 50_000),
    has_picture: asks === "captcha",
    has_seed: asks === "mfa" && (profiles.get(name)?.saved_secrets.includes("totp_seed") ?? false),
  };
  pendings.set(pending.pending, pending);
  return pending;
}

export const host = ([, , provider, environment]: Person) =>
  `${{ "enos-iam": "apigw", hzero: "gateway", "enos-portal": "portal", "authing-ldap": "core", quanshi: "meet" }[provider]}` +
  `${environment === "prod" ? "" : `-${environment}`}.${["hzero", "quanshi"].includes(provider) ? "cn4" : "eu2"}.example.com`;

const organisations = ([, , , , , , organisation, , , odd]: Person): T.Named[] => {
  const own = organisation ? [{ id: "o15578227985571", name: organisation }] : [];
  return odd === "organisations"
    ? [...own, { id: "o15578227990212", name: "rm_0726_001" }, { id: "o15578227990777", name: "华东储能联合调度中心" }]
    : own;
};

export function row(name: string): T.ProfileRow {
  const it = known.get(name) as Known;
  const profile = profiles.get(name) as T.ProfileView;
  const [, pinyin, provider, environment, group, account, organisation, , , odd] = it.person;
  const pending = [...pendings.values()].find((one) => one.profile === name)?.pending ?? null;
  return {
    name,
    provider,
    environment: profile.environment ?? environment,
    group,
    tags: profile.tags,
    host: host(it.person),
    account,
    method: profile.method ?? providers.find((one) => one.id === provider)?.methods[0]?.id ?? "",
    search: [name, pinyin, account, organisation, host(it.person)].join(" ").toLowerCase(),
    order: pinyin || name.toLowerCase(),
    session: it.signedIn ? brief(it) : null,
    pending,
    team: teams.of(name),
    plain_http: odd === "plain_http",
    production: isProduction(profile.environment ?? environment),
    production_until: until(name, group),
    locked_until: odd === "locked" ? iso(began + 15 * MINUTE) : null,
  };
}

const can = ([, , provider, , , , , , , odd]: Person): T.Capability[] => {
  if (provider === "quanshi") return ["authkeys"];
  if (provider === "enos-iam") return ["verify", "sign_out"];
  return odd === "organisations" ? ["renew", "verify", "choose", "sign_out"] : ["renew", "verify", "sign_out"];
};

export const offset = (odd: Odd) => (odd === "clock" ? 245 : 1);

export function state(it: Known): T.SessionState {
  const [, , , , , , , left, life, odd] = it.person;
  if (odd === "dead") return "expired";
  const seconds = it.endsAt === null ? null : (it.endsAt - Date.now()) / 1000;
  if (seconds !== null && seconds <= 0) return "expired";
  if (odd === "limited" || odd === "password") return "limited";
  if (seconds === null) return left === "never" ? "never" : "unknown";
  return seconds <= Math.min(Math.max(life * 6, 120), 1800) ? "expiring" : "active";
}

function brief(it: Known): T.SessionSummary {
  const [, , , , , account, , , life, odd] = it.person;
  return {
    state: state(it),
    ends_at: it.endsAt === null ? null : iso(it.endsAt),
    life_seconds: it.endsAt === null ? null : life * 60,
    signed_in_at: iso(it.signedInAt),
    subject: account,
    organisation: it.organisation,
    organisations: organisations(it.person).length,
    can: can(it.person),
    limited: state(it) === "limited",
    clock_offset_seconds: offset(odd),
  };
}

export function session(name: string): T.SessionView {
  const it = known.get(name) as Known;
  const [, , provider, environment, group, account, , left, , odd] = it.person;
  const shift = offset(odd) * 1000;
  const own = organisations(it.person);
  return {
    profile: name,
    provider,
    environment,
    group,
    server: profiles.get(name)?.server ?? "",
    subject: { id: `u${Math.abs(it.signedInAt % 1e9)}`, name: account },
    organisations: own,
    organisation: own.find((one) => one.name === it.organisation) ?? own[0] ?? null,
    state: state(it),
    limits: limits(odd),
    issued_at: it.endsAt === null ? null : iso(it.signedInAt + shift),
    expires_at: it.endsAt === null ? null : iso(it.endsAt + shift),
    expiry_source: it.endsAt === null && left !== "never" ? "none" : provider === "authing-ldap" ? "both" : "server",
    may_be_later: provider === "enos-portal",
    expiry_difference_seconds: null,
    seconds_left: it.endsAt === null ? null : Math.round((it.endsAt - Date.now()) / 1000),
    signed_in_at: iso(it.signedInAt),
    verified_at: odd === "" ? iso(began - 12 * MINUTE) : null,
    clock_offset_seconds: offset(odd),
    can: can(it.person),
    refreshable: can(it.person).includes("renew"),
    refresh_expires_at: null,
    token_hint: "nTbQ",
    account: {
      login_name: account,
      email: account.includes("@") ? account : null,
      phone: provider === "hzero" ? "138****1234" : null,
      kind: provider === "enos-iam" ? { zh: "EnOS 账号", en: "EnOS account" } : null,
      mfa: provider === "enos-iam" ? { zh: "短信", en: "SMS" } : null,
      password_expires_at: provider === "enos-iam" ? iso(began + 19 * 24 * 60 * MINUTE) : null,
    },
    notes:
      left === "never"
        ? [
            {
              zh: "这个令牌不会自己失效，请像密码一样保管",
              en: "This token never ends by itself: keep it as you keep a password",
            },
          ]
        : [],
    plain_http: odd === "plain_http",
  };
}

function limits(odd: Odd): T.Restriction[] {
  if (odd === "password")
    return [
      {
        kind: "password_change",
        text: { zh: "首次登录，必须先修改密码", en: "First sign-in: the password must be changed first" },
        advice: {
          zh: "在 EnOS 控制台修改密码，然后重新登录",
          en: "Change the password in the EnOS console, then sign in again",
        },
      },
    ];
  if (odd === "limited")
    return [
      {
        kind: "organisation",
        text: { zh: "还没有选择组织", en: "No organisation is chosen yet" },
        advice: { zh: "在下面选择一个组织", en: "Choose an organisation below" },
      },
    ];
  return [];
}

export function overview(): T.Overview {
  const groups = new Map<string, T.GroupView>();
  for (const profile of profiles.values()) {
    if (profile.group === null) continue;
    const group = groups.get(profile.group) ?? {
      name: profile.group,
      current: current.get(profile.group) ?? null,
      profiles: {},
    };
    group.profiles[profile.environment] = profile.name;
    groups.set(profile.group, group);
  }
  const users = (name: string) =>
    [...profiles.values()].filter((one) => one.credential === name).map((one) => one.name);
  return {
    rows: [...known.keys()].map(row),
    groups: [...groups.values()],
    environments: environments.map((one) => ({ ...one })),
    credentials: [...credentials].map(([name, set_at]) => ({
      name,
      set_at,
      profiles: users(name),
      reference: references.get(name) ?? null,
    })),
    pending: [...pendings.values()],
    teams: teams.aliases(),
    production_open: opened(),
    now: iso(Date.now()),
  };
}

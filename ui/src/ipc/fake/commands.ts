/** What each command does to the invented vault. */
import type * as T from "../contract";
import { made } from "../failure";
import { tell } from "./signals";
import { judge, spoil } from "./trials";
import * as world from "./world";

const asked = new URLSearchParams(location.search);
const pick = <V extends string>(name: string, fallback: V): V => (asked.get(name) as V | null) ?? fallback;
const failed = made;

let vault: T.VaultView = {
  state: pick<T.VaultState>("vault", "open"),
  source: pick<T.KeyPlace>("source", "keyring"),
  home: "/home/demo/.local/share/hallpass",
  failure:
    asked.get("vault") === "failed"
      ? failed("keyring_unavailable", "系统钥匙串不可用(没有应答)", "The keyring cannot be used (no answer)")
      : null,
  lost_commits: null,
};
let settings: T.Settings = {
  language: pick("lang", "zh"),
  theme: pick("theme", "system"),
  density: pick("density", "comfortable"),
  single_keys: true,
  clipboard_seconds: 30,
  reveal_seconds: 20,
};
let demo = asked.has("demo");
let productionOpen = false;
let clipboard: ReturnType<typeof setTimeout> | undefined;
const RECOVERY = "HP1-7K2M-QX4D-9RTB-W3EN-5VHC-8JPA";
const TOKEN = "IAM_S_HbH8y6sP77T5uUDgqLfzGCZkrz9x5Pyr3VMVARBBQRK8YDbAnW2kQe4tLp0nTbQ";
/** A small drawing in place of a QR code or a captcha. */
const PICTURE = (words: string, wide: number, high: number) =>
  `data:image/svg+xml,${encodeURIComponent(`<svg xmlns="http://www.w3.org/2000/svg" width="${wide}" height="${high}"><rect width="100%" height="100%" fill="#fff"/><text x="50%" y="68%" text-anchor="middle" font-family="serif" font-size="${high * 0.55}" fill="#235">${words}</text></svg>`)}`;

world.fill();

type Args = Record<string, unknown>;
const text = (args: Args, key: string) => args[key] as string;
const change = () => void setTimeout(() => tell.send("changed", null), 10);
const note = (profile: string, kind: T.EventKind, detail = "") =>
  void world.events.push({ at: new Date().toISOString(), profile, kind, detail });
function known(name: string): world.Known {
  const it = world.known.get(name);
  if (!it) throw failed("no_such_profile", `没有名为 ${name} 的配置`, `There is no profile named ${name}`);
  return it;
}

function setVault(next: Partial<T.VaultView>): T.VaultView {
  vault = { ...vault, failure: null, ...next };
  setTimeout(() => tell.send("vault", vault), 0);
  return vault;
}

function signedIn(name: string): T.End {
  const it = known(name);
  const life = it.person[8] || 120;
  Object.assign(it, { signedIn: true, signedInAt: Date.now(), organisation: it.organisation ?? it.person[6] });
  if (typeof it.person[7] === "number" || it.person[7] === "none") it.endsAt = Date.now() + life * 60_000;
  if (it.person[9] === "dead") it.person[9] = "";
  if (!it.person[8]) it.person[8] = life;
  for (const [id, pending] of world.pendings) if (pending.profile === name) world.pendings.delete(id);
  note(name, "signed_in");
  change();
  return { outcome: "signed_in", session: world.session(name) };
}

function challenge(name: string, kind: T.ChallengeKind): T.End {
  const pending = world.wait(name, kind);
  note(name, "challenge", kind);
  change();
  return { outcome: "challenge", pending };
}

function attempt(name: string, method: string | null, answers: T.Answers, anyway: boolean): T.End {
  judge(answers, anyway);
  const { person } = known(name);
  if (person[9] === "captcha") return challenge(name, "captcha");
  if (person[9] === "sms" || method === "sms") return challenge(name, "sms");
  if (person[9] === "organisations") return challenge(name, answers.password === "mfa" ? "mfa" : "organisation");
  return signedIn(name);
}

function answered(id: string, answers: T.Answers): T.End {
  const pending = world.pendings.get(id);
  if (!pending) throw failed("challenge_waiting", "这次登录已不再等待", "This sign-in no longer waits");
  const given = Object.values(answers)[0] ?? "";
  if (given === "refuse") {
    world.pendings.delete(id);
    change();
  }
  judge({ password: given === "refuse" ? "wrong" : given }, false);
  if (given === "nope" || given === "000000") {
    const text = { zh: "验证码错误", en: "Wrong code" };
    const note: T.Refusal = {
      kind: pending.kind === "captcha" ? "captcha" : "code",
      code: "hoth.warn.captchaWrong",
      text,
      advice: { zh: "看清后再输入一次", en: "Look again and type it once more" },
      said: null,
      field: null,
      attempts_left: null,
      retry_after: null,
    };
    const again: T.PendingView = { ...pending, asked_at: new Date().toISOString(), note };
    world.pendings.set(id, again);
    return { outcome: "challenge", pending: again };
  }
  if (pending.kind === "organisation")
    known(pending.profile).organisation = pending.options.find((one) => one.id === given)?.name ?? null;
  return signedIn(pending.profile);
}

function guardCopy(name: string, expiredOk: boolean, confirmed: boolean): void {
  const it = known(name);
  if (!it.signedIn) throw failed("no_session", `${name} 没有会话`, `${name} has no session`);
  if (it.person[3] === "prod" && !productionOpen && !confirmed)
    throw failed("production_not_confirmed", `${name} 是生产环境`, `${name} is production`);
  if (world.state(it) === "expired" && !expiredOk)
    throw failed("session_expired", `${name} 的会话已过期`, `The session of ${name} has expired`);
}

function saveProfile(draft: T.Draft, before: string | null): T.ProfileView {
  if (!/^https?:\/\/./.test(draft.server))
    throw {
      ...failed("invalid_field", "服务器地址必须以 https:// 开头", "The server's address must begin with https://"),
      field: "server",
    };
  if (before === null && world.known.has(draft.name))
    throw {
      ...failed("invalid_field", `已有名为 ${draft.name} 的配置`, `There is a profile named ${draft.name} already`),
      field: "name",
    };
  const it = before === null ? null : known(before);
  if (before !== null && before !== draft.name) {
    world.known.delete(before);
    world.profiles.delete(before);
  }
  const account = draft.values.account ?? draft.values.phone ?? draft.values.client_id ?? "";
  if (it) {
    it.person[0] = draft.name;
    it.person[4] = draft.set;
    it.person[3] = draft.environment;
    world.known.set(draft.name, it);
  } else
    world.add([draft.name, "", draft.provider as "hzero", draft.environment, draft.set, account, null, "none", 0, ""]);
  const profile: T.ProfileView = {
    ...(draft as Omit<T.Draft, "secrets" | "proxy">),
    id: world.profiles.get(draft.name)?.id ?? `p${world.known.size}`,
    saved_secrets: Object.keys(draft.secrets),
    network: {
      proxy: draft.proxy === "system" || draft.proxy === "none" ? draft.proxy : { url: draft.proxy },
      ca: draft.ca,
      allow_http: draft.allow_http,
    },
    notices: [],
  };
  world.profiles.set(draft.name, profile);
  note(draft.name, "profile_changed", before === null ? "added" : "edited");
  change();
  return profile;
}

const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

export const commands: Record<string, (args: Args) => unknown> = {
  painted: () => null,
  start: (): T.Start => ({
    version: "0.1.0",
    system_language: navigator.language.startsWith("zh") ? "zh" : "en",
    settings,
    vault,
    providers: world.providers,
    demo,
  }),
  save_settings: (args) => (settings = args.settings as T.Settings),
  check_keyring: () => ({
    available: !asked.has("nokeyring"),
    failure: asked.has("nokeyring")
      ? failed("keyring_unavailable", "系统钥匙串不可用(没有应答)", "The keyring cannot be used (no answer)")
      : null,
  }),
  create_vault: (args) => {
    world.known.clear();
    world.profiles.clear();
    world.pendings.clear();
    return setVault({ state: "open", source: args.place as T.KeyPlace });
  },
  open_vault: (args) => {
    if (args.passphrase === "wrong")
      throw failed("vault_wrong_key", "口令不属于这个保险库", "The passphrase does not belong to this vault");
    return setVault({ state: "open" });
  },
  lock: () => setVault({ state: "locked" }),
  explore: () => {
    demo = true;
    return setVault({ state: "open", source: "memory" });
  },
  leave_demo: () => {
    demo = false;
    return setVault({ state: "missing", source: null });
  },
  overview: () => world.overview(),
  profile: (args) => {
    known(text(args, "name"));
    return world.profiles.get(text(args, "name"));
  },
  session: (args) => {
    if (!known(text(args, "name")).signedIn) throw failed("no_session", "没有会话", "No session");
    return world.session(text(args, "name"));
  },
  activity: (args) =>
    world.events
      .filter((one) => args.name === null || one.profile === args.name)
      .toSorted((a, b) => b.at.localeCompare(a.at))
      .slice(0, 200),
  plan: (args): T.Plan => {
    const { person } = known(text(args, "name"));
    const profile = world.profiles.get(text(args, "name"));
    const method =
      (args.method as string | null) ??
      profile?.method ??
      world.providers.find((one) => one.id === person[2])?.methods[0]?.id ??
      "";
    const fields =
      world.providers
        .find((one) => one.id === person[2])
        ?.fields.filter((one) => one.methods.length === 0 || one.methods.includes(method)) ?? [];
    const missing = fields
      .filter(
        (one) =>
          one.required &&
          !(one.name in (profile?.values ?? {})) &&
          !(profile?.saved_secrets.includes(one.name) && person[9] === ""),
      )
      .map((one) => one.name);
    return { method, host: world.host(person), fields: fields.map((one) => one.name), missing, held: null };
  },
  sign_in: (args) =>
    attempt(text(args, "name"), args.method as string | null, args.answers as T.Answers, args.anyway as boolean),
  answer: (args) => answered(text(args, "pending"), args.answers as T.Answers),
  again: (args) => {
    const it = world.pendings.get(text(args, "pending"));
    if (it) {
      it.again_at = it.kind === "sms" ? new Date(Date.now() + 60_000).toISOString() : null;
      it.note = null;
      it.asked_at = new Date().toISOString();
      it.ends_at = new Date(Date.now() + 300_000).toISOString();
    }
    change();
    return { outcome: "challenge", pending: it };
  },
  captcha: () => (asked.get("pictures") === "bad" ? spoil() : PICTURE(Math.random().toString(36).slice(2, 6), 120, 40)),
  drop_pending: (args) => {
    world.pendings.delete(text(args, "pending"));
    change();
    return null;
  },
  sign_in_many: async (args) => {
    const all: T.One[] = [];
    for (const name of args.names as string[]) {
      await sleep(400);
      const one: T.One = { profile: name, end: null, failure: null };
      try {
        one.end = attempt(name, null, {}, false);
      } catch (thrown) {
        one.failure = thrown as T.Failure;
      }
      (args.channel as (one: T.One) => void)(one);
      all.push(one);
    }
    return all;
  },
  renew: (args) => {
    signedIn(text(args, "name"));
    note(text(args, "name"), "renewed");
    return world.session(text(args, "name"));
  },
  verify: (args) => {
    note(text(args, "name"), "verified", "valid");
    change();
    return { valid: true, session: { ...world.session(text(args, "name")), verified_at: new Date().toISOString() } };
  },
  choose: (args) => {
    const view = world.session(text(args, "name"));
    known(view.profile).organisation = view.organisations.find((one) => one.id === args.organisation)?.name ?? null;
    note(view.profile, "chosen");
    change();
    return world.session(view.profile);
  },
  sign_out: (args): T.SignedOut => {
    known(text(args, "name")).signedIn = false;
    note(text(args, "name"), "signed_out", "ended at the server");
    change();
    return {
      ended_at_server: true,
      text: { zh: "已注销,服务器已结束会话", en: "Signed out; the server ended the session" },
    };
  },
  copy: (args): T.Copied => {
    guardCopy(text(args, "name"), args.expiredOk as boolean, args.confirmed as boolean);
    note(text(args, "name"), "copied", text(args, "format"));
    clearTimeout(clipboard);
    clipboard = setTimeout(() => tell.send("clipboard", { cleared: true }), settings.clipboard_seconds * 1000);
    return { seconds: settings.clipboard_seconds };
  },
  clear_clipboard: () => {
    clearTimeout(clipboard);
    tell.send("clipboard", { cleared: true });
    return null;
  },
  reveal: (args): T.Revealed => {
    const what = args.what as T.What;
    if ("recovery" in what) return { text: RECOVERY, picture: null, seconds: 600 };
    guardCopy(what.name, true, what.confirmed);
    note(what.name, "revealed");
    return what.form === "qr"
      ? { text: null, picture: PICTURE("QR", 240, 240), seconds: settings.reveal_seconds }
      : { text: TOKEN, picture: null, seconds: settings.reveal_seconds };
  },
  whose: (args) => {
    if (!text(args, "token").includes("IAM"))
      throw failed("no_session", "这不是任何一个会话的令牌", "That is no session's token");
    return world.session("华东运维 · 张敏");
  },
  confirm_production: () => {
    productionOpen = true;
    return null;
  },
  add_profile: (args) => saveProfile(args.draft as T.Draft, null),
  edit_profile: (args) => saveProfile(args.draft as T.Draft, text(args, "name")),
  remove_profile: (args) => {
    world.known.delete(text(args, "name"));
    world.profiles.delete(text(args, "name"));
    change();
    return null;
  },
  use_environment: (args) => {
    world.current.set(text(args, "set"), args.environment as T.Environment);
    change();
    return null;
  },
  save_credential: (args) => {
    world.credentials.set(text(args, "name"), new Date().toISOString());
    change();
    return null;
  },
  remove_credential: (args) => {
    world.credentials.delete(text(args, "name"));
    change();
    return null;
  },
};

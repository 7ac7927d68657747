/** The start, the vault and the settings. */
import type * as T from "../contract";
import { made } from "./made";
import { asked, type Commands } from "./context";
import { MINUTES } from "./production";
import { tell } from "./signals";
import * as world from "./fixtures";

const pick = <V extends string>(name: string, fallback: V): V => (asked.get(name) as V | null) ?? fallback;

let vault: T.VaultView = {
  state: pick<T.VaultState>("vault", "open"),
  source: pick<T.KeyPlace>("source", "keyring"),
  home: "/home/demo/.local/share/hallpass",
  failure:
    asked.get("vault") === "failed"
      ? made("keyring_unavailable", "系统钥匙串不可用（没有应答）", "The keyring cannot be used (no answer)")
      : null,
  next_expiry: asked.get("vault") === "locked" ? new Date(Date.now() + 462_000).toISOString() : null,
  lost_commits: null,
};
export let settings: T.Settings = {
  language: pick("lang", "zh"),
  theme: pick("theme", "system"),
  density: pick("density", "comfortable"),
  single_keys: true,
  clipboard_seconds: 30,
  reveal_seconds: 20,
  lock_minutes: 15,
  auto_renew: "on",
  notices: true,
  close_to_tray: true,
  autostart: false,
  shortcut: null,
  shortcuts: {},
};
let demo = asked.has("demo");

function setVault(next: Partial<T.VaultView>): T.VaultView {
  vault = { ...vault, failure: null, ...next };
  setTimeout(() => tell.send("vault", vault), 0);
  return vault;
}

/** `?warns` announces a lock; `?quick` asks for the quick switcher, as a shortcut would. */
let quick = asked.has("quick") ? true : null;
if (asked.has("warns")) setInterval(() => tell.send("lock_warning", new Date(Date.now() + 30_000).toISOString()), 700);

export const vaultCommands: Commands = {
  window_ready: () => null,
  start: (): T.Start => ({
    version: "0.1.0",
    system_language: navigator.language.startsWith("zh") ? "zh" : "en",
    settings,
    vault,
    providers: world.providers,
    totp_seed: {
      name: "totp_seed",
      label: { zh: "验证器密钥", en: "Authenticator seed" },
      kind: { type: "secret" },
      group: "account",
      default: null,
      required: "never",
      help: {
        zh: "Base32文本或otpauth://totp/地址；用于按需生成一次性验证码",
        en: "Base32, or an otpauth://totp/ address; one-time codes are made from it on request",
      },
      methods: [],
      scope: "profile",
    },
    demo,
    first: demo ? (asked.get("first") ?? "Harbor Logistics") : null,
    production_minutes: MINUTES,
  }),
  save_settings: (args) => (settings = args.settings as T.Settings),
  check_keyring: () => ({
    available: !asked.has("nokeyring"),
    failure: asked.has("nokeyring")
      ? made("keyring_unavailable", "系统钥匙串不可用（没有应答）", "The keyring cannot be used (no answer)")
      : null,
  }),
  judge_passphrase: (args): T.PassphraseJudgement => {
    const long = (args.passphrase as string).length;
    if (long < 8)
      return {
        level: "weak",
        words: {
          zh: "拿到保险库文件的人立刻就能猜出来",
          en: "someone with the vault files could guess it immediately",
        },
      };
    return {
      level: long < 16 ? "fair" : "good",
      words: { zh: "拿到保险库文件的人也猜不出来", en: "someone with the vault files could not guess it" },
    };
  },
  create_vault: (args) => {
    world.known.clear();
    world.profiles.clear();
    world.pendings.clear();
    demo = false;
    return setVault({ state: "open", source: args.place as T.KeyPlace });
  },
  acknowledge_recovery: () => null,
  open_vault: (args) => {
    if (args.passphrase === "wrong")
      throw made("vault_wrong_key", "口令不属于这个保险库", "The passphrase does not belong to this vault");
    return setVault({ state: "open" });
  },
  lock: () => setVault(vault.source === "memory" ? { state: "missing", source: null } : { state: "locked" }),
  desktop: (): T.DesktopView => ({
    tray: !asked.has("bare"),
    shortcut: asked.has("bare") ? "none" : asked.has("portal") ? "confirmed" : "given",
    autostart: asked.has("bare") ? null : settings.autostart,
  }),
  used: () => (tell.send("lock_warning", null), null),
  take_switcher: () => {
    const now = quick;
    quick = null;
    return now;
  },
  hide_window: () => null,
  start_demo: () => {
    demo = true;
    return setVault({ state: "open", source: "memory" });
  },
  stop_demo: () => {
    demo = false;
    return setVault({ state: "missing", source: null });
  },
};

/** Looking after the invented vault: several profiles at once, undoing, health, packs, the doctor. */
import type * as T from "../contract";
import { made } from "./made";
import { asked, change, type Commands, find, note } from "./context";
import * as world from "./fixtures";

/** What was removed, by name. */
const aside = new Map<string, { known: world.Known; profile: T.ProfileView }>();

export function keepAside(name: string): void {
  const [known, profile] = [find(name), world.profiles.get(name)];
  if (profile) aside.set(name, { known: { ...known }, profile });
}

function edit(name: string, what: Partial<T.ProfilesChange>): T.ProfileView {
  const before = world.profiles.get(find(name).person[0]) as T.ProfileView;
  const tags = [...new Set([...before.tags, ...(what.add_tags ?? [])])].filter(
    (tag) => !(what.remove_tags ?? []).includes(tag),
  );
  const after: T.ProfileView = {
    ...before,
    tags: tags.toSorted(),
    credential: what.credential == null ? before.credential : what.credential || null,
    environment: what.environment ?? before.environment,
  };
  world.profiles.set(name, after);
  note(name, "profile_changed", "edited");
  return after;
}

function read({ content, csv }: T.PackFile): T.Import {
  const text = new TextDecoder().decode(Uint8Array.from(atob(content), (letter) => letter.codePointAt(0) ?? 0));
  const failed = made("invalid_field", "这个文件不是有效的配置包", "This file is not a valid pack");
  if (csv) throw failed;
  try {
    return JSON.parse(text) as T.Import;
  } catch {
    throw failed;
  }
}

const FINDINGS: T.Finding[] = [
  { about: { zh: "保险库", en: "Vault" }, health: "ok", found: { zh: "已打开", en: "Open" }, advice: null },
  {
    about: { zh: "系统钥匙串", en: "System keyring" },
    health: "broken",
    found: { zh: "系统钥匙串不可用（没有应答）", en: "The keyring cannot be used (no answer)" },
    advice: { zh: "请启动系统钥匙串服务", en: "Start the keyring service" },
  },
  {
    about: { zh: "本机时间", en: "Clock" },
    health: "warn",
    found: { zh: "与苏州工厂 MES的服务器相差245秒", en: "Differs by 245 s from the server of 苏州工厂 MES" },
    advice: { zh: "请校准本机时间", en: "Set the clock of this machine" },
  },
];

const kept = (name: string): T.SavedFile => ({ path: `/home/demo/Downloads/hallpass-${name}` });

export const careCommands: Commands = {
  edit_profiles: (args) => {
    const all = (args.names as string[]).map((name) => edit(name, args.change as T.ProfilesChange));
    change();
    return all;
  },
  undo: (args) => {
    const name = args.name as string;
    const it = aside.get(name);
    if (!it) return false;
    aside.delete(name);
    world.known.set(name, it.known);
    world.profiles.set(name, it.profile);
    change();
    return true;
  },
  health: (): T.HealthReport => ({
    sessions: [...world.known].filter(([, one]) => one.signedIn).map(([name]) => world.session(name)),
    blocked: world.known.has("董事会会议")
      ? [
          {
            profile: "董事会会议",
            why: { ...made("cooling_down", "账号正在冷却", "The account is cooling down"), retry_after_seconds: 745 },
          },
        ]
      : [],
    weak_passwords: [
      { profile: "北区客服备用", credential: null, score: 0 },
      { profile: "研发联调", credential: "研发 AD", score: 2 },
    ].filter((one) => world.known.has(one.profile)),
  }),
  preview_pack: (args) => read(args.file as T.PackFile),
  import_pack: (args) => {
    const all = read(args.file as T.PackFile);
    for (const { name, new: fresh } of all.profiles)
      if (fresh) world.add([name, "", "enos-iam", "dev", null, "imported", null, "none", 0, ""]);
    change();
    return all;
  },
  export_pack: (args) => kept(`profiles-2026-11-21.${args.csv ? "csv" : "json"}`),
  export_activity: () => kept("activity-2026-11-21.csv"),
  run_doctor: () => FINDINGS,
  support_bundle: () => {
    if (asked.has("leaks"))
      throw made(
        "internal",
        "诊断包里会含有一个已保存的密钥，因此没有写入",
        "The support bundle would contain a stored secret, so it was not written",
      );
    return kept("support-2026-11-21.json");
  },
};

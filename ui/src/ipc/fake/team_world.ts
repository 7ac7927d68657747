/** The invented team, as the page's address asks for it: `?team=joined`, `offline`, `logged_out`, `reader`, `conflict`,
 * `drafts`, `held`; without it, none was joined. */
import type * as T from "../contract";

const asked = new URLSearchParams(location.search);
const MINUTE = 60_000;
const ago = (minutes: number) => new Date(Date.now() - minutes * MINUTE).toISOString();

export const state = asked.get("team");
export const ALIAS = "support";
const joined = new Set<string>(state === null ? [] : [ALIAS]);

const one = (name: string, by: string, minutes: number, more: Partial<T.SharedProfile> = {}): T.SharedProfile => ({
  name,
  version: 3,
  by,
  written_at: ago(minutes),
  changed: [],
  shared_secret: false,
  problem: null,
  held: null,
  ...more,
});

const moved: T.Difference = {
  field: "server",
  before: "https://apigw.eu2.example.com",
  after: "https://apigw-new.eu2.example.com",
  way: true,
};

export const profiles: T.SharedProfile[] = [
  one("储能一期", "zhou.ming", 42, {
    shared_secret: true,
    version: 7,
    changed: [{ field: "account", before: "ess_phase0", after: "ess_phase1", way: false }],
  }),
  one("Maple Retail", "anna.keller", 60 * 26, { shared_secret: true }),
  one("供应商门户", "zhou.ming", 60 * 24 * 9),
  one("研发联调", "anna.keller", 60 * 5, {
    problem: {
      zh: "研发联调：anna.keller更改了服务器；在您确认之前仍使用原来的版本",
      en: "研发联调: anna.keller changed the server; the version before is used until you accept this one",
    },
    held: {
      version: 4,
      by: "anna.keller",
      written_at: ago(31),
      differences: [moved],
    },
  }),
  one("数据中台 · 测试", "wang.fang", 60 * 24 * 2, { version: 1 }),
  one("Blue Lagoon Water", "wang.fang", 60 * 24 * 2, { version: 1 }),
];

const draft = (profile: string, conflict: boolean): T.TeamDraft => ({
  profile,
  made_at: ago(12),
  why: conflict
    ? {
        zh: "其他人刚刚修改了此内容；没有写入任何更改",
        en: "Someone else changed the entry in the meantime; nothing was written",
      }
    : { zh: "您在团队服务器上没有此项权限", en: "Your account on the team server is not allowed to do that" },
  differences: [{ field: "account", before: "ess_phase1", after: "ess_ops", way: false }],
  conflict,
});

export const drafts: T.TeamDraft[] =
  state === "conflict"
    ? [draft("储能一期", true)]
    : state === "drafts" || state === "reader"
      ? [draft("Maple Retail", false)]
      : [];

/** The team that shares a profile. */
export const of = (name: string): string | null =>
  joined.has(ALIAS) && profiles.some((profile) => profile.name === name) ? ALIAS : null;
export const aliases = (): string[] => [...joined];
export const join = (alias: string) => void joined.add(alias);
export const leave = (alias: string) => void joined.delete(alias);

const trouble: Record<string, T.Failure> = {
  offline: {
    code: "unreachable",
    message: { zh: "无法连接vault.example.com:8200", en: "Could not connect to vault.example.com:8200" },
    field: null,
    advice: { zh: "检查网络和代理后再试", en: "Check network and proxy, then try again" },
    server_code: null,
    attempts_left: null,
    retry_after_seconds: null,
  },
  logged_out: {
    code: "no_session",
    message: { zh: "团队服务器不再接受您的登录", en: "The team server no longer accepts your login" },
    field: null,
    advice: { zh: "请重新登录团队服务器", en: "Log in to the team server again" },
    server_code: null,
    attempts_left: null,
    retry_after_seconds: null,
  },
};

export function status(ask: boolean): T.TeamStatus {
  const failure = trouble[state ?? ""] ?? null;
  const answered = ask && failure === null;
  return {
    settings: {
      alias: ALIAS,
      nodes: ["https://vault.example.com:8200"],
      place: { mount: "hallpass", team: "support", namespace: null },
      method: "userpass",
      method_mount: "userpass",
      user: "li.na",
      network: { proxy: "system", ca: null, allow_http: false },
    },
    who: "li.na",
    trouble: ask ? failure : null,
    ttl_seconds: answered ? 5 * 3600 + 1260 : null,
    may_edit: answered ? state !== "reader" : null,
    synced_at: ago(state === "offline" ? 190 : 4),
    sync_failure: state === "sync_failed" && trouble.offline ? { at: ago(14), error: trouble.offline } : null,
    problems:
      state === "held"
        ? [
            {
              zh: "共享配置bad-7含有控制字符或过长的文本，已忽略",
              en: "The shared profile bad-7 contains control characters or text that is too long and is ignored",
            },
          ]
        : [],
    profiles,
    drafts,
  };
}

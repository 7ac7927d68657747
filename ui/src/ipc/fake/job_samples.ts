/** The invented jobs, and the people in them. */
import type * as T from "../contract";

export type Job = T.JobItem;
const DAY = 86_400_000;
const began = Date.now();
const iso = (ms: number) => new Date(ms).toISOString();

const FAMILY = ["wang", "li", "zhang", "liu", "chen", "yang", "zhao", "huang", "zhou", "wu"];
const GIVEN = ["min", "fang", "wei", "na", "qiang", "jing", "lei", "yan"];
const TEAMS = ["华东运维", "客服", "研发"];

/** Words that try to be markup or script, in the place of invented ones. */
const hostile = (globalThis as { hostileStrings?: string[] }).hostileStrings ?? [];
export const odd = (n: number, plain: string): string =>
  hostile.length === 0 ? plain : `${plain} ${hostile[n % hostile.length]}`;

export const account = (n: number): string =>
  hostile.length > 0 ? `${hostile[n % hostile.length]} ${n}` : invented(n);
const invented = (n: number): string =>
  `${GIVEN[Math.floor(n / 10) % 8]}.${FAMILY[n % 10]}${Math.floor(n / 80) + 1}@wutong.example`;

const plain: Job = {
  job: "",
  profile: "全时会议 · 批量",
  environment: "prod",
  server: "https://meet.cn4.example.com",
  created_at: "",
  state: "done",
  expires_at: null,
  never: false,
  create_missing: false,
  rotate: false,
  revoke: false,
  confirmed: true,
  asked: 0,
  ok: 0,
  empty: 0,
  missing: 0,
  extra: 0,
  failed: 0,
  unknown: 0,
  minted: 0,
  requests: 0,
  duplicates: 0,
  problems: 0,
  blank: 0,
  list: {
    header: 1,
    column: "loginname",
    column_hidden: false,
    sheet: null,
    other_sheets: [],
    hidden_sheets: [],
    our_table: false,
  },
  out: "",
  file: null,
  format: "csv",
  sealed: true,
  note: null,
  here: false,
  worker: null,
  unconfirmed: false,
};

const job = (id: string, daysAgo: number, days: number, file: string, more: Partial<Job>): Job => ({
  ...plain,
  job: id,
  created_at: iso(began - daysAgo * DAY),
  expires_at: iso(began + (days - daysAgo) * DAY),
  out: `/home/admin/Documents/${file}`,
  ...more,
});

const SAMPLES: readonly Job[] = [
  job("9c41e7a2", 0, 90, "authkeys-2026-11.csv.age", {
    state: "paused",
    asked: 5000,
    ok: 3207,
    empty: 163,
    missing: 42,
    requests: 69,
    duplicates: 3,
    problems: 2,
  }),
  job("51d0b8f3", 2, 30, "authkeys-customer-service.xlsx", {
    environment: "staging",
    profile: "梧桐会议 · 预发",
    asked: 640,
    ok: 571,
    empty: 16,
    missing: 16,
    failed: 35,
    unknown: 2,
    minted: 0,
    requests: 21,
    format: "xlsx",
    sealed: false,
    create_missing: true,
    file: "/home/admin/Documents/authkeys-customer-service.xlsx",
  }),
  job("0b7f2c19", 24, 30, "authkeys-2026-10.csv.age", {
    asked: 420,
    ok: 410,
    missing: 10,
    minted: 21,
    requests: 17,
    create_missing: true,
    file: "/home/admin/Documents/authkeys-2026-10.csv.age",
  }),
];

export const JOBS: readonly Job[] = SAMPLES.map((job, at) => ({
  ...job,
  profile: odd(at, job.profile),
  server: odd(at + 3, job.server),
  out: odd(at + 20, job.out),
}));

/** What came of an account, by its place: as many of each kind as the job says, spread over those that were asked. */
function status(of: Job, at: number): string | null {
  const reached = of.ok + of.empty + of.missing + of.failed + of.unknown;
  if (at >= reached) return null;
  const kinds = [
    ["failed", of.failed],
    ["unknown", of.unknown],
    ["missing", of.missing],
    ["empty", of.empty],
  ] as const;
  // A call fails as a whole: those that failed stand together.
  if (at >= 200 && at < 200 + of.failed) return "failed";
  const spread = (at * 37) % Math.max(1, reached);
  let sum = 0;
  for (const [kind, n] of kinds.slice(1)) {
    sum += n;
    if (spread < sum) return kind;
  }
  return "ok";
}

const MESSAGES: Record<string, T.Text> = {
  failed: { zh: "服务器未能从UMS取得密钥（51210）", en: "The server could not get the key from UMS (51210)" },
  unknown: {
    zh: "已请求新建密钥，但没有收到响应：可能已有密钥",
    en: "A key was to be created and no response came: it may have one",
  },
};

const spoken = (at: number, said?: T.Text): T.Text | null =>
  said ? { zh: odd(at, said.zh), en: odd(at, said.en) } : null;

export function rowOf(of: Job, at: number): T.JobRow {
  const kind = status(of, at);
  const name = account(at);
  const ok = kind === "ok";
  return {
    seq: at + 1,
    line: at + 2,
    account: name,
    user_id: kind === null || kind === "missing" || kind === "failed" ? null : String(100_200_300 + at * 7919),
    login_name: ok && at % 61 === 3 ? name.replace(".", "_") : ok ? name : null,
    key_end: ok ? ((at * 2654435761) % 65536).toString(16).padStart(4, "0") : null,
    expires_at: ok ? of.expires_at : null,
    never: ok && of.never,
    status: kind,
    message: spoken(at, MESSAGES[kind ?? ""]),
    carried: [odd(at + 7, TEAMS[at % 3] ?? "")],
  };
}

export const SOON = Array.from({ length: 46 }, (_, at) => {
  const in_days = 1 + Math.floor(at / 4);
  return {
    job: at % 9 === 8 ? "51d0b8f3" : "0b7f2c19",
    seq: at + 1,
    profile: odd(at, at % 9 === 8 ? "梧桐会议 · 预发" : "全时会议 · 批量"),
    account: account(at),
    login_name: account(at),
    expires_at: iso(began + in_days * DAY + at * 600_000),
    in_days: in_days + 1,
  };
});

/** The rows of a job that a filter shows. */
export const rowsOf = (job: Job, filter: T.RowFilter): T.JobRow[] =>
  Array.from({ length: job.asked }, (_, at) => rowOf(job, at)).filter(
    (row, at) => filter === "all" || row.status === filter || (filter === "renamed" && at % 61 === 3),
  );

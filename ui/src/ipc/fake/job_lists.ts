/** The list of a new job: read from pasted text as a spreadsheet gives it, and what a job of it would do. */
import type * as T from "../contract";
import { made } from "./made";
import { account, odd } from "./job_samples";
import { asked, type Args, type Commands } from "./context";

const HEADS = ["loginname", "登录名", "email", "邮箱", "账号", "account"];
const FILE = [
  "loginname\t姓名\t团队",
  ...Array.from({ length: 5003 }, (_, n) => `${account(n % 5000)}\t张敏\t客服`),
].join("\n");
const same = (line: number): T.Text => ({ zh: `与第${line}行相同`, en: `Same as line ${line}` });
const BAD: T.Text = {
  zh: "这一格是数字，电子表格可能已改动它",
  en: "The cell is a number, which a spreadsheet may have changed",
};
const NOTHING: Omit<T.DraftView, "name" | "rows"> = {
  lines: 0,
  accounts: 0,
  duplicates: 0,
  problems: 0,
  notes: [],
  encoding: "UTF-8",
  encoding_unclear: false,
  sheet: null,
  other_sheets: [],
  heads: null,
  column: null,
  failure: null,
};

let kept = { text: "", name: "" };
let draft: T.DraftView | null = null;
let duplicates: T.UnsentLine[] = [];
let problems: T.UnsentLine[] = [];

function read(from: T.ListFrom, column: number | null): T.DraftView {
  if (from.kind === "text") kept = { text: from.text, name: "粘贴的内容" };
  else if (from.kind === "keys")
    kept = { text: from.keys.map(({ seq }) => account(seq - 1)).join("\n"), name: "所选密钥的账号" };
  else if (from.kind !== "again") kept = { text: FILE, name: odd(4, "2026-11 员工名单.xlsx") };
  const rows = kept.text.split(/\r?\n/).map((line) => line.split("\t").map((cell) => cell.trim()));
  const filled = rows.map((cells, at) => ({ cells, line: at + 1 })).filter(({ cells }) => cells.some(Boolean));
  const known = filled[0]?.cells.findIndex((cell) => HEADS.includes(cell.toLowerCase())) ?? -1;
  const width = Math.max(0, ...filled.slice(0, 4).map(({ cells }) => cells.length));
  const place = column ?? (known >= 0 ? known : width === 1 ? 0 : null);
  const body = known >= 0 ? filled.slice(1) : filled;
  const view: T.DraftView = {
    ...NOTHING,
    name: kept.name,
    heads: known >= 0 ? (filled[0]?.cells ?? null) : null,
    rows: body.slice(0, 3).map(({ cells }) => cells),
    column: place,
    ...(kept.name.includes("xlsx") ? { encoding: null, sheet: odd(5, "在职"), other_sheets: [odd(6, "离职")] } : {}),
  };
  if (place === null || body.length === 0)
    return {
      ...view,
      failure: {
        ...made("invalid_field", "不知道哪一列是账号", "It is not known which column holds the accounts"),
        field: "accounts",
      },
    };
  const seen = new Map<string, number>();
  [duplicates, problems] = [[], []];
  for (const { cells, line } of body) {
    const name = cells[place] ?? "";
    const before = seen.get(name);
    if (/^[\d.]+E\+\d+$/.test(name) || name === "") problems.push({ line, shown: `${name.slice(0, 2)}…`, reason: BAD });
    else if (before !== undefined) duplicates.push({ line, shown: name, reason: same(before) });
    else seen.set(name, line);
  }
  const found = { lines: body.length, accounts: seen.size, duplicates: duplicates.length, problems: problems.length };
  return { ...view, ...found };
}

function plan({ request }: Args): T.JobPlan {
  const { expires, rotate, create_missing } = request as T.JobRequest;
  const accounts = draft?.accounts ?? 0;
  const grave = rotate || expires.kind === "now" || expires.kind === "never";
  const at = expires.kind === "days" ? Date.now() + expires.days * 86_400_000 : null;
  return {
    accounts,
    requests: Math.ceil(accounts / 50),
    expires_at: expires.kind === "at" ? expires.at : at === null ? null : new Date(at).toISOString(),
    grave,
    number: rotate || expires.kind === "now" || (create_missing && accounts > 50) ? accounts : null,
    production: false,
  };
}

export const draftCommands: Commands = {
  read_accounts: (args) => {
    draft = read(args.from as T.ListFrom, args.column as number | null);
    if (asked.get("list") === "unclear")
      draft = { ...draft, encoding: args.encoding === "gbk" ? "GBK" : "UTF-8", encoding_unclear: true };
    return draft;
  },
  unsent_lines: (args) => (args.duplicates ? duplicates : problems).slice(Number(args.from), Number(args.from) + 500),
  forget_form: () => (draft = null),
  plan_keys: plan,
  table_place: ({ request, choose }): T.TablePlace => {
    const { format, protection } = request as T.JobRequest;
    const end = protection.kind === "plain" ? format : `${format}.age`;
    return {
      file: `authkeys-2026-11-21.${end}`,
      folder: choose ? "~/共享" : "~/Documents",
      replaces: choose as boolean,
    };
  },
};

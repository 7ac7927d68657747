/** Signing in to many: one after the other, until somebody stops it. */
import type * as T from "../contract";
import { made } from "./made";
import { asked, type Commands } from "./context";
import { planBulk } from "./plans";
import { attempt, challenge } from "./signing";

/** `?board=mixed`: some fail, some ask, one is blocked; `?board=running`: nothing more comes after the fourth. */
const mixed = asked.has("board");
const PACE = mixed ? 20 : 400;
const ODD: Record<string, string> = {
  "Riverbend Energy (test)": "wrong",
  "华东运维 · 测试": "spent",
  "培训环境 · 02": "down",
  "培训环境 · 01": "lock",
};
const ASKS: Record<string, T.ChallengeKind> = { 储能二期: "captcha", "华东运维 · 预发": "sms" };
const RETRY: Partial<Record<T.ErrorCode, T.Retry>> = { stopped: "safe", unreachable: "safe", budget_spent: "later" };
const stopped = new Set<number>();
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

const begun = (name: string): T.BatchItem => ({ profile: name, end: null, failure: null, retry: null });

function tried(name: string, run: number): T.BatchItem {
  const one = begun(name);
  if (stopped.has(run)) return { ...one, failure: made("stopped", "已停止，没有再发送", "Stopped"), retry: "safe" };
  try {
    const kind = mixed && ASKS[name];
    if (kind) return { ...one, end: challenge(name, kind) };
    const password = (mixed && ODD[name]) || "";
    return { ...one, end: attempt(name, null, { password }, false) };
  } catch (thrown) {
    const failure = thrown as T.Failure;
    const waits = failure.retry_after_seconds ? "later" : "after_change";
    return { ...one, failure, retry: RETRY[failure.code] ?? waits };
  }
}

export const bulkCommands: Commands = {
  plan_bulk: (args) => planBulk(args.names as string[], args.choice as T.BulkChoice),
  sign_in_bulk: async (args) => {
    const [run, all]: [number, T.BatchItem[]] = [args.run as number, []];
    for (const name of planBulk(args.names as string[], args.choice as T.BulkChoice).send) {
      const tell = args.channel as (one: T.BatchItem) => void;
      if (!stopped.has(run)) {
        tell(begun(name));
        await (asked.get("board") === "running" && all.length === 4 ? new Promise(() => undefined) : sleep(PACE));
      }
      const one = tried(name, run);
      tell(one);
      all.push(one);
    }
    return all;
  },
  stop_sign_in: (args) => {
    stopped.add(args.run as number);
    return null;
  },
};

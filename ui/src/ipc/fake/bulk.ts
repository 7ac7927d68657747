/** Signing in to many: one after the other, until somebody stops it. */
import type * as T from "../contract";
import { made } from "./made";
import type { Commands } from "./context";
import { planBulk } from "./plans";
import { attempt } from "./signing";

const PACE = 400;
const stopped = new Set<number>();
const sleep = (ms: number) => new Promise((done) => setTimeout(done, ms));

function tried(name: string, run: number): T.BatchItem {
  const one: T.BatchItem = { profile: name, end: null, failure: null };
  if (stopped.has(run)) return { ...one, failure: made("stopped", "已停止，没有再发送", "Stopped") };
  try {
    return { ...one, end: attempt(name, null, {}, false) };
  } catch (thrown) {
    return { ...one, failure: thrown as T.Failure };
  }
}

export const bulkCommands: Commands = {
  plan_bulk: (args) => planBulk(args.names as string[], args.choice as T.BulkChoice),
  sign_in_bulk: async (args) => {
    const [run, all]: [number, T.BatchItem[]] = [args.run as number, []];
    for (const name of planBulk(args.names as string[], args.choice as T.BulkChoice).send) {
      if (!stopped.has(run)) await sleep(PACE);
      const one = tried(name, run);
      (args.channel as (one: T.BatchItem) => void)(one);
      all.push(one);
    }
    return all;
  },
  stop_sign_in: (args) => {
    stopped.add(args.run as number);
    return null;
  },
};

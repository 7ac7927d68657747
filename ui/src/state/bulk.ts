/** What is done to one session or to several: one note for the whole, and a list of what became of each. */
import { said, t, type Key } from "../i18n/index.svelte";
import * as api from "../ipc/api";
import type { BulkChoice, BulkLeftOut } from "../ipc/contract";
import { failure } from "../ipc/failure";
import { app, type Pane } from "./app.svelte";
import { board } from "./board.svelte";
import { dialogs, type Result } from "./dialogs.svelte";
import { landed, once, type Work } from "./in_flight";
import { progress, type Progress } from "./progress";
import { toasts, type Toast } from "./toasts.svelte";
import { undo } from "./undo";

/** What the note at the end says, and what can be opened from it. */
type Sum = { title: string; parts: string[]; action: Toast["action"] | undefined; undo?: () => void };

/** Gets more time. */
export async function renew(names: string[]): Promise<void> {
  const able = names.filter((name) => app.rows.get(name)?.session?.can.includes("renew"));
  if (able.length === 0) return void toasts.show({ tone: "done", title: t("renew.none") });
  await once("renew", able, async (free) => {
    const run = progress(free.length, (n) =>
      n.n === 1 ? t("renew.busy_one", { name: free[0] ?? "" }) : t("renew.busy", n),
    );
    const results = await each("renew", free, run, async (name) => {
      await api.renew(name);
      return { name, how: "done", words: t("results.renewed") };
    });
    const n = count(results, "done");
    const title = free.length === 1 ? t("renew.done_one", { name: free[0] ?? "" }) : t("renew.done", { n });
    conclude(run.note, results, { title, parts: [], action: details("results.title_renew", results) });
  });
}

/** Ends sessions; the note says what became of each at its server. */
export async function signOut(names: string[]): Promise<void> {
  await once("sign_out", names, async (free) => {
    const run = progress(free.length, (n) =>
      n.n === 1 ? t("sign_out.busy_one", { name: free[0] ?? "" }) : t("sign_out.busy", n),
    );
    const results = await each("sign_out", free, run, async (name) => {
      const { text, ended_at_server } = await api.signOut(name);
      return { name, how: ended_at_server ? "done" : "partly", words: said(text) };
    });
    const [first, ...more] = results;
    const here = results.filter((one) => one.how === "partly").map((one) => one.name);
    // The server has ended the others: what is gone there does not come back.
    const back = here.length > 0 ? { undo: () => void undo(here) } : {};
    if (first && first.how !== "failed" && more.length === 0)
      toasts.change(run.note, { ...signedOut(first.name, first.words), ...back });
    else conclude(run.note, results, { ...allSignedOut(results), ...back });
  });
}

const signedOut = (name: string, words: string): Omit<Toast, "id"> => ({
  tone: "done",
  title: name,
  body: words,
  action: { label: t("act.sign_in"), run: opens({ screen: "sign_in", name }) },
});

function allSignedOut(results: Result[]): Sum {
  const [ended, here] = [count(results, "done"), count(results, "partly")];
  return {
    title: t("sign_out.done", { n: ended + here }),
    parts: [ended > 0 ? t("many.ended", { n: ended }) : "", here > 0 ? t("many.here", { n: here }) : ""],
    action: details("results.title_sign_out", results),
  };
}

/** A number for each run, by which it is stopped. */
let runs = 0;

/** Signs in to several, one after another for each host; the board shows what becomes of each, and what needs a person
 * goes to the inbox. The core sends to those whom its plan names, and after a stop to nobody else. `leftOut` are those
 * that the plan does not name; `null` goes on with what was not sent before. */
export async function signInMany(
  names: string[],
  choice: BulkChoice,
  leftOut: BulkLeftOut[] | null = null,
): Promise<void> {
  await once("sign_in", names, async (free) => {
    const run = ++runs;
    board.begin(run, free, choice, leftOut);
    app.open({ screen: "board" });
    try {
      await api.signInBulk(free, choice, run, (one) => {
        board.take(one);
        if (one.end ?? one.failure) landed("sign_in", one.profile);
      });
    } catch (thrown) {
      app.tell(thrown);
    }
    board.end(run, free);
  });
}

const stopped = (name: string): Result => ({ name, how: "stopped", words: t("results.stopped") });

const count = (results: Result[], how: Result["how"]) => results.filter((one) => one.how === how).length;

/** One at a time: a server is never asked for many at once. A failure is a result; the others still have their turn,
 * until the user stops it. */
async function each(
  work: Work,
  names: string[],
  run: Progress,
  call: (name: string) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const name of names) {
    // oxlint-disable-next-line no-await-in-loop
    results.push(run.stopped ? stopped(name) : await settled(name, call));
    landed(work, name);
    run.next();
  }
  return results;
}

async function settled(name: string, call: (name: string) => Promise<Result>): Promise<Result> {
  try {
    return await call(name);
  } catch (thrown) {
    return { name, how: "failed", failure: failure(thrown) };
  }
}

/** The note at the end: one that failed is told by itself, of several it counts, and stays where any failed. */
function conclude(id: number, results: Result[], { title, parts, action, undo }: Sum): void {
  const [first, ...more] = results;
  if (first?.how === "failed" && more.length === 0) {
    toasts.drop(id);
    return app.tell(first.failure, first.name);
  }
  const [failed, left] = [count(results, "failed"), count(results, "stopped")];
  const ends = [failed > 0 ? t("many.failed", { n: failed }) : "", left > 0 ? t("many.not_sent", { n: left }) : ""];
  const body = [...parts, ...ends].filter(Boolean).join(" · ");
  toasts.change(id, {
    tone: failed > 0 ? "failed" : "done",
    title,
    body,
    ...(action ? { action } : {}),
    ...(undo ? { undo } : {}),
  });
}

/** What became of each: of a single one the note itself tells. */
function details(title: Key, results: Result[]): Toast["action"] | undefined {
  if (results.length < 2) return undefined;
  return { label: t("many.details"), run: () => dialogs.show({ kind: "results", title, results }) };
}

/** A note can be pressed while a dialog is open: what it leads to would stand behind it. */
const opens = (pane: Pane) => () => {
  dialogs.close();
  app.open(pane);
};

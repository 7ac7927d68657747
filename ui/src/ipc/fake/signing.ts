/** Signing in: at once, by a challenge, many in a row. */
import type * as T from "../contract";
import { made } from "./made";
import { asked, change, type Commands, find, note, picture, text } from "./context";
import { plan } from "./plans";
import * as production from "./production";
import { judge, spoil } from "./failures";
import * as world from "./fixtures";

export function signedIn(name: string): T.SignInReply {
  const it = find(name);
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

export function challenge(name: string, kind: T.ChallengeKind): T.SignInReply {
  const pending = world.wait(name, kind);
  note(name, "challenge", kind);
  change();
  return { outcome: "challenge", pending };
}

export function attempt(name: string, method: string | null, answers: T.Answers, anyway: boolean): T.SignInReply {
  judge(answers, anyway);
  const { person } = find(name);
  if (person[9] === "captcha") return challenge(name, "captcha");
  if (person[9] === "sms" || method === "sms") return challenge(name, "sms");
  if (person[9] === "organisations") return challenge(name, answers.password === "mfa" ? "mfa" : "organisation");
  return signedIn(name);
}

function answered(id: string, answers: T.Answers): T.SignInReply {
  const pending = world.pendings.get(id);
  if (!pending) throw made("challenge_waiting", "这次登录已不再等待", "This sign-in no longer waits");
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
    find(pending.profile).organisation = pending.options.find((one) => one.id === given)?.name ?? null;
  return signedIn(pending.profile);
}

export const signingCommands: Commands = {
  plan: (args): T.Plan => plan(text(args, "name"), args.method as string | null),
  sign_in: (args) => {
    production.check(world.profiles.get(text(args, "name")) as T.ProfileView, false);
    return attempt(text(args, "name"), args.method as string | null, args.answers as T.Answers, args.anyway as boolean);
  },
  answer: (args) => answered(text(args, "pending"), args.answers as T.Answers),
  answer_by_seed: (args) => answered(text(args, "pending"), { mfa_code: "048213" }),
  resend: (args) => {
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
  captcha: () => (asked.get("pictures") === "bad" ? spoil() : picture(Math.random().toString(36).slice(2, 6), 120, 40)),
  drop_pending: (args) => {
    world.pendings.delete(text(args, "pending"));
    change();
    return null;
  },
  demo_code: (args) => (world.pendings.get(text(args, "pending"))?.kind === "captcha" ? null : "964249"),
};

/** Sessions: what there is, and what can be done with one. */
import type * as T from "../contract";
import { made } from "./made";
import { keepAside } from "./upkeep";
import { change, type Commands, find, note, text } from "./context";
import { signedIn } from "./signing";
import * as world from "./fixtures";

export const sessionCommands: Commands = {
  overview: () => world.overview(),
  session: (args) => {
    if (!find(text(args, "name")).signedIn) throw made("no_session", "没有会话", "No session");
    return world.session(text(args, "name"));
  },
  activity: (args) =>
    world.events
      .filter((one) => args.name === null || one.profile === args.name)
      .toSorted((a, b) => b.at.localeCompare(a.at))
      .slice(0, 200),
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
  switch_organisation: (args) => {
    const view = world.session(text(args, "name"));
    find(view.profile).organisation = view.organisations.find((one) => one.id === args.organisation)?.name ?? null;
    note(view.profile, "chosen");
    change();
    return world.session(view.profile);
  },
  sign_out: (args): T.SignedOut => {
    const it = find(text(args, "name"));
    // The platform without a call for it: the token goes here alone.
    const here = it.person[2] === "quanshi";
    if (here) keepAside(text(args, "name"));
    it.signedIn = false;
    note(text(args, "name"), "signed_out", here ? "removed here only" : "ended at the server");
    change();
    if (here)
      return {
        ended_at_server: false,
        text: {
          zh: "已从本机删除；在到期之前服务器可能仍接受这个令牌",
          en: "Removed from this machine; the server may accept the token until it expires",
        },
      };
    return {
      ended_at_server: true,
      text: { zh: "已退出登录，服务器已结束会话", en: "Signed out; the server ended the session" },
    };
  },
  find_by_token: (args) => {
    if (!text(args, "token").includes("IAM"))
      throw made("no_session", "这不是任何一个会话的令牌", "That is no session's token");
    return world.session("华东运维 · 张敏");
  },
};

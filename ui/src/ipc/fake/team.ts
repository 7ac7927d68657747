/** The team: joining, syncing, and what is shared. */
import type * as T from "../contract";
import { change, type Commands, text } from "./context";
import { made } from "./made";
import { profileCommands } from "./profiles";
import * as team from "./team_world";

const synced = (added: string[] = [], changed: string[] = []): T.TeamSync => ({
  team: team.ALIAS,
  added,
  changed,
  removed: [],
  servers: {},
  held: [],
  problems: [],
});

const find = (name: string): T.SharedProfile | undefined => team.profiles.find((one) => one.name === name);

const conflict = (): T.TeamEdit => ({
  outcome: "conflict",
  by: "zhou.ming",
  written_at: new Date(Date.now() - 180_000).toISOString(),
  differences: [
    { field: "account", before: "ess_night", after: "ess_ops", way: false },
    { field: "tags", before: "夜班", after: null, way: false },
    { field: "server", before: "https://apigw.eu2.example.com", after: "https://apigw-2.eu2.example.com", way: true },
  ],
});

/** `?team=conflict`: somebody was faster, once. */
let faster = team.state === "conflict";

function denied(): void {
  if (team.state === "reader")
    throw {
      ...made("refused", "您在团队服务器上没有此项权限", "Your account on the team server is not allowed to do that"),
      advice: {
        zh: "如需修改，请管理员授予编辑权限。您的修改已存为草稿",
        en: "Ask an administrator for the editor policy if you need it. Your edit is kept as a draft",
      },
    };
}

/** A login that waits until its page is opened: here that confirms it. */
let browser: { done: (_: null) => void; stopped: (why: T.Failure) => void } | null = null;

function joined(): T.TeamSync {
  team.join(team.ALIAS);
  change();
  return synced(team.profiles.map((one) => one.name));
}

const drop = (name: string) => {
  const at = team.drafts.findIndex((one) => one.profile === name);
  if (at >= 0) team.drafts.splice(at, 1);
};

export const teamCommands: Commands = {
  team: (args) => team.status(args.ask as boolean),
  join_team: (args) => {
    const form = args.form as T.TeamDetails;
    if (args.secret === "wrong")
      throw {
        ...made(
          "refused",
          "团队服务器拒绝了登录：用户名或密码不正确",
          "The team server rejected the user name or password",
        ),
        advice: {
          zh: "核对后再试；连续5次失败会锁定账号",
          en: "Check them before you try again; 5 failures in a row lock the account",
        },
      };
    if (form.alias === null && form.servers.length === 0)
      throw { ...made("missing_field", "缺少server", "server is missing"), field: "server" };
    return joined();
  },
  join_team_in_browser: async (args) => {
    (args.channel as (page: T.LogInPage) => void)({ url: "https://id.example.com/device", user_code: "WDJB-MJHT" });
    await new Promise((done, stopped) => (browser = { done, stopped }));
    return joined();
  },
  open_log_in_page: () => {
    browser?.done(null);
    return null;
  },
  stop_browser_log_in: () => {
    browser?.stopped(made("stopped", "已停止，没有登录", "Stopped; you are not logged in"));
    return null;
  },
  leave_team: (args) => {
    team.leave(text(args, "alias"));
    change();
    return true;
  },
  sync_team: () => {
    change();
    return synced([], ["Maple Retail"]);
  },
  accept_shared: (args) => {
    const shared = find(text(args, "name"));
    if (shared) [shared.held, shared.problem] = [null, null];
    change();
    return [];
  },
  share_profile: (args) => {
    const kind = (args.secret as T.ProfileSecret).kind;
    team.profiles.push({
      name: text(args, "name"),
      version: 1,
      by: "li.na",
      written_at: new Date().toISOString(),
      changed: [],
      shared_secret: kind !== "none",
      problem: null,
      held: null,
    });
    change();
    return null;
  },
  unshare_profile: (args) => {
    const at = team.profiles.findIndex((one) => one.name === args.name);
    if (at >= 0) team.profiles.splice(at, 1);
    change();
    return null;
  },
  edit_shared: (args) => {
    denied();
    if (faster) return conflict();
    profileCommands.edit_profile?.({ ...args });
    return { outcome: "written", differences: [] } satisfies T.TeamEdit;
  },
  send_draft: (args) => {
    denied();
    if (faster && args.over !== true) return conflict();
    faster = false;
    drop(text(args, "name"));
    change();
    return { outcome: "written", differences: [] } satisfies T.TeamEdit;
  },
  discard_draft: (args) => {
    drop(text(args, "name"));
    change();
    return null;
  },
  begin_rotation: (args): T.TeamRotation => ({ profile: text(args, "name"), version: 4 }),
  finish_rotation: () => null,
  cancel_rotation: () => null,
};

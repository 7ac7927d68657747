/** Profiles, groups and credentials. */
import type * as T from "../contract";
import { made } from "./made";
import { keepAside } from "./upkeep";
import { change, type Commands, find, note, text } from "./context";
import * as world from "./fixtures";

function saveProfile(draft: T.Draft, before: string | null): T.ProfileView {
  if (!/^https?:\/\/./.test(draft.server))
    throw {
      ...made("invalid_field", "服务器地址必须以 https:// 开头", "The server's address must begin with https://"),
      field: "server",
    };
  if (before === null && world.known.has(draft.name))
    throw {
      ...made("invalid_field", `已有名为 ${draft.name} 的配置`, `There is a profile named ${draft.name} already`),
      field: "name",
    };
  const it = before === null ? null : find(before);
  if (before !== null && before !== draft.name) {
    world.known.delete(before);
    world.profiles.delete(before);
  }
  const account = draft.values.account ?? draft.values.phone ?? draft.values.client_id ?? "";
  if (it) {
    it.person[0] = draft.name;
    it.person[4] = draft.group;
    it.person[3] = draft.environment;
    world.known.set(draft.name, it);
  } else
    world.add([
      draft.name,
      "",
      draft.provider as "hzero",
      draft.environment,
      draft.group,
      account,
      null,
      "none",
      0,
      "",
    ]);
  const profile: T.ProfileView = {
    ...(draft as Omit<T.Draft, "secrets" | "proxy">),
    id: world.profiles.get(draft.name)?.id ?? `p${world.known.size}`,
    saved_secrets: Object.keys(draft.secrets),
    network: {
      proxy: draft.proxy === "system" || draft.proxy === "none" ? draft.proxy : { url: draft.proxy },
      ca: draft.ca,
      allow_http: draft.allow_http,
    },
    renewal: { auto_renew: draft.auto_renew ?? "on", keep_alive: draft.keep_alive || null },
    notices: [],
  };
  world.profiles.set(draft.name, profile);
  note(draft.name, "profile_changed", before === null ? "added" : "edited");
  change();
  return profile;
}

export const profileCommands: Commands = {
  profile: (args) => {
    find(text(args, "name"));
    return world.profiles.get(text(args, "name"));
  },
  add_profile: (args) => saveProfile(args.draft as T.Draft, null),
  edit_profile: (args) => saveProfile(args.draft as T.Draft, text(args, "name")),
  remove_profile: (args) => {
    keepAside(text(args, "name"));
    world.known.delete(text(args, "name"));
    world.profiles.delete(text(args, "name"));
    change();
    return null;
  },
  use_environment: (args) => {
    world.current.set(text(args, "group"), args.environment as T.Environment);
    change();
    return null;
  },
  save_credential: (args) => {
    world.credentials.set(text(args, "name"), new Date().toISOString());
    if (args.reference) world.references.set(text(args, "name"), text(args, "reference"));
    else world.references.delete(text(args, "name"));
    change();
    return null;
  },
  remove_credential: (args) => {
    world.credentials.delete(text(args, "name"));
    change();
    return null;
  },
};

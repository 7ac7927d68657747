/** What the palette offers: commands of the window, and what can be done with one session. */
import { said, t, type Key } from "../../i18n/index.svelte";
import * as api from "../../ipc/api";
import type { TokenFormat, ProfileRow, Settings } from "../../ipc/contract";
import type { IconName } from "../../components/icons";
import { copy, leaveDemo, lock, verify } from "../../state/actions";
import { app } from "../../state/app.svelte";
import { dialogs } from "../../state/dialogs.svelte";
import { jobs } from "../../state/jobs.svelte";
import { list } from "../../state/list.svelte";
import { renew } from "../../state/bulk";
import { shownKeys } from "../../state/shortcuts";
import { signIn } from "../../state/signing.svelte";

export type Entry = {
  id: string;
  section: Key;
  icon: IconName;
  label: string;
  second?: string;
  keys?: string;
  /** Lower-case words that find it, in both languages, with pinyin and initials. */
  search: string;
  row?: ProfileRow;
  run: () => void;
};

const FORMATS: TokenFormat[] = ["raw", "header", "curl", "env", "json"];

function command(key: Key, icon: IconName, pinyin: string, run: () => void, keys?: string): Entry {
  const search = `${t(key, {}, "zh")} ${t(key, {}, "en")} ${pinyin}`.toLowerCase();
  return { id: key, section: "palette.commands", icon, label: t(key), search, run, ...(keys ? { keys } : {}) };
}

const set = (change: Partial<Settings>) => () => {
  if (app.settings) void app.save({ ...app.settings, ...change });
};
const shown = () => list.rows.map((row) => row.name);

/** Every command of the window. */
export function commands(): Entry[] {
  return [
    command(
      "command.new",
      "add",
      "xinjianpeizhi xjpz",
      () => app.open({ screen: "editor", name: null, like: null }),
      shownKeys("new"),
    ),
    command("command.sign_in_all", "sign_in", "dengluquanbu dlqb", () =>
      dialogs.show({ kind: "sign_in_many", names: shown() }),
    ),
    command("command.renew_all", "renew", "xuqiquanbu xqqb", () => void renew(shown())),
    command("command.inbox", "inbox", "dengdaichuli ddcl", () => app.open({ screen: "inbox" })),
    command("command.authkeys", "batch", "piliang plauthkey miyao my", () => jobs.show(), "Ctrl+B"),
    command("command.authkeys_new", "add", "xinjianrenwu xjrw miyao piliang", () => jobs.show({ kind: "new" })),
    command("command.authkeys_soon", "soon", "jijiangdaoqidemiyao jjdq miyao authkey", () =>
      jobs.show({ kind: "soon" }),
    ),
    command("command.team", "team", "tuandui td gongxiang team", () => app.open({ screen: "team" }), shownKeys("team")),
    ...(app.overview.teams.length > 0
      ? [
          command("command.team_share", "team", "gongxiangpeizhi gxpz tuandui share", () =>
            app.open({ screen: "team", share: "" }),
          ),
        ]
      : []),
    command("command.profiles", "profiles", "peizhipingju pzpj", () => app.open({ screen: "profiles" })),
    command("command.activity", "activity", "huodongjilu hdjl", () => app.open({ screen: "activity" })),
    command("command.health", "health", "jiankangjiancha jkjc doctor support", () => app.open({ screen: "health" })),
    command("command.settings", "settings", "shezhi sz", () => app.open({ screen: "settings" }), shownKeys("settings")),
    command("command.whose", "whose", "sheidelingpai sdlp", () => dialogs.show({ kind: "whose" })),
    command("command.clear_clipboard", "remove", "qingkongjiantieban qkjtb", () => void clearClipboard()),
    command("command.light", "show", "qiansewaiguan qswg", set({ theme: "light" })),
    command("command.dark", "hide", "shensewaiguan sswg", set({ theme: "dark" })),
    command("command.system", "settings", "gensuixitong gsxt", set({ theme: "system" })),
    command("command.chinese", "host", "zhongwen zw chinese", set({ language: "zh" })),
    command("command.english", "host", "yingwen yw english 英文", set({ language: "en" })),
    command("command.compact", "all", "jincou jc", set({ density: "compact" })),
    command("command.comfortable", "all", "kuansong ks", set({ density: "comfortable" })),
    command(
      "command.guide",
      "help",
      "shiyongzhinan syzn bangzhu bz help guide",
      () => dialogs.show({ kind: "guide" }),
      shownKeys("guide"),
    ),
    command(
      "command.shortcuts",
      "help",
      "kuaijiejian kjj",
      () => dialogs.show({ kind: "shortcuts" }),
      shownKeys("sheet"),
    ),
    ending(),
  ];
}

/** What Ctrl+L does: the demo is left, what is in memory alone is emptied, and any other vault is locked. */
function ending(): Entry {
  if (app.demo)
    return command(
      "command.leave_demo",
      "sign_out",
      "likaiyanshi lkys suoding sd",
      () => void leaveDemo(),
      shownKeys("lock"),
    );
  const key = app.vault?.source === "memory" ? "settings.empty" : "command.lock";
  return command(key, "lock", "suoding sd", () => void lock(), shownKeys("lock"));
}

/** The platforms, as places of the list. */
export function platforms(): Entry[] {
  return app.providers
    .filter((one) => app.overview.rows.some((row) => row.provider === one.id))
    .map((one) => ({
      id: `platform:${one.id}`,
      section: "palette.platforms",
      icon: "all",
      label: said(one.name),
      search: `${one.id} ${one.name.zh} ${one.name.en}`.toLowerCase(),
      run: () => {
        list.go({ kind: "provider", id: one.id });
        app.back("list");
      },
    }));
}

/** What can be done with one session, drawn from what it can do. */
export function actions(row: ProfileRow): Entry[] {
  const { name, session } = row;
  const made = (id: string, icon: IconName, label: string, run: () => void, keys?: string): Entry => ({
    id,
    section: "palette.actions",
    icon,
    label,
    search: `${id} ${label}`.toLowerCase(),
    run,
    ...(keys ? { keys } : {}),
  });
  const can = session?.can ?? [];
  return [
    ...(session
      ? FORMATS.map((one) =>
          made(`copy ${one}`, "copy", t("action.copy_as", { format: t(`format.${one}`) }), () => void copy(name, one)),
        )
      : []),
    ...(can.includes("renew")
      ? [made("renew", "renew", t("action.renew"), () => void renew([name]), shownKeys("renew"))]
      : []),
    ...(can.includes("verify") ? [made("verify", "verify", t("action.verify"), () => void verify(name))] : []),
    ...(session
      ? [
          made("large", "large", t("action.large"), () => dialogs.show({ kind: "large", name }), "Space"),
          made("qr", "qr", t("action.qr"), () => dialogs.show({ kind: "qr", name })),
        ]
      : []),
    made("show", "right", t("action.show"), () => go(name)),
    made("sign in", "sign_in", t("action.sign_in"), () => signIn(name), shownKeys("sign_in")),
    made("edit", "edit", t("action.edit"), () => app.open({ screen: "editor", name, like: null })),
    ...(session
      ? [made("sign out", "sign_out", t("action.sign_out"), () => dialogs.show({ kind: "sign_out", names: [name] }))]
      : []),
  ];
}

/** Shows a session, wherever the list stands. */
export function go(name: string): void {
  if (!list.rows.some((row) => row.name === name)) list.go({ kind: "all" });
  list.pick(name);
}

async function clearClipboard(): Promise<void> {
  try {
    await api.clearClipboard();
  } catch (thrown) {
    app.tell(thrown);
  }
}

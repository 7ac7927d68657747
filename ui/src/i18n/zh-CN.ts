import common from "./zh-CN/common.json";
import session from "./zh-CN/session.json";
import list from "./zh-CN/list.json";
import detail from "./zh-CN/detail.json";
import dialogs from "./zh-CN/dialogs.json";
import palette from "./zh-CN/palette.json";
import unlock from "./zh-CN/unlock.json";
import environments from "./zh-CN/environments.json";
import first_run from "./zh-CN/first_run.json";
import sign_in from "./zh-CN/sign_in.json";
import board from "./zh-CN/board.json";
import inbox from "./zh-CN/inbox.json";
import profiles from "./zh-CN/profiles.json";
import settings from "./zh-CN/settings.json";
import authkeys from "./zh-CN/authkeys.json";
import places from "./zh-CN/places.json";
import table from "./zh-CN/table.json";
import packs from "./zh-CN/packs.json";
import activity from "./zh-CN/activity.json";
import health from "./zh-CN/health.json";
import team from "./zh-CN/team.json";
import shortcuts from "./zh-CN/shortcuts.json";

export const zh = {
  ...common,
  ...session,
  ...list,
  ...detail,
  ...dialogs,
  ...palette,
  ...unlock,
  ...environments,
  ...first_run,
  ...sign_in,
  ...board,
  ...inbox,
  ...profiles,
  ...settings,
  ...authkeys,
  ...places,
  ...table,
  ...packs,
  ...activity,
  ...health,
  ...team,
  ...shortcuts,
};

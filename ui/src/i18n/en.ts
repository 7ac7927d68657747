import common from "./en/common.json";
import session from "./en/session.json";
import list from "./en/list.json";
import detail from "./en/detail.json";
import dialogs from "./en/dialogs.json";
import palette from "./en/palette.json";
import unlock from "./en/unlock.json";
import environments from "./en/environments.json";
import first_run from "./en/first_run.json";
import sign_in from "./en/sign_in.json";
import board from "./en/board.json";
import inbox from "./en/inbox.json";
import profiles from "./en/profiles.json";
import settings from "./en/settings.json";
import authkeys from "./en/authkeys.json";
import places from "./en/places.json";
import table from "./en/table.json";
import packs from "./en/packs.json";
import activity from "./en/activity.json";
import health from "./en/health.json";
import team from "./en/team.json";
import shortcuts from "./en/shortcuts.json";

export const en = {
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

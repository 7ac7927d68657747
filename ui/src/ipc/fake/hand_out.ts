/** Tokens that leave: copied, shown, and what production wants before. */
import type * as T from "../contract";
import { made } from "./made";
import { change, type Commands, find, note, picture, text } from "./context";
import * as production from "./production";
import { tell } from "./signals";
import { settings } from "./vault";
import * as world from "./fixtures";

const RECOVERY = "HP1-7K2M-QX4D-9RTB-W3EN-5VHC-8JPA";
const TOKEN = "IAM_S_HbH8y6sP77T5uUDgqLfzGCZkrz9x5Pyr3VMVARBBQRK8YDbAnW2kQe4tLp0nTbQ";
let clipboard: ReturnType<typeof setTimeout> | undefined;

function guardCopy(name: string, expiredOk: boolean, confirmed: boolean): void {
  const it = find(name);
  if (!it.signedIn) throw made("no_session", `${name} 没有会话`, `${name} has no session`);
  production.check(world.profiles.get(name) as T.ProfileView, confirmed);
  if (world.state(it) === "expired" && !expiredOk)
    throw made("session_expired", `${name} 的会话已过期`, `The session of ${name} has expired`);
}

export const handOutCommands: Commands = {
  copy: (args): T.CopyResult => {
    guardCopy(text(args, "name"), args.expiredOk as boolean, args.confirmed as boolean);
    note(text(args, "name"), "copied", text(args, "format"));
    clearTimeout(clipboard);
    clipboard = setTimeout(() => tell.send("clipboard", { cleared: true }), settings.clipboard_seconds * 1000);
    return { seconds: settings.clipboard_seconds };
  },
  clear_clipboard: () => {
    clearTimeout(clipboard);
    tell.send("clipboard", { cleared: true });
    return null;
  },
  reveal: (args): T.Revealed => {
    const what = args.what as T.What;
    if ("recovery" in what) return { text: RECOVERY, picture: null, seconds: 600 };
    guardCopy(what.name, true, what.confirmed);
    note(what.name, "revealed");
    return what.form === "qr"
      ? { text: null, picture: picture("QR", 240, 240), seconds: settings.reveal_seconds }
      : { text: TOKEN, picture: null, seconds: settings.reveal_seconds };
  },
  confirm_production: (args) => {
    const { name, group } = world.profiles.get(text(args, "name")) as T.ProfileView;
    production.enter(group ?? name);
    change();
    return null;
  },
  close_production: () => {
    production.close();
    change();
    return null;
  },
};

/** One function for each command of the backend. Each rejects with a `Failure`. */
import { call, channel } from "#bridge";
import type * as T from "./contract";

export { hear } from "#bridge";

export const start = () => call<T.Start>("start");
/** The page has drawn itself: the window, hidden until then, is shown. */
export const painted = () => call<null>("painted");
export const saveSettings = (settings: T.Settings) => call<T.Settings>("save_settings", { settings });

export const checkKeyring = () => call<{ available: boolean; failure: T.Failure | null }>("check_keyring");
export const createVault = (place: T.KeyPlace, passphrase: string | null = null) =>
  call<T.VaultView>("create_vault", { place, passphrase });
export const openVault = (passphrase: string | null = null, recovery: string | null = null) =>
  call<T.VaultView>("open_vault", { passphrase, recovery });
export const lock = () => call<T.VaultView>("lock");
export const explore = () => call<T.VaultView>("explore");
export const leaveDemo = () => call<T.VaultView>("leave_demo");

export const overview = () => call<T.Overview>("overview");
export const profile = (name: string) => call<T.ProfileView>("profile", { name });
export const session = (name: string) => call<T.SessionView>("session", { name });
export const activity = (name: string | null) => call<T.Event[]>("activity", { name });

export const plan = (name: string, method: string | null) => call<T.Plan>("plan", { name, method });
/** Production that nobody has opened is refused. `anyway` goes on where the guard would hold it back; `remember` keeps what was typed in the vault. */
export const signIn = (name: string, method: string | null, answers: T.Answers, anyway: boolean, remember: boolean) =>
  call<T.End>("sign_in", { name, method, answers, anyway, remember });
export const answer = (pending: string, answers: T.Answers, anyway: boolean) =>
  call<T.End>("answer", { pending, answers, anyway });
/** Another picture, or the message once more. */
export const again = (pending: string) => call<T.End>("again", { pending });
/** The picture as a data address. */
export const captcha = (pending: string) => call<string>("captcha", { pending });
export const dropPending = (pending: string) => call<null>("drop_pending", { pending });
/** The code that the demo's own server sent; none from any other. */
export const demoCode = (pending: string) => call<string | null>("demo_code", { pending });
/** What signing in to several would send, and what is left out. */
export const planBulk = (names: string[], choice: T.BulkChoice) => call<T.BulkPlan>("plan_bulk", { names, choice });
/** Signs in to those that the plan names, one after another for each host; `then` hears of each as it happens. */
export const signInBulk = (names: string[], choice: T.BulkChoice, run: number, then: (one: T.One) => void) =>
  call<T.One[]>("sign_in_bulk", { names, choice, run, channel: channel(then) });
/** Nothing further of that run is sent. */
export const stopSignIn = (run: number) => call<null>("stop_sign_in", { run });

export const renew = (name: string) => call<T.SessionView>("renew", { name });
export const verify = (name: string) => call<T.Verified>("verify", { name });
export const choose = (name: string, organisation: string) => call<T.SessionView>("choose", { name, organisation });
export const signOut = (name: string) => call<T.SignedOut>("sign_out", { name });

export const copy = (name: string, format: T.Format, expiredOk = false, confirmed = false) =>
  call<T.Copied>("copy", { name, format, expiredOk, confirmed });
export const clearClipboard = () => call<null>("clear_clipboard");
export const reveal = (what: T.What) => call<T.Revealed>("reveal", { what });
export const whose = (token: string) => call<T.SessionView>("whose", { token });
/** Opens production for the profile's set, for the minutes that `start` names. */
export const confirmProduction = (name: string) => call<null>("confirm_production", { name });
export const closeProduction = () => call<null>("close_production");

export const addProfile = (draft: T.Draft) => call<T.ProfileView>("add_profile", { draft });
export const editProfile = (name: string, draft: T.Draft) => call<T.ProfileView>("edit_profile", { name, draft });
export const removeProfile = (name: string) => call<null>("remove_profile", { name });
export const useEnvironment = (set: string, environment: T.Environment) =>
  call<null>("use_environment", { set, environment });
export const saveCredential = (name: string, secret: string) => call<null>("save_credential", { name, secret });
export const removeCredential = (name: string) => call<null>("remove_credential", { name });

/** One function for each command of the backend. Each rejects with a `Failure`. */
import { call, channel } from "#bridge";
import type * as T from "./contract";

export { hear } from "#bridge";

export const start = () => call<T.Start>("start");
/** The page has drawn itself: the window, hidden until then, is shown. */
export const windowReady = () => call<null>("window_ready");
export const saveSettings = (settings: T.Settings) => call<T.Settings>("save_settings", { settings });

export const checkKeyring = () => call<{ available: boolean; failure: T.Failure | null }>("check_keyring");
/** How long the typed passphrase would resist guessing. */
export const judgePassphrase = (passphrase: string) => call<T.PassphraseJudgement>("judge_passphrase", { passphrase });
export const createVault = (place: T.KeyPlace, passphrase: string | null = null) =>
  call<T.VaultView>("create_vault", { place, passphrase });
/** The user has written down the recovery key: from then on the window locks. */
export const acknowledgeRecovery = () => call<null>("acknowledge_recovery");
export const openVault = (passphrase: string | null = null, recovery: string | null = null) =>
  call<T.VaultView>("open_vault", { passphrase, recovery });
export const lock = () => call<T.VaultView>("lock");
/** What the desktop offers: a tray, a global shortcut, a start with the computer. */
export const desktop = () => call<T.DesktopView>("desktop");
/** The window is in use: it does not lock automatically. */
export const used = () => call<null>("used");
/** Whether the quick switcher was asked for, once; `true` where the window was hidden then. */
export const takeSwitcher = () => call<boolean | null>("take_switcher");
export const hideWindow = () => call<null>("hide_window");
export const startDemo = () => call<T.VaultView>("start_demo");
export const stopDemo = () => call<T.VaultView>("stop_demo");

export const overview = () => call<T.Overview>("overview");
export const profile = (name: string) => call<T.ProfileView>("profile", { name });
export const session = (name: string) => call<T.SessionView>("session", { name });
export const activity = (name: string | null) => call<T.Event[]>("activity", { name });

export const plan = (name: string, method: string | null) => call<T.Plan>("plan", { name, method });
/** Production that nobody has opened is refused. `anyway` goes on where the guard would hold it back; `remember` keeps what was typed in the vault. */
export const signIn = (name: string, method: string | null, answers: T.Answers, anyway: boolean, remember: boolean) =>
  call<T.SignInReply>("sign_in", { name, method, answers, anyway, remember });
export const answer = (pending: string, answers: T.Answers, anyway: boolean) =>
  call<T.SignInReply>("answer", { pending, answers, anyway });
/** Another picture, or the message once more. */
/** With a one-time code from the profile's saved seed; the page never has it. */
export const answerBySeed = (pending: string) => call<T.SignInReply>("answer_by_seed", { pending });
export const resend = (pending: string) => call<T.SignInReply>("resend", { pending });
/** The picture as a data address. */
export const captcha = (pending: string) => call<string>("captcha", { pending });
export const dropPending = (pending: string) => call<null>("drop_pending", { pending });
/** The code that the demo's own server sent; none from any other. */
export const demoCode = (pending: string) => call<string | null>("demo_code", { pending });
/** What signing in to several would send, and what is left out. */
export const planBulk = (names: string[], choice: T.BulkChoice) => call<T.BulkPlan>("plan_bulk", { names, choice });
/** Signs in to those that the plan names, one after another for each host; `then` hears of each as it begins and ends. */
export const signInBulk = (names: string[], choice: T.BulkChoice, run: number, then: (one: T.BatchItem) => void) =>
  call<T.BatchItem[]>("sign_in_bulk", { names, choice, run, channel: channel(then) });
/** Nothing further of that run is sent. */
export const stopSignIn = (run: number) => call<null>("stop_sign_in", { run });

export const renew = (name: string) => call<T.SessionView>("renew", { name });
export const verify = (name: string) => call<T.Verified>("verify", { name });
export const switchOrganisation = (name: string, organisation: string) =>
  call<T.SessionView>("switch_organisation", { name, organisation });
export const signOut = (name: string) => call<T.SignedOut>("sign_out", { name });

export const copy = (name: string, format: T.TokenFormat, expiredOk = false, confirmed = false) =>
  call<T.CopyResult>("copy", { name, format, expiredOk, confirmed });
export const clearClipboard = () => call<null>("clear_clipboard");
export const reveal = (what: T.What) => call<T.Revealed>("reveal", { what });
export const findByToken = (token: string) => call<T.SessionView>("find_by_token", { token });
/** Opens production for the profile's group, for the minutes that `start` names. */
export const confirmProduction = (name: string) => call<null>("confirm_production", { name });
export const closeProduction = () => call<null>("close_production");

export const addProfile = (draft: T.Draft) => call<T.ProfileView>("add_profile", { draft });
export const editProfile = (name: string, draft: T.Draft) => call<T.ProfileView>("edit_profile", { name, draft });
export const removeProfile = (name: string) => call<null>("remove_profile", { name });
export const useEnvironment = (group: string, environment: T.Environment) =>
  call<null>("use_environment", { group, environment });
export const addEnvironment = (id: string, draft: Partial<T.EnvironmentDraft>) =>
  call<T.EnvironmentView>("add_environment", { id, draft });
/** `confirmed`: profiles in it may stop counting as production. */
export const editEnvironment = (id: string, draft: Partial<T.EnvironmentDraft>, confirmed = false) =>
  call<T.EnvironmentView>("edit_environment", { id, draft, confirmed });
/** The profiles in it move to `to`. */
export const removeEnvironment = (id: string, to: T.Environment | null, confirmed = false) =>
  call<T.RemovedEnvironment>("remove_environment", { id, to, confirmed });
/** `reference` instead of a secret: where a team's server keeps it. */
export const saveCredential = (name: string, secret: string, reference: string | null = null) =>
  call<null>("save_credential", { name, secret, reference });
export const removeCredential = (name: string) => call<null>("remove_credential", { name });
/** One change to several, all of them or none. */
export const editProfiles = (names: string[], change: Partial<T.ProfilesChange>) =>
  call<T.ProfileView[]>("edit_profiles", { names, change });
/** Puts back what was removed of a profile in the last seconds; `false` where there is nothing any more. */
export const undo = (name: string) => call<boolean>("undo", { name });

export const health = () => call<T.HealthReport>("health");
/** What an import would do; nothing is changed. */
export const previewPack = (file: T.PackFile) => call<T.Import>("preview_pack", { file });
export const importPack = (file: T.PackFile) => call<T.Import>("import_pack", { file });
/** Profiles without their secrets, as a file; no name means all. */
export const exportPack = (names: string[], csv: boolean) => call<T.SavedFile>("export_pack", { names, csv });
export const exportActivity = (events: T.Event[]) => call<T.SavedFile>("export_activity", { events });
/** What can be wrong on this machine. */
export const runDoctor = () => call<T.Finding[]>("run_doctor");
export const supportBundle = () => call<T.SavedFile>("support_bundle");

/** A team: what is known of it here, and with `ask` what its server says. */
export const team = (alias: string, ask: boolean) => call<T.TeamStatus>("team", { alias, ask });
/** One attempt to log in; what the team shares is brought at once. */
export const joinTeam = (form: T.TeamDetails, secret: string, certificate: T.CertificateFile | null) =>
  call<T.TeamSync>("join_team", { form, secret, certificate });
/** The same, confirmed in a browser: `then` hears which page to open, and the answer comes when it is confirmed. */
export const joinTeamInBrowser = (form: T.TeamDetails, then: (page: T.LogInPage) => void) =>
  call<T.TeamSync>("join_team_in_browser", { form, channel: channel(then) });
export const openLogInPage = () => call<null>("open_log_in_page");
/** The login that waits for a browser is given up. */
export const stopBrowserLogIn = () => call<null>("stop_browser_log_in");
/** Answers whether the server has confirmed that the login is over. */
export const leaveTeam = (alias: string) => call<boolean>("leave_team", { alias });
export const syncTeam = (alias: string) => call<T.TeamSync>("sync_team", { alias });
export const acceptShared = (name: string) => call<T.Difference[]>("accept_shared", { name });
export const shareProfile = (alias: string, name: string, secret: T.ProfileSecret) =>
  call<null>("share_profile", { alias, name, secret });
export const unshareProfile = (name: string) => call<null>("unshare_profile", { name });
/** For everybody; secrets that were typed stay here. */
export const editShared = (name: string, draft: T.Draft) => call<T.TeamEdit>("edit_shared", { name, draft });
/** `over`: over the version that was last shown beside it. */
export const sendDraft = (name: string, over: boolean) => call<T.TeamEdit>("send_draft", { name, over });
export const discardDraft = (name: string) => call<null>("discard_draft", { name });
/** Nobody signs in with the secret from then on, until it is finished or called off. */
export const beginRotation = (name: string, resume: boolean) =>
  call<T.TeamRotation>("begin_rotation", { name, resume });
export const finishRotation = (rotation: T.TeamRotation, secret: string) =>
  call<null>("finish_rotation", { rotation, secret });
export const cancelRotation = (rotation: T.TeamRotation) => call<null>("cancel_rotation", { rotation });

/** What a person chose of a list, where the list itself says nothing. */
export type ListChoice = { sheet?: string | null; column?: number | null; encoding?: T.TextEncoding | null };
/** Reads the list of a new job; `null` where the dialog was cancelled. */
export const readAccounts = (from: T.ListFrom, { sheet = null, column = null, encoding = null }: ListChoice = {}) =>
  call<T.DraftView | null>("read_accounts", { from, sheet, column, encoding });
/** Lines of that list that are not sent, from the one at `from` on. */
export const unsentLines = (duplicates: boolean, from: number) =>
  call<T.UnsentLine[]>("unsent_lines", { duplicates, from });
export const forgetForm = () => call<null>("forget_form");
/** What the job would do, and what is to be confirmed; nothing is sent. */
export const planKeys = (request: T.JobRequest) => call<T.JobPlan>("plan_keys", { request });
/** Where the table goes; with `choose` the system's dialog asks. */
export const tablePlace = (request: T.JobRequest, choose: boolean) =>
  call<T.TablePlace>("table_place", { request, choose });
export const startJob = (request: T.JobRequest, confirmed: T.Confirmed) =>
  call<T.JobItem>("start_job", { request, confirmed });

export const jobs = () => call<T.JobItem[]>("jobs");
/** Hears how far the jobs of this window are, in the place of whoever heard it before. */
export const watchJobs = (then: (pulse: T.JobUpdates) => void) => call<null>("watch_jobs", { channel: channel(then) });
export const planResume = (job: string) => call<T.JobPlan>("plan_resume", { job });
/** Goes on with a job, or asks again for one account of a finished one. */
export const resumeJob = (job: string, confirmed: T.Confirmed, account: number | null = null) =>
  call<T.JobItem>("resume_job", { job, confirmed, account });
export const pauseJob = (job: string, atOnce: boolean) => call<null>("pause_job", { job, atOnce });
/** Asks for another place for a job's table; `null` where the dialog was cancelled. */
export const moveJob = (job: string) => call<T.JobItem | null>("move_job", { job });
export const showTable = (job: string) => call<null>("show_table", { job });
export const forgetJob = (job: string) => call<null>("forget_job", { job });
/** Ends the program: now, with its jobs paused, or in the background once they have ended. */
export const leave = (background: boolean) => call<null>("leave", { background });

export const jobPages = (job: string, filter: T.RowFilter) => call<T.JobPages>("job_pages", { job, filter });
export const jobRows = (job: string, filter: T.RowFilter, first: number) =>
  call<T.JobRow[]>("job_rows", { job, filter, first });
export const jobShares = (job: string) => call<T.Share[]>("job_shares", { job });
export const expiringKeys = (days: number) => call<T.ExpiringKeys>("expiring_keys", { days });
export const copyKey = (job: string, seq: number, confirmed: boolean) =>
  call<T.CopyResult>("copy_key", { job, seq, confirmed });

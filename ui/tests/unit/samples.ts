/** What several tests need: a profile, a session, and dialogs where the page's engine has none. */
import type { SessionSummary, Overview, Plan, ProfileView, ProfileRow, VaultView } from "../../src/ipc/contract";

export const profile: ProfileView = {
  id: "p",
  name: "East",
  provider: "enos-iam",
  server: "https://x.example",
  environment: "prod",
  group: null,
  tags: [],
  method: "password",
  values: { account: "li.wen" },
  saved_secrets: [],
  credential: null,
  network: { proxy: "system", ca: null, allow_http: false },
  renewal: { auto_renew: "on", keep_alive: null },
  notices: [],
};

export const brief: SessionSummary = {
  state: "active",
  ends_at: null,
  life_seconds: null,
  signed_in_at: new Date().toISOString(),
  subject: "",
  organisation: null,
  organisations: 0,
  can: [],
  limited: false,
  clock_offset_seconds: 0,
};

/** A plan that lacks the password. */
export const plan: Plan = {
  method: "password",
  host: "x.example",
  fields: [],
  missing: ["password"],
  held: null,
  sends_sms: false,
  asks_production: false,
  saved_secret: null,
  ready: false,
};

/** The same with all that it needs. */
export const readyPlan: Plan = { ...plan, missing: [], saved_secret: { zh: "密码", en: "Password" }, ready: true };

export const overview = (rows: ProfileRow[] = []): Overview => ({
  rows,
  groups: [],
  environments: [],
  credentials: [],
  pending: [],
  teams: [],
  production_open: [],
  now: "",
});

export const vaultView = (state: VaultView["state"], more: Partial<VaultView> = {}): VaultView => ({
  state,
  source: "keyring",
  home: "/h",
  failure: null,
  next_expiry: null,
  lost_commits: null,
  ...more,
});

/** happy-dom opens no dialog over the page. */
export function withDialogs(): void {
  HTMLDialogElement.prototype.showModal ??= function (this: HTMLDialogElement) {
    this.open = true;
  };
  HTMLDialogElement.prototype.close ??= function (this: HTMLDialogElement) {
    this.open = false;
  };
}

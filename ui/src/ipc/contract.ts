/** What the backend takes and gives: the one list of types of the window. Times are RFC 3339 strings. */

export type Lang = "zh" | "en";
export type Text = { zh: string; en: string };
export type Named = { id: string; name: string };
export type Environment = "dev" | "test" | "staging" | "prod";
export const ENVIRONMENTS: readonly Environment[] = ["prod", "staging", "test", "dev"];

export type Settings = {
  language: "auto" | Lang;
  theme: "system" | "light" | "dark";
  density: "comfortable" | "compact";
  single_keys: boolean;
  clipboard_seconds: number;
  reveal_seconds: number;
};

export type KeyPlace = "keyring" | "passphrase" | "memory";
export type VaultState = "missing" | "opening" | "open" | "locked" | "failed";
export type VaultView = {
  state: VaultState;
  source: KeyPlace | null;
  home: string;
  failure: Failure | null;
  lost_commits: number | null;
};

export type Start = {
  version: string;
  system_language: Lang;
  settings: Settings;
  vault: VaultView;
  providers: Descriptor[];
  demo: boolean;
};

export type Overview = {
  rows: Row[];
  sets: SetView[];
  credentials: CredentialView[];
  pending: PendingView[];
  now: string;
};

export type Row = {
  name: string;
  provider: string;
  environment: Environment;
  set: string | null;
  tags: string[];
  host: string;
  account: string | null;
  method: string;
  /** Lower-case haystack: name, account, tenant, host, pinyin and initials. */
  search: string;
  /** Sort key, by pinyin. */
  order: string;
  session: Brief | null;
  pending: string | null;
  plain_http: boolean;
};

export type SessionState = "active" | "limited" | "expiring" | "expired" | "unknown" | "never";
export type Can = "renew" | "verify" | "choose" | "sign_out" | "authkeys";

export type Brief = {
  state: SessionState;
  /** On the clock here: the server's end minus the offset. */
  ends_at: string | null;
  life_seconds: number | null;
  signed_in_at: string;
  subject: string;
  organisation: string | null;
  organisations: number;
  can: Can[];
  limited: boolean;
  clock_offset_seconds: number;
};

export type LimitKind = "restricted" | "password_change" | "mfa" | "blocked" | "deleted" | "inactive" | "organisation";
export type Limit = { kind: LimitKind; text: Text; advice: Text };
export type Account = {
  login_name: string | null;
  email: string | null;
  phone: string | null;
  kind: Text | null;
  mfa: Text | null;
  password_expires_at: string | null;
};

export type SessionView = {
  profile: string;
  provider: string;
  environment: Environment;
  set: string | null;
  server: string;
  subject: Named;
  organisations: Named[];
  organisation: Named | null;
  state: SessionState;
  limits: Limit[];
  issued_at: string | null;
  /** By the server's clock. */
  expires_at: string | null;
  expiry_source: "server" | "jwt" | "both" | "none";
  may_be_later: boolean;
  expiry_difference_seconds: number | null;
  seconds_left: number | null;
  signed_in_at: string;
  verified_at: string | null;
  /** The server's clock minus the clock here. */
  clock_offset_seconds: number;
  can: Can[];
  refreshable: boolean;
  token_hint: string;
  account: Account;
  notes: Text[];
  plain_http: boolean;
};

export type ChallengeKind = "captcha" | "sms" | "organisation" | "mfa";
export type Refusal = {
  kind: string;
  code: string;
  text: Text;
  advice: Text;
  /** What the server itself said. */
  said: string | null;
  field: string | null;
  attempts_left: number | null;
  retry_after: number | null;
};

export type PendingView = {
  pending: string;
  profile: string;
  provider: string;
  environment: Environment;
  kind: ChallengeKind;
  fields: string[];
  options: Named[];
  note: Refusal | null;
  sent_to: string | null;
  again_at: string | null;
  ends_at: string | null;
  asked_at: string;
  has_picture: boolean;
};

export type Descriptor = {
  id: string;
  name: Text;
  about: Text;
  example: string;
  methods: Method[];
  fields: Field[];
};
export type Method = { id: string; name: Text; about: Text; account: string; password: string | null };
export type FieldKind =
  | { type: "text" }
  | { type: "lines" }
  | { type: "secret" }
  | { type: "number"; min: number; max: number; unit: string }
  | { type: "choice"; options: { value: string; label: Text }[] }
  | { type: "switch" };
export type Field = {
  name: string;
  label: Text;
  kind: FieldKind;
  group: "account" | "client" | "advanced" | "gateway";
  default: string | null;
  required: boolean;
  help: Text;
  /** Empty for all. */
  methods: string[];
  scope: "profile" | "credential" | "sign_in";
};

export type CredentialView = { name: string; set_at: string; profiles: string[] };
export type SetView = {
  name: string;
  current: Environment | null;
  profiles: Partial<Record<Environment, string>>;
};

export type EventKind =
  | "signed_in"
  | "refused"
  | "unreachable"
  | "held_back"
  | "challenge"
  | "renewed"
  | "verified"
  | "chosen"
  | "signed_out"
  | "token_handed_out"
  | "copied"
  | "revealed"
  | "exported"
  | "profile_changed"
  | "session_dropped";
export type Event = { at: string; profile: string; kind: EventKind; detail: string };

export type Proxy = "system" | "none" | { url: string };
export type ProfileView = {
  id: string;
  name: string;
  provider: string;
  server: string;
  environment: Environment;
  set: string | null;
  tags: string[];
  method: string | null;
  values: Record<string, string>;
  saved_secrets: string[];
  credential: string | null;
  network: { proxy: Proxy; ca: string | null; allow_http: boolean };
  /** What a person should know about it: a look-alike host, a session or secret that was dropped. */
  notices: Text[];
};

export type Draft = {
  name: string;
  provider: string;
  server: string;
  environment: Environment;
  set: string | null;
  tags: string[];
  method: string | null;
  values: Record<string, string>;
  /** Only those that were typed. */
  secrets: Record<string, string>;
  credential: string | null;
  /** `system`, `none`, or an address. */
  proxy: string;
  allow_http: boolean;
  /** PEM text. */
  ca: string | null;
};

export type Code =
  | "usage"
  | "invalid_field"
  | "no_such_profile"
  | "missing_field"
  | "challenge_waiting"
  | "refused"
  | "cooling_down"
  | "budget_spent"
  | "password_known_refused"
  | "production_not_confirmed"
  | "unreachable"
  | "tls"
  | "timeout"
  | "not_the_api"
  | "unexpected_redirect"
  | "answer_too_big"
  | "unknown_outcome"
  | "vault_locked"
  | "vault_missing"
  | "vault_wrong_key"
  | "keyring_unavailable"
  | "no_session"
  | "session_expired"
  | "too_little_life"
  | "partial"
  | "internal";
export type Failure = {
  code: Code;
  message: Text;
  field: string | null;
  advice: Text | null;
  server_code: string | null;
  attempts_left: number | null;
  retry_after_seconds: number | null;
};

export type Plan = { method: string; host: string; fields: string[]; missing: string[]; held: Failure | null };
export type End =
  | { outcome: "signed_in"; session: SessionView }
  | { outcome: "challenge"; pending: PendingView };
export type One = { profile: string; end: End | null; failure: Failure | null };
export type Verified = { valid: boolean; session: SessionView };
export type SignedOut = { ended_at_server: boolean; text: Text };
export type Copied = { seconds: number; shared: string | null };
export type Format = "raw" | "header" | "curl" | "env" | "json";
/** The one answer that can hold a secret: kept in a component's state only, and dropped after `seconds`. */
export type Revealed = { text: string | null; picture: string | null; seconds: number };
export type What = { name: string; form: "text" | "qr"; confirmed: boolean } | { recovery: true };
export type Answers = Record<string, string>;

/** What the backend tells by itself. */
export type Signals = { changed: null; vault: VaultView; clipboard: { cleared: boolean } };

// Written from the Rust structs by `UPDATE_TYPES=1 cargo test --workspace --features hallpass-desktop/ts --test types`.
// A test fails when this file is stale. Times are RFC 3339 text.

export type Lang = "zh" | "en";

export type Text = { 
/**
 * Simplified Chinese.
 */
zh: string, 
/**
 * English.
 */
en: string, };

export type Named = { 
/**
 * The server's id.
 */
id: string, 
/**
 * The name people know.
 */
name: string, };

export type Descriptor = { 
/**
 * The id in profiles and commands.
 */
id: string, 
/**
 * Its name.
 */
name: Text, 
/**
 * What it signs in to, in a sentence.
 */
about: Text, 
/**
 * An address of the right shape.
 */
example: string, 
/**
 * The sign-in methods; the first is the default.
 */
methods: Array<Method>, 
/**
 * Every field of every method.
 */
fields: Array<Field>, };

export type Method = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: Text, 
/**
 * What it is for, in a sentence.
 */
about: Text, 
/**
 * The field whose value is the account that the guard counts for.
 */
account: string, 
/**
 * The field whose secret the server judges, if a refusal can be about one.
 */
password: string | null, };

export type Field = { 
/**
 * Its name in commands and packs.
 */
name: string, 
/**
 * Its label in a form.
 */
label: Text, 
/**
 * What it takes.
 */
kind: FieldKind, 
/**
 * Where in a form it is shown.
 */
group: Group, 
/**
 * What it is when nothing is given.
 */
default: string | null, 
/**
 * When a sign-in cannot do without it.
 */
required: Required, 
/**
 * One line of help.
 */
help: Text, 
/**
 * The methods that use it; empty for all.
 */
methods: Array<string>, 
/**
 * Who holds it.
 */
scope: Scope, };

export type FieldKind = { "type": "text" } | { "type": "lines" } | { "type": "secret" } | { "type": "number", 
/**
 * Smallest.
 */
min: number, 
/**
 * Largest.
 */
max: number, 
/**
 * What it counts: `s` for seconds, or empty.
 */
unit: string, } | { "type": "choice", 
/**
 * What there is to choose from.
 */
options: Array<Choice>, } | { "type": "switch" };

export type Choice = { 
/**
 * The value.
 */
value: string, 
/**
 * Its label.
 */
label: Text, };

export type Group = "account" | "client" | "advanced" | "gateway";

export type Required = "never" | "always" | { "for": Array<string> };

export type Scope = "profile" | "credential" | "sign_in";

export type ChallengeKind = "captcha" | "sms" | "organisation" | "mfa";

export type Refusal = { 
/**
 * What the guard makes of it.
 */
kind: RefusalKind, 
/**
 * The server's code, as text.
 */
code: string, 
/**
 * What it means.
 */
text: Text, 
/**
 * What to do next.
 */
advice: Text, 
/**
 * What the server itself said, made safe to show.
 */
said: string | null, 
/**
 * The field that it is about.
 */
field: string | null, 
/**
 * Tries left, where the server says so.
 */
attempts_left: number | null, 
/**
 * Seconds to wait, where the server says so.
 */
retry_after: number | null, };

export type RefusalKind = "credentials" | "credentials_or_code" | "captcha" | "code" | "account_locked" | "host_locked" | "lock_unclear" | "throttled" | "disabled" | "password_expired" | "token_invalid" | "setup" | "busy" | "other";

export type Account = { 
/**
 * The name typed to sign in.
 */
login_name: string | null, 
/**
 * Mail address.
 */
email: string | null, 
/**
 * Phone number.
 */
phone: string | null, 
/**
 * What kind of account it is.
 */
kind: Text | null, 
/**
 * Which second factor is set up.
 */
mfa: Text | null, 
/**
 * When the password ends.
 */
password_expires_at: string | null, };

export type ExpirySource = "server" | "jwt" | "both" | "none";

export type Restriction = { 
/**
 * The reason.
 */
kind: RestrictionKind, 
/**
 * The reason in words.
 */
text: Text, 
/**
 * What to do next.
 */
advice: Text, };

export type RestrictionKind = "restricted" | "password_change" | "mfa" | "blocked" | "deleted" | "inactive" | "organisation";

export type Capability = "renew" | "verify" | "choose" | "sign_out" | "authkeys";

export type ErrorCode = "usage" | "invalid_field" | "no_such_profile" | "missing_field" | "challenge_waiting" | "refused" | "cooling_down" | "budget_spent" | "password_known_refused" | "production_not_confirmed" | "unreachable" | "tls" | "timeout" | "not_the_api" | "unexpected_redirect" | "answer_too_big" | "unknown_outcome" | "vault_locked" | "vault_missing" | "vault_wrong_key" | "vault_unusable" | "keyring_unavailable" | "no_session" | "session_expired" | "too_little_life" | "partial" | "stopped" | "internal";

export type Failure = { 
/**
 * What happened.
 */
code: ErrorCode, 
/**
 * One sentence that names the field, file or host.
 */
message: Text, 
/**
 * The field it is about.
 */
field: string | null, 
/**
 * What to do next.
 */
advice: Text | null, 
/**
 * What to do next, where a surface has its own words for it.
 */
next_step?: NextStep, 
/**
 * The server's own code.
 */
server_code: string | null, 
/**
 * Tries left, where the server says so.
 */
attempts_left: number | null, 
/**
 * Seconds to wait.
 */
retry_after_seconds: number | null, };

export type NextStep = { "kind": "list_profiles" } | { "kind": "list_jobs" } | { "kind": "delete_job", 
/**
 * The job's id.
 */
job: string, } | { "kind": "choose_environment", 
/**
 * The group's name.
 */
group: string, } | { "kind": "sign_in", 
/**
 * The profile's name.
 */
profile: string, } | { "kind": "sign_in_again", 
/**
 * The profile's name.
 */
profile: string, } | { "kind": "sign_in_or_use_expired", 
/**
 * The profile's name.
 */
profile: string, } | { "kind": "confirm_production" } | { "kind": "wait_or_continue" } | { "kind": "check_or_continue" } | { "kind": "change_or_continue" } | { "kind": "add_certificate" } | { "kind": "add_client_certificate" } | { "kind": "check_address_and_clock" } | { "kind": "allow_plain_http" } | { "kind": "give_as_secret" } | { "kind": "give_as_setting" } | { "kind": "unlock_vault" } | { "kind": "recover_vault" } | { "kind": "retry_or_recover" } | { "kind": "create_vault" } | { "kind": "start_keyring" } | { "kind": "join_team" } | { "kind": "choose_team" } | { "kind": "edit_shared", 
/**
 * The profile's name.
 */
profile: string, } | { "kind": "use_desktop_session" };

export type Environment = string;

export type EnvironmentColour = "grey" | "outline" | "cyan" | "blue" | "violet";

export type EnvironmentView = { 
/**
 * Its name in commands and files.
 */
id: string, 
/**
 * What people call it.
 */
name: Text, 
/**
 * What it is drawn with, unless it counts as production.
 */
colour: EnvironmentColour, 
/**
 * What is done in it requires confirmation.
 */
production: boolean, 
/**
 * Everyone has it; only its place can be changed.
 */
built_in: boolean, };

export type EnvironmentDraft = { 
/**
 * What it is called in Chinese; where there is only one name, it serves both languages.
 */
name_zh: string | null, 
/**
 * What it is called in English.
 */
name_en: string | null, 
/**
 * What it is drawn with.
 */
colour: EnvironmentColour | null, 
/**
 * Whether it counts as production.
 */
production: boolean | null, 
/**
 * After which environment it is placed; empty for first.
 */
after: string | null, };

export type RemovedEnvironment = { 
/**
 * Its id.
 */
id: string, 
/**
 * The profiles that are in another one now.
 */
moved: Array<string>, };

export type Network = { 
/**
 * Through which proxy.
 */
proxy: Proxy, 
/**
 * A certificate authority of the company's, PEM, trusted in addition to the system's.
 */
ca: string | null, 
/**
 * Plain http to another machine. Anyone on the network can read the password.
 */
allow_http: boolean, };

export type AutoRenew = "off" | "window" | "on";

export type Renewal = { 
/**
 * Whether its session is renewed automatically.
 */
auto_renew: AutoRenew, 
/**
 * Every so many minutes its session is verified or renewed, so that it does not expire unused; `None` for never.
 */
keep_alive: number | null, };

export type Proxy = "system" | "none" | { "url": string };

export type Profile = { 
/**
 * Made once; names may change.
 */
id: string, 
/**
 * The name people and scripts use.
 */
name: string, 
/**
 * Which system.
 */
provider: string, 
/**
 * Where, in canonical spelling.
 */
server: string, 
/**
 * Its environment.
 */
environment: Environment, 
/**
 * The group it belongs to.
 */
group: string | null, 
/**
 * Labels.
 */
tags: Array<string>, 
/**
 * The method used when none is named.
 */
method: string | null, 
/**
 * Field values that are no secrets.
 */
values: { [key in string]: string }, 
/**
 * Names of the secret fields saved in the vault for it.
 */
saved_secrets: Array<string>, 
/**
 * The credential it shares.
 */
credential: string | null, 
/**
 * How its server is reached.
 */
network: Network, 
/**
 * How its session is kept.
 */
renewal: Renewal, };

export type GroupView = { 
/**
 * Its name.
 */
name: string, 
/**
 * The environment that plain commands mean.
 */
current: Environment | null, 
/**
 * Its profiles by environment.
 */
profiles: { [key in Environment]?: string }, };

export type CredentialView = { 
/**
 * Its name.
 */
name: string, 
/**
 * When its secret was last set.
 */
set_at: string, 
/**
 * The profiles that share it.
 */
profiles: Array<string>, 
/**
 * Where its secret is read from each time, `vault://ALIAS/MOUNT/PATH#FIELD`; none where it is saved here.
 */
reference: string | null, };

export type SessionState = "expired" | "expiring" | "limited" | "active" | "unknown" | "never";

export type SessionView = { 
/**
 * The profile's name.
 */
profile: string, 
/**
 * Which system.
 */
provider: string, 
/**
 * Its environment.
 */
environment: Environment, 
/**
 * The group.
 */
group: string | null, 
/**
 * Its server.
 */
server: string, 
/**
 * Who signed in.
 */
subject: Named, 
/**
 * The organisations there are.
 */
organisations: Array<Named>, 
/**
 * The one it works in.
 */
organisation: Named | null, 
/**
 * Its state.
 */
state: SessionState, 
/**
 * Why it may do less than usual.
 */
limits: Array<Restriction>, 
/**
 * When the server issued it.
 */
issued_at: string | null, 
/**
 * When it ends, by the server's clock.
 */
expires_at: string | null, 
/**
 * Who says so.
 */
expiry_source: ExpirySource, 
/**
 * The end may be later than stated.
 */
may_be_later: boolean, 
/**
 * Seconds between two stated ends that differ.
 */
expiry_difference_seconds: number | null, 
/**
 * Seconds left now, by the server's clock.
 */
seconds_left: number | null, 
/**
 * When it was signed in, by the clock here.
 */
signed_in_at: string, 
/**
 * When the server last accepted the token.
 */
verified_at: string | null, 
/**
 * Server's clock minus the clock here.
 */
clock_offset_seconds: number, 
/**
 * What can be done with it.
 */
can: Array<Capability>, 
/**
 * Whether it can be renewed without a password.
 */
refreshable: boolean, 
/**
 * Until when it can be renewed, by the server's clock, where the server says so.
 */
refresh_expires_at: string | null, 
/**
 * The last four characters of the token.
 */
token_hint: string, 
/**
 * What the server says about the account.
 */
account: Account, 
/**
 * Things worth knowing.
 */
notes: Array<Text>, 
/**
 * Plain http: anyone on the network can read along.
 */
plain_http: boolean, };

export type Verified = { 
/**
 * Whether the server still accepts the token.
 */
valid: boolean, 
/**
 * The session after it.
 */
session: SessionView, };

export type SignedOut = { 
/**
 * Whether the server ended the session.
 */
ended_at_server: boolean, 
/**
 * The truth about it.
 */
text: Text, };

export type PendingView = { 
/**
 * How it is answered.
 */
pending: string, 
/**
 * The profile's name.
 */
profile: string, 
/**
 * Which system.
 */
provider: string, 
/**
 * Its environment.
 */
environment: Environment, 
/**
 * What is asked.
 */
kind: ChallengeKind, 
/**
 * The fields that answer it.
 */
fields: Array<string>, 
/**
 * What there is to choose from.
 */
options: Array<Named>, 
/**
 * Why it is asked again.
 */
note: Refusal | null, 
/**
 * Where a code was sent.
 */
sent_to: string | null, 
/**
 * When another picture or message may be asked for.
 */
again_at: string | null, 
/**
 * When the answer is no longer accepted.
 */
ends_at: string | null, 
/**
 * When it was asked.
 */
asked_at: string, 
/**
 * Whether there is a picture to look at.
 */
has_picture: boolean, 
/**
 * Whether its one-time code can be made from a seed that is saved in the profile.
 */
has_seed: boolean, };

export type Plan = { 
/**
 * The method.
 */
method: string, 
/**
 * Where the secrets will go.
 */
host: string, 
/**
 * Every field of the method; by name for a reader.
 */
fields: string[], 
/**
 * The fields that are needed and that nothing gives.
 */
missing: Array<string>, 
/**
 * Why the guard would hold it back.
 */
held: Failure | null, 
/**
 * Its first call has the server send a text message.
 */
sends_sms: boolean, 
/**
 * A person is asked first: it is production, and nobody has opened that.
 */
asks_production: boolean, 
/**
 * The saved secret that it would send.
 */
saved_secret: Text | null, 
/**
 * One press is enough: nothing is missing, nothing holds it back, and no text message is sent.
 */
ready: boolean, };

export type BulkChoice = { 
/**
 * Sign in again where a session is valid.
 */
include_valid: boolean, 
/**
 * The production profiles that take part, each ticked by a person; the others are left out.
 */
production: Array<string>, };

export type BulkPlan = { 
/**
 * The profiles that are signed in to, in the order that was asked for.
 */
send: Array<string>, 
/**
 * How many of them have their server send a text message.
 */
text_messages: number, 
/**
 * The production profiles that would be signed in to if they were ticked, and whether they are.
 */
production: Array<BulkProduction>, 
/**
 * Those that are left out, and why.
 */
left_out: Array<BulkLeftOut>, };

export type BulkProduction = { 
/**
 * The profile's name.
 */
profile: string, 
/**
 * Whether it takes part.
 */
chosen: boolean, };

export type BulkLeftOut = { 
/**
 * The profile's name.
 */
profile: string, 
/**
 * Why; of several reasons the first in the order of [`BulkReason`].
 */
reason: BulkReason, 
/**
 * What the guard says, where it blocks the profile.
 */
failure: Failure | null, };

export type BulkReason = "waiting" | "limited" | "valid" | "missing" | "blocked";

export type Retry = "safe" | "later" | "after_change" | "unclear";

export type ProductionOpen = { 
/**
 * The name of the group, or of the profile.
 */
name: string, 
/**
 * Until when it is open, by the clock here.
 */
until: string, };

export type Event = { 
/**
 * When, by the clock here.
 */
at: string, 
/**
 * The profile's name at that time.
 */
profile: string, 
/**
 * What.
 */
kind: EventKind, 
/**
 * More about it: a server's code, a format, the last characters of a token.
 */
detail: string, 
/**
 * Which program did it; none of what earlier versions recorded.
 */
client: Client | null, };

export type EventKind = "signed_in" | "refused" | "unreachable" | "held_back" | "challenge" | "renewed" | "verified" | "chosen" | "signed_out" | "token_handed_out" | "copied" | "revealed" | "exported" | "profile_changed" | "environment_changed" | "session_dropped";

export type Client = "window" | "command";

export type SessionSummary = { 
/**
 * Its state.
 */
state: SessionState, 
/**
 * When it ends, by the clock here.
 */
ends_at: string | null, 
/**
 * From when it was issued, or signed in, to its end, in seconds.
 */
life_seconds: number | null, 
/**
 * When it was signed in, by the clock here.
 */
signed_in_at: string, 
/**
 * Who signed in.
 */
subject: string, 
/**
 * The organisation it works in.
 */
organisation: string | null, 
/**
 * How many organisations there are.
 */
organisations: number, 
/**
 * What can be done with it.
 */
can: Array<Capability>, 
/**
 * The server lets it do less than usual.
 */
limited: boolean, 
/**
 * Server's clock minus the clock here.
 */
clock_offset_seconds: number, };

export type ProfileRow = { 
/**
 * The profile's name.
 */
name: string, 
/**
 * Which system.
 */
provider: string, 
/**
 * Its environment.
 */
environment: Environment, 
/**
 * The group.
 */
group: string | null, 
/**
 * Labels.
 */
tags: Array<string>, 
/**
 * Its server's host.
 */
host: string, 
/**
 * The account it signs in with, where the profile holds one.
 */
account: string | null, 
/**
 * The usual method.
 */
method: string, 
/**
 * What a filter looks in: everything above in lower case, with pinyin and its initials.
 */
search: string, 
/**
 * What it is sorted by: pinyin for Chinese.
 */
order: string, 
/**
 * Its session.
 */
session: SessionSummary | null, 
/**
 * The sign-in that waits for the user.
 */
pending: string | null, 
/**
 * The team that shares it.
 */
team: string | null, 
/**
 * Plain http to another machine.
 */
plain_http: boolean, 
/**
 * It is production: what is done with it asks a person first.
 */
production: boolean, 
/**
 * Until when a person has opened production for it.
 */
production_until: string | null, 
/**
 * Until when sign-ins are blocked because the server locked the account or this address, by the clock here.
 */
locked_until: string | null, };

export type Overview = { 
/**
 * Every profile, by name.
 */
rows: Array<ProfileRow>, 
/**
 * The groups.
 */
groups: Array<GroupView>, 
/**
 * Every environment, in its order.
 */
environments: Array<EnvironmentView>, 
/**
 * The shared credentials.
 */
credentials: Array<CredentialView>, 
/**
 * The sign-ins that wait for the user, the oldest first.
 */
pending: Array<PendingView>, 
/**
 * The teams that were joined, by name.
 */
teams: Array<string>, 
/**
 * The production that the user has opened; what closes first comes first.
 */
production_open: Array<ProductionOpen>, 
/**
 * When it was read, by the clock here.
 */
now: string, };

export type JobState = "reading" | "ready" | "running" | "paused" | "done";

export type Counts = { 
/**
 * With a key.
 */
ok: number, 
/**
 * Without one.
 */
empty: number, 
/**
 * Not in the answer.
 */
missing: number, 
/**
 * Rows of the answers that nobody asked for.
 */
extra: number, 
/**
 * Not answered, or not to be understood; `resume` asks again.
 */
failed: number, 
/**
 * A key may have been made: `resume` reads again.
 */
unknown: number, 
/**
 * Of those that are ok, how many got a new key.
 */
minted: number, 
/**
 * Calls sent.
 */
requests: number, };

export type JobView = { 
/**
 * How it is called.
 */
job: string, 
/**
 * The profile's name when it was made.
 */
profile: string, 
/**
 * Where that profile stood.
 */
environment: Environment, 
/**
 * The server.
 */
server: string, 
/**
 * When it was made.
 */
created_at: string, 
/**
 * Its state.
 */
state: JobState, 
/**
 * The end of its keys; none where they never end.
 */
expires_at: string | null, 
/**
 * Its keys never end.
 */
never: boolean, 
/**
 * Keys are created for accounts without one.
 */
create_missing: boolean, 
/**
 * Present keys are replaced.
 */
rotate: boolean, 
/**
 * Present keys are revoked at once.
 */
revoke: boolean, 
/**
 * A person said yes to what cannot be undone.
 */
confirmed: boolean, 
/**
 * Accounts of the list, each once.
 */
asked: number, 
/**
 * Accounts that stood in the list before.
 */
duplicates: number, 
/**
 * Lines that can be no account.
 */
problems: number, 
/**
 * Blank lines.
 */
blank: number, 
/**
 * What the list was found to be.
 */
list: ListFacts, 
/**
 * The table's file.
 */
out: string, 
/**
 * The same, once it is written; `null` before.
 */
file: string | null, 
/**
 * Its form.
 */
format: string, 
/**
 * Whether the table is encrypted.
 */
sealed: boolean, 
/**
 * Why it does not continue automatically.
 */
note: Text | null, 
/**
 * With a key.
 */
ok: number, 
/**
 * Without one.
 */
empty: number, 
/**
 * Not in the answer.
 */
missing: number, 
/**
 * Rows of the answers that nobody asked for.
 */
extra: number, 
/**
 * Not answered, or not to be understood; `resume` asks again.
 */
failed: number, 
/**
 * A key may have been made: `resume` reads again.
 */
unknown: number, 
/**
 * Of those that are ok, how many got a new key.
 */
minted: number, 
/**
 * Calls sent.
 */
requests: number, };

export type ListFacts = { 
/**
 * The line or row of its header; none where every row is an account.
 */
header: number | null, 
/**
 * The head of the accounts' column, as the list writes it.
 */
column: string | null, 
/**
 * That column is hidden in the spreadsheet.
 */
column_hidden: boolean, 
/**
 * The sheet of a workbook that is read.
 */
sheet: string | null, 
/**
 * Other sheets that can be seen and have accounts; they are not read.
 */
other_sheets: Array<string>, 
/**
 * Hidden sheets, which are never read.
 */
hidden_sheets: Array<string>, 
/**
 * It is a table of keys that Hallpass wrote.
 */
our_table: boolean, };

export type Worker = { 
/**
 * The program's name.
 */
program: string, 
/**
 * The number of its process.
 */
process: number, };

export type DraftView = { 
/**
 * What it is called: its file, or how it came.
 */
name: string, 
/**
 * Lines that are not blank.
 */
lines: number, 
/**
 * Accounts, each once.
 */
accounts: number, 
/**
 * Lines whose account is in a line above.
 */
duplicates: number, 
/**
 * Lines that can be no account.
 */
problems: number, 
/**
 * What the user should know of the list.
 */
notes: Array<Text>, 
/**
 * How its characters are written, where it is text.
 */
encoding: string | null, 
/**
 * Nothing in the file says so, and another encoding can be chosen.
 */
encoding_unclear: boolean, 
/**
 * The sheet that is read.
 */
sheet: string | null, 
/**
 * Other sheets that can be chosen.
 */
other_sheets: Array<string>, 
/**
 * The heads of its columns; none where it has none.
 */
heads: Array<string> | null, 
/**
 * Its first rows. A cell that may be a password is cut.
 */
rows: Array<Array<string>>, 
/**
 * The column that is read.
 */
column: number | null, 
/**
 * Why there are no accounts in it.
 */
failure: Failure | null, };

export type UnsentLine = { 
/**
 * Its number, the first being 1.
 */
line: number, 
/**
 * The account that is there again, or the first two characters.
 */
shown: string, 
/**
 * Why.
 */
reason: Text, };

export type JobPlan = { 
/**
 * Accounts that are asked for.
 */
accounts: number, 
/**
 * Number of calls to read them.
 */
requests: number, 
/**
 * When the keys expire; none where they never do.
 */
expires_at: string | null, 
/**
 * It does what cannot be undone: replace or revoke keys, or let them never expire.
 */
grave: boolean, 
/**
 * The number that the user has to type before it begins.
 */
number: number | null, 
/**
 * It is in production, and a person is to confirm that.
 */
production: boolean, };

export type Confirmed = { 
/**
 * What cannot be undone.
 */
grave: boolean, 
/**
 * The number that they typed.
 */
number: number | null, 
/**
 * Production.
 */
production: boolean, };

export type RowFilter = "all" | "ok" | "empty" | "missing" | "failed" | "unknown" | "renamed";

export type JobRow = { 
/**
 * Its number in the job, by which its key is copied.
 */
seq: number, 
/**
 * Its line in the list.
 */
line: number, 
/**
 * Its name in the list.
 */
account: string, 
/**
 * The server's id of it.
 */
user_id: string | null, 
/**
 * The login name that the server gave.
 */
login_name: string | null, 
/**
 * The last four characters of its key; empty for a short one, none where there is no key.
 */
key_end: string | null, 
/**
 * When the key expires.
 */
expires_at: string | null, 
/**
 * The key never expires.
 */
never: boolean, 
/**
 * `ok`, `empty`, `missing`, `failed`, `unknown`; none where it was not asked for yet.
 */
status: string | null, 
/**
 * More on it.
 */
message: Text | null, 
/**
 * Its cells in the carried columns, without passwords and keys.
 */
carried: Array<string>, };

export type JobPages = { 
/**
 * The names of the carried columns.
 */
columns: Array<string>, 
/**
 * How many rows there are in all.
 */
count: number, 
/**
 * The number of the first account of each page of [`PAGE_ROWS`] rows.
 */
firsts: Array<number>, };

export type Share = { 
/**
 * Accounts.
 */
of: number, 
/**
 * Of them, those that the server has told about.
 */
answered: number, 
/**
 * Of them, those that failed or of which nothing is known.
 */
unsettled: number, };

export type Step = "reading" | "alone" | "waiting" | "checking" | "minting" | "rotating" | "writing";

export type Settings = { 
/**
 * Its language.
 */
language: Language, 
/**
 * Its colours.
 */
theme: Theme, 
/**
 * How much room a row takes.
 */
density: Density, 
/**
 * Whether single letters are shortcuts.
 */
single_keys: boolean, 
/**
 * How long a copied token stays in the clipboard: 10 to 120.
 */
clipboard_seconds: number, 
/**
 * How long a revealed token stays on the screen: 5 to 120.
 */
reveal_seconds: number, 
/**
 * After so many minutes without use the window locks itself: 1 to 240; 0 for never.
 */
lock_minutes: number, 
/**
 * Whether sessions are renewed automatically.
 */
auto_renew: AutoRenew, 
/**
 * Whether the desktop shows notices.
 */
notices: boolean, 
/**
 * Whether closing the window leaves it in the tray, where a shell shows one.
 */
close_to_tray: boolean, 
/**
 * Whether it starts with the computer, hidden.
 */
autostart: boolean, 
/**
 * The key combination that shows the quick switcher from anywhere.
 */
shortcut: string | null, 
/**
 * The keys that a person gave an action in the place of the usual ones, by its name.
 */
shortcuts: { [key in string]: string }, };

export type Language = "auto" | "zh" | "en";

export type Theme = "system" | "light" | "dark";

export type Density = "comfortable" | "compact";

export type KeyPlace = "keyring" | "passphrase" | "memory";

export type VaultState = "missing" | "opening" | "open" | "locked" | "failed";

export type VaultView = { 
/**
 * How it stands.
 */
state: VaultState, 
/**
 * Where its key comes from.
 */
source: KeyPlace | null, 
/**
 * The folder it is in.
 */
home: string, 
/**
 * Why it is not open.
 */
failure: Failure | null, 
/**
 * While it is locked: when the next session expires, by the clock here.
 */
next_expiry: string | null, 
/**
 * Commits that a damaged log swallowed.
 */
lost_commits: number | null, };

export type Start = { 
/**
 * The program's version.
 */
version: string, 
/**
 * The language of the desktop.
 */
system_language: Lang, 
/**
 * What a person has chosen.
 */
settings: Settings, 
/**
 * Where the secrets are.
 */
vault: VaultView, 
/**
 * The systems one can sign in to; every form is drawn from them.
 */
providers: Array<Descriptor>, 
/**
 * The secret that a profile of any system may keep: what one-time codes are made from.
 */
totp_seed: Field, 
/**
 * Whether this is the built-in sandbox.
 */
demo: boolean, 
/**
 * The profile that is selected at first, where there is a best one to begin with.
 */
first: string | null, 
/**
 * For how many minutes production stays open once a person has entered it.
 */
production_minutes: number, };

export type KeyringCheck = { 
/**
 * It answers and is open.
 */
available: boolean, 
/**
 * Why not.
 */
failure: Failure | null, };

export type PassphraseJudgement = { 
/**
 * In a word.
 */
level: Level, 
/**
 * How long it withstands guessing, as a clause.
 */
words: Text, };

export type Level = "weak" | "fair" | "good";

export type SignInReply = { "outcome": "signed_in", 
/**
 * It.
 */
session: SessionView, } | { "outcome": "challenge", 
/**
 * What waits.
 */
pending: PendingView, };

export type BatchItem = { 
/**
 * The profile's name.
 */
profile: string, 
/**
 * What it came to.
 */
end: SignInReply | null, 
/**
 * Or why it did not.
 */
failure: Failure | null, 
/**
 * What trying again would mean, where it failed.
 */
retry: Retry | null, };

export type ProfileView = { 
/**
 * Things a person should know: a look-alike host, a session that was dropped.
 */
notices: Array<Text>, 
/**
 * Made once; names may change.
 */
id: string, 
/**
 * The name people and scripts use.
 */
name: string, 
/**
 * Which system.
 */
provider: string, 
/**
 * Where, in canonical spelling.
 */
server: string, 
/**
 * Its environment.
 */
environment: Environment, 
/**
 * The group it belongs to.
 */
group: string | null, 
/**
 * Labels.
 */
tags: Array<string>, 
/**
 * The method used when none is named.
 */
method: string | null, 
/**
 * Field values that are no secrets.
 */
values: { [key in string]: string }, 
/**
 * Names of the secret fields saved in the vault for it.
 */
saved_secrets: Array<string>, 
/**
 * The credential it shares.
 */
credential: string | null, 
/**
 * How its server is reached.
 */
network: Network, 
/**
 * How its session is kept.
 */
renewal: Renewal, };

export type CertificateFile = { 
/**
 * The file's bytes in Base64.
 */
file: string, 
/**
 * Of a PKCS#12 file; empty for none.
 */
passphrase: string, };

export type Draft = { name: string, provider: string, server: string, environment: Environment, group: string | null, tags: Array<string>, method: string | null, values: { [key in string]: string }, secrets: Record<string, string>, credential: string | null, proxy: string, allow_http: boolean, ca: string | null, 
/**
 * Left as it is where it is not sent.
 */
client_certificate: CertificateFile | null, 
/**
 * Left as it is where it is not sent.
 */
auto_renew: AutoRenew | null, 
/**
 * In minutes, 0 for never; left as it is where it is not sent.
 */
keep_alive: number | null, };

export type CopyResult = { 
/**
 * It is cleared after so many seconds, if it is still there.
 */
seconds: number, };

export type Cleared = { 
/**
 * Our token was still in it and is gone; otherwise somebody had copied something else.
 */
cleared: boolean, };

export type Reveal = { 
/**
 * Whose: the profile's name.
 */
name: string, 
/**
 * As text or as a picture.
 */
form: RevealForm, 
/**
 * A person confirmed production, or an expired session.
 */
confirmed: boolean, } | { 
/**
 * `true`.
 */
recovery: boolean, };

export type RevealForm = "text" | "qr";

export type Revealed = { 
/**
 * The characters.
 */
text: string | null, 
/**
 * A QR code, as a data URL of an SVG.
 */
picture: string | null, 
/**
 * For how long it may stay on the screen.
 */
seconds: number, };

export type HealthReport = { 
/**
 * Every session in full.
 */
sessions: Array<SessionView>, 
/**
 * Whose sign-in would be blocked now.
 */
blocked: Array<Blocked>, 
/**
 * Saved passwords that could be guessed; the passwords themselves stay here.
 */
weak_passwords: Array<WeakPassword>, };

export type PackFile = { 
/**
 * Its bytes, in base64.
 */
content: string, 
/**
 * Whether it is CSV; otherwise JSON.
 */
csv: boolean, };

export type SavedFile = { 
/**
 * Where.
 */
path: string, };

export type Blocked = { 
/**
 * The profile's name.
 */
profile: string, 
/**
 * Why, and for how long.
 */
why: Failure, };

export type ProfilesChange = { 
/**
 * Tags that each gets.
 */
add_tags: Array<string>, 
/**
 * Tags that each loses.
 */
remove_tags: Array<string>, 
/**
 * The shared credential; empty for none.
 */
credential: string | null, 
/**
 * Their environment.
 */
environment: Environment | null, };

export type Import = { 
/**
 * Environments that are added, or kept although the pack says otherwise.
 */
environments: Array<ImportedEnvironment>, 
/**
 * Profile by profile, in the pack's order.
 */
profiles: Array<ImportedProfile>, };

export type ImportedEnvironment = { 
/**
 * Its name in commands and files.
 */
id: string, 
/**
 * What people call it here.
 */
name: Text, 
/**
 * Whether it counts as production here.
 */
production: boolean, 
/**
 * Whether it is a new one.
 */
new: boolean, };

export type ImportedProfile = { 
/**
 * Its name.
 */
name: string, 
/**
 * Whether it is a new one.
 */
new: boolean, 
/**
 * What becomes different; empty where it is as in the pack already.
 */
differences: Array<Difference>, 
/**
 * A look-alike host, a session or secret that is dropped.
 */
notices: Array<Text>, };

export type Difference = { 
/**
 * The field.
 */
field: string, 
/**
 * What it was.
 */
before: string | null, 
/**
 * What it becomes.
 */
after: string | null, 
/**
 * Passwords would go another way: to another host, through a proxy, past other trust, or unencrypted. Or what is done
 * with it would no longer require the confirmation of production.
 */
way: boolean, };

export type TeamSettings = { 
/**
 * The reader's own name of the team.
 */
alias: string, 
/**
 * The addresses of the server's nodes.
 */
nodes: Array<string>, 
/**
 * Where its documents are.
 */
place: { mount: string, team: string, namespace: string | null }, 
/**
 * How to log in.
 */
method: TeamMethod, 
/**
 * Where that method is mounted.
 */
method_mount: string, 
/**
 * The user name, or the id or name of the role.
 */
user: string, 
/**
 * Proxy and certificate authority.
 */
network: Network, };

export type TeamMethod = "userpass" | "ldap" | "approle" | "jwt" | "oidc" | "cert";

export type TeamStatus = { 
/**
 * How it is reached, and as whom.
 */
settings: TeamSettings, 
/**
 * Who is logged in: the account's own name where the server says one, else the user or role, else the method.
 */
who: string, 
/**
 * Why the server could not be asked; what follows of it is then unknown.
 */
trouble: Failure | null, 
/**
 * Seconds until the login is over; 0 where it has no end.
 */
ttl_seconds: number | null, 
/**
 * Whether profiles and secrets may be changed.
 */
may_edit: boolean | null, 
/**
 * When everything was last brought here.
 */
synced_at: string | null, 
/**
 * Why the last sync did not come to its end, where it did not.
 */
sync_failure: SyncFailure | null, 
/**
 * What the last sync could not use.
 */
problems: Array<Text>, 
/**
 * What is shared, by name.
 */
profiles: Array<SharedProfile>, 
/**
 * Edits that could not be written.
 */
drafts: Array<TeamDraft>, };

export type SharedProfile = { 
/**
 * Its name, here where it is here.
 */
name: string, 
/**
 * Its version in the team.
 */
version: number, 
/**
 * Who wrote that, as they call themselves.
 */
by: string, 
/**
 * When, as the server says it.
 */
written_at: string, 
/**
 * What that changed here; empty for one that came as it is.
 */
changed: Array<Difference>, 
/**
 * Members sign in to it with a shared secret.
 */
shared_secret: boolean, 
/**
 * Why it, or a newer version, cannot be used.
 */
problem: Text | null, 
/**
 * A newer version that is not used until the user accepts it.
 */
held: HeldVersion | null, };

export type SyncFailure = { 
/**
 * When that was.
 */
at: string, 
/**
 * Why.
 */
error: Failure, };

export type HeldVersion = { 
/**
 * Which.
 */
version: number, 
/**
 * Who wrote it, as they call themselves.
 */
by: string, 
/**
 * When, as the server says it.
 */
written_at: string, 
/**
 * What it would change here.
 */
differences: Array<Difference>, };

export type TeamDraft = { 
/**
 * The profile's name here.
 */
profile: string, 
/**
 * When it was made.
 */
made_at: string, 
/**
 * Why it was not written.
 */
why: Text, 
/**
 * What it changes.
 */
differences: Array<Difference>, 
/**
 * Someone else has written a version meanwhile: both are shown before it is written over.
 */
conflict: boolean, };

export type TeamSync = { 
/**
 * The team.
 */
team: string, 
/**
 * Profiles that are new here.
 */
added: Array<string>, 
/**
 * Profiles that were changed by someone.
 */
changed: Array<string>, 
/**
 * Profiles that are shared no longer.
 */
removed: Array<string>, 
/**
 * The server of each profile that is new here, by the profile's name.
 */
servers: { [key in string]: string }, 
/**
 * Profiles with a new version that is not used until the user accepts it.
 */
held: Array<string>, 
/**
 * What cannot be used, and why.
 */
problems: Array<Text>, };

export type TeamEdit = { "outcome": "written", 
/**
 * What is different now.
 */
differences: Array<Difference>, } | { "outcome": "conflict", 
/**
 * Who wrote the version that there is now, as they call themselves.
 */
by: string, 
/**
 * When, as the server says it.
 */
written_at: string, 
/**
 * In which values theirs (before) and this (after) differ.
 */
differences: Array<Difference>, };

export type TeamRotation = { 
/**
 * Of which profile, by its name.
 */
profile: string, 
/**
 * The version of the secret that is replaced.
 */
version: number, };

export type TeamDetails = { 
/**
 * The team's name at the server.
 */
team: string | null, 
/**
 * The reader's own name of it.
 */
alias: string | null, 
/**
 * The addresses of the nodes.
 */
servers: Array<string>, 
/**
 * The mount of the engine.
 */
mount: string | null, 
/**
 * The namespace; empty for none.
 */
namespace: string | null, 
/**
 * How to log in.
 */
method: TeamMethod | null, 
/**
 * Where that is mounted.
 */
method_mount: string | null, 
/**
 * The user name, or the id of the role.
 */
user: string | null, 
/**
 * PEM of an extra certificate authority; empty for none.
 */
ca: string | null, 
/**
 * `system`, `none` or an address.
 */
proxy: string | null, };

export type ProfileSecret = { "kind": "none" } | { "kind": "new", 
/**
 * It.
 */
secret: string, } | { "kind": "same_as", 
/**
 * The profile's name.
 */
profile: string, };

export type LogInPage = { 
/**
 * The page to open: of the identity provider, as the team's server says it.
 */
url: string, 
/**
 * The code to enter there; none where the address contains it.
 */
user_code: string | null, };

export type Finding = { 
/**
 * What was checked.
 */
about: Text, 
/**
 * The result.
 */
health: Health, 
/**
 * What was found.
 */
found: Text, 
/**
 * What to do.
 */
advice: Text | null, 
/**
 * What to do, where a surface has its own words for it.
 */
next_step?: NextStep, };

export type Health = "ok" | "warn" | "broken";

export type WeakPassword = { 
/**
 * The profile that signs in with it.
 */
profile: string, 
/**
 * The shared credential that it is, if it is one.
 */
credential: string | null, 
/**
 * 0 to 2, as zxcvbn counts: below 2 it is among the first that everybody would try.
 */
score: number, };

export type Dragged = "over" | "gone" | "dropped";

export type ShortcutOffer = "given" | "confirmed" | "none";

export type DesktopView = { 
/**
 * A shell shows the tray, so that the window may be closed to it.
 */
tray: boolean, 
/**
 * Whether a program may take a key combination.
 */
shortcut: ShortcutOffer, 
/**
 * Whether this program starts with the computer, which a person may have changed outside it; none where no program
 * can.
 */
autostart: boolean | null, };

export type Asked = { 
/**
 * What.
 */
act: AskedFor, 
/**
 * The profile's name.
 */
name: string, 
/**
 * What went wrong, where something did.
 */
failure: Failure | null, };

export type AskedFor = "copy" | "sign_in" | "sign_out" | "failed";

export type JobItem = { 
/**
 * This window works on it.
 */
here: boolean, 
/**
 * Another process works on it, where that is known.
 */
worker: Worker | null, 
/**
 * Keys are to be replaced, revoked or to stay for ever, and nobody has confirmed that yet.
 */
unconfirmed: boolean, 
/**
 * How it is called.
 */
job: string, 
/**
 * The profile's name when it was made.
 */
profile: string, 
/**
 * Where that profile stood.
 */
environment: Environment, 
/**
 * The server.
 */
server: string, 
/**
 * When it was made.
 */
created_at: string, 
/**
 * Its state.
 */
state: JobState, 
/**
 * The end of its keys; none where they never end.
 */
expires_at: string | null, 
/**
 * Its keys never end.
 */
never: boolean, 
/**
 * Keys are created for accounts without one.
 */
create_missing: boolean, 
/**
 * Present keys are replaced.
 */
rotate: boolean, 
/**
 * Present keys are revoked at once.
 */
revoke: boolean, 
/**
 * A person said yes to what cannot be undone.
 */
confirmed: boolean, 
/**
 * Accounts of the list, each once.
 */
asked: number, 
/**
 * Accounts that stood in the list before.
 */
duplicates: number, 
/**
 * Lines that can be no account.
 */
problems: number, 
/**
 * Blank lines.
 */
blank: number, 
/**
 * What the list was found to be.
 */
list: ListFacts, 
/**
 * The table's file.
 */
out: string, 
/**
 * The same, once it is written; `null` before.
 */
file: string | null, 
/**
 * Its form.
 */
format: string, 
/**
 * Whether the table is encrypted.
 */
sealed: boolean, 
/**
 * Why it does not continue automatically.
 */
note: Text | null, 
/**
 * With a key.
 */
ok: number, 
/**
 * Without one.
 */
empty: number, 
/**
 * Not in the answer.
 */
missing: number, 
/**
 * Rows of the answers that nobody asked for.
 */
extra: number, 
/**
 * Not answered, or not to be understood; `resume` asks again.
 */
failed: number, 
/**
 * A key may have been made: `resume` reads again.
 */
unknown: number, 
/**
 * Of those that are ok, how many got a new key.
 */
minted: number, 
/**
 * Calls sent.
 */
requests: number, };

export type JobUpdates = { 
/**
 * Those that run.
 */
running: Array<JobUpdate>, 
/**
 * Those that ended since.
 */
ended: Array<JobEnded>, };

export type JobUpdate = { 
/**
 * Its id.
 */
job: string, 
/**
 * What it is at.
 */
step: Step, 
/**
 * Accounts of this step that are done.
 */
done: number, 
/**
 * All accounts of this step.
 */
of: number, 
/**
 * The results of the accounts so far.
 */
counts: Counts, 
/**
 * Accounts a second.
 */
per_second: number, 
/**
 * Seconds that the rest of this step takes at that rate.
 */
left: number | null, 
/**
 * Seconds that the server asked to wait.
 */
waits: number | null, 
/**
 * It is pausing: requests already sent are waited for.
 */
pausing: boolean, };

export type JobEnded = { 
/**
 * Its id.
 */
job: string, 
/**
 * Why it stopped automatically, if it did.
 */
failure: Failure | null, };

export type ListFrom = { "kind": "text", 
/**
 * Its lines.
 */
text: string, } | { "kind": "dialog" } | { "kind": "dropped" } | { "kind": "again" } | { "kind": "keys", 
/**
 * The keys.
 */
keys: Array<KeyRef>, };

export type TextEncoding = "utf8" | "gbk";

export type KeyRef = { 
/**
 * The job.
 */
job: string, 
/**
 * Its number there.
 */
seq: number, };

export type JobRequest = { 
/**
 * The profile whose session asks.
 */
profile: string, 
/**
 * When the keys expire.
 */
expires: KeyLifetime, 
/**
 * Make keys for accounts that have none.
 */
create_missing: boolean, 
/**
 * Replace present keys.
 */
rotate: boolean, 
/**
 * `csv`, `xlsx`, `json` or `ndjson`.
 */
format: string, 
/**
 * How the table is kept from other eyes.
 */
protection: TableProtection, };

export type KeyLifetime = { "kind": "days", 
/**
 * Days.
 */
days: number, } | { "kind": "at", 
/**
 * It.
 */
at: string, } | { "kind": "never" } | { "kind": "now" };

export type TableProtection = { "kind": "recipient", 
/**
 * The public key, `age1...`
 */
key: string, } | { "kind": "passphrase", 
/**
 * It.
 */
passphrase: string, } | { "kind": "plain" };

export type TablePlace = { 
/**
 * The name of the file.
 */
file: string, 
/**
 * The folder, shortened where it is in the person's own.
 */
folder: string, 
/**
 * A file is there already and will be replaced.
 */
replaces: boolean, };

export type ExpiringKeys = { 
/**
 * The soonest, at most a thousand.
 */
keys: Array<SoonKey>, 
/**
 * How many there are.
 */
count: number, };

export type SoonKey = { 
/**
 * The job that read it.
 */
job: string, 
/**
 * Its number there.
 */
seq: number, 
/**
 * Its profile.
 */
profile: string, 
/**
 * The account's name in the list.
 */
account: string, 
/**
 * The login name that the server gave.
 */
login_name: string | null, 
/**
 * When it expires.
 */
expires_at: string, };

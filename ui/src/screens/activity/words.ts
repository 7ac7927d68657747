/** What happened, in words. */
import { t, type Key } from "../../i18n/index.svelte";
import type { Event, EventKind } from "../../ipc/contract";
import type { IconName } from "../../components/icons";
import { ASKED } from "../../components/labels";

export const ICONS: Record<EventKind, IconName> = {
  signed_in: "sign_in",
  refused: "alert",
  unreachable: "offline",
  held_back: "unsafe",
  challenge: "inbox",
  renewed: "renew",
  verified: "verify",
  chosen: "choose",
  signed_out: "sign_out",
  token_handed_out: "command",
  copied: "copy",
  revealed: "show",
  exported: "key",
  profile_changed: "edit",
  environment_changed: "edit",
  session_dropped: "remove",
};
const WORDS: Record<string, Key> = {
  added: "happened.added",
  edited: "happened.edited",
  removed: "happened.removed",
  "ended at the server": "happened.ended_at_the_server",
  "removed here only": "happened.removed_here_only",
  valid: "happened.valid",
  "no longer valid": "happened.no_longer_valid",
  "no longer renewable": "happened.no_longer_renewable",
  "profile changed": "happened.profile_changed",
  "counts as production": "happened.counts_as_production",
  "no longer counts as production": "happened.no_longer_counts_as_production",
  raw: "format.raw",
  header: "format.header",
  curl: "format.curl",
  env: "format.env",
  json: "format.json",
  cooling_down: "trouble.cooling_down",
  budget_spent: "trouble.budget_spent",
  password_known_refused: "trouble.password_known_refused",
  unreachable: "trouble.unreachable",
  tls: "trouble.tls",
  timeout: "trouble.timeout",
  not_the_api: "trouble.not_the_api",
  unexpected_redirect: "trouble.unexpected_redirect",
  answer_too_big: "trouble.answer_too_big",
  unknown_outcome: "trouble.unknown_outcome",
  internal: "trouble.internal",
  usage: "trouble.internal",
};
/** Events whose detail is the last characters of a token. */
const HINTED: readonly EventKind[] = ["signed_in", "renewed", "copied", "revealed", "token_handed_out"];
/** Events whose detail is a code of a server, which says nothing to a reader: it is there when asked for. */
const CODED: readonly EventKind[] = ["refused"];
/** What the detail of an event begins with that nobody asked for. */
const AUTOMATIC = "automatic ";

/** The server's code of an event that has one. */
export function code({ kind, detail }: Event): string | undefined {
  if (!CODED.includes(kind)) return undefined;
  return detail.startsWith(AUTOMATIC) ? detail.slice(AUTOMATIC.length) : detail;
}

/** The core's few phrases and codes in the reader's language. */
export function detail(event: Event): string {
  if (!event.detail.startsWith(AUTOMATIC)) return plain(event);
  const rest = plain({ ...event, detail: event.detail.slice(AUTOMATIC.length) });
  return rest === "" ? t("happened.automatic") : t("happened.automatic_with", { detail: rest });
}

function plain({ kind, detail }: Event): string {
  if (detail === "" || CODED.includes(kind)) return "";
  const words = WORDS[detail] ?? ASKED[detail];
  if (words) return t(words);
  if (kind === "environment_changed") return ofEnvironment(detail);
  return HINTED.includes(kind) ? t("token.hint", { hint: detail }) : detail;
}

/** Its id, and what happened to it. */
function ofEnvironment(detail: string): string {
  const [id = "", ...what] = detail.split(" ");
  const words = WORDS[what.join(" ")];
  return words ? `${id} · ${t(words)}` : detail;
}

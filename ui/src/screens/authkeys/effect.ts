/** Describes what a job will do, for the current choices. */
import { t } from "../../i18n/index.svelte";
import { asTyped } from "../../state/job";
import { number } from "../../state/jobs.svelte";

type Chosen = {
  readonly accounts: number;
  readonly lifetime: string;
  readonly create: boolean;
  readonly rotate: boolean;
  expiry(now: number): Date | null;
};

/** The sentence of the banner, and what becomes of accounts without a key; nothing without a list or a moment. */
export function effect(chosen: Chosen, now: number): { first: string; rest: string } | null {
  const { accounts, lifetime, create, rotate } = chosen;
  const at = chosen.expiry(now);
  if (accounts === 0 || (lifetime === "at" && at === null)) return null;
  const n = number(accounts);
  const rest = t(create ? "new.effect_create" : "new.effect_stay");
  if (lifetime === "now") return { first: t("new.effect_now", { n }), rest };
  if (at === null) return { first: t(rotate ? "new.effect_rotate_never" : "new.effect_never", { n }), rest };
  return { first: t(rotate ? "new.effect_rotate" : "new.effect", { n, at: asTyped(at) }), rest };
}

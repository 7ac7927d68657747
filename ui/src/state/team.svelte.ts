/** The team that is shown: what is known of it here at once, and what its server says a moment later. */
import * as api from "../ipc/api";
import type { Failure, TeamEdit, TeamStatus } from "../ipc/contract";
import { failure } from "../ipc/failure";
import { t } from "../i18n/index.svelte";
import { app } from "./app.svelte";
import { toasts } from "./toasts.svelte";

/** What the server says; none of it while it is asked, and `trouble` where it cannot be. */
type Asked = Pick<TeamStatus, "trouble" | "ttl_seconds" | "may_edit">;

/** The server is not there, or has nothing to say for the moment. */
const AWAY = ["unreachable", "tls", "timeout", "cooling_down"] as const;

/** Both versions of a profile that somebody else has changed. */
export type Conflict = { name: string } & Omit<Extract<TeamEdit, { outcome: "conflict" }>, "outcome">;

class Team {
  alias = $state<string | null>(null);
  known = $state.raw<TeamStatus | null>(null);
  asked = $state.raw<Asked | null>(null);
  asking = $state(false);
  syncing = $state(false);
  /** Why what is known could not be read. */
  problem = $state.raw<Failure | null>(null);
  conflict = $state.raw<Conflict | null>(null);
  readonly status: TeamStatus | null = $derived(this.known && { ...this.known, ...this.asked });
  /** The server could not be asked, whatever the reason, or no longer accepts the login. */
  readonly trouble: Failure | null = $derived(this.asked?.trouble ?? null);
  readonly loggedOut: boolean = $derived(this.trouble?.code === "no_session");
  readonly offline: boolean = $derived(AWAY.some((code) => code === this.trouble?.code));
  readonly mayEdit: boolean = $derived(this.asked?.may_edit === true);

  /** The team that was shown last, or the first. */
  choose(teams: readonly string[]): void {
    const next = this.alias !== null && teams.includes(this.alias) ? this.alias : (teams[0] ?? null);
    if (next !== this.alias) this.show(next);
  }

  show(alias: string | null): void {
    [this.alias, this.known, this.asked, this.problem, this.conflict] = [alias, null, null, null, null];
  }

  /** What is known here. */
  async read(): Promise<void> {
    const alias = this.alias;
    if (alias === null) return;
    try {
      const known = await api.team(alias, false);
      if (alias === this.alias) [this.known, this.problem] = [known, null];
    } catch (thrown) {
      if (alias === this.alias) this.problem = failure(thrown);
    }
  }

  /** What the server says. */
  async ask(): Promise<void> {
    const alias = this.alias;
    if (alias === null) return;
    this.asking = true;
    try {
      const status = await api.team(alias, true);
      if (alias !== this.alias) return;
      const { trouble, ttl_seconds, may_edit } = status;
      [this.known, this.asked, this.problem] = [status, { trouble, ttl_seconds, may_edit }, null];
    } catch (thrown) {
      if (alias === this.alias) this.problem = failure(thrown);
    } finally {
      this.asking = false;
    }
  }

  async sync(): Promise<void> {
    const alias = this.alias;
    if (alias === null || this.syncing) return;
    this.syncing = true;
    try {
      const { added, changed, removed } = await api.syncTeam(alias);
      const n = added.length + changed.length + removed.length;
      const title = t(n === 0 ? "team.synced_none" : "team.synced_n", { team: alias, n });
      toasts.show({ tone: "done", title });
    } catch (thrown) {
      app.tell(thrown, alias);
    } finally {
      this.syncing = false;
    }
    await this.ask();
  }

  /** Says what an edit came to; a conflict is shown side by side. */
  edited(name: string, end: TeamEdit): void {
    if (end.outcome === "conflict") {
      const { by, written_at, differences } = end;
      this.conflict = { name, by, written_at, differences };
    } else toasts.show({ tone: "done", title: t("team.edited", { name }) });
  }

  async send(name: string, over: boolean): Promise<void> {
    try {
      this.edited(name, await api.sendDraft(name, over));
    } catch (thrown) {
      app.tell(thrown, name);
    }
  }

  async discard(name: string): Promise<void> {
    try {
      await api.discardDraft(name);
      toasts.show({ tone: "done", title: t("team.discarded", { name }) });
    } catch (thrown) {
      app.tell(thrown, name);
    }
  }

  /** Locked: nothing of it stays in the page. */
  clear(): void {
    this.show(null);
  }
}

export const team = new Team();

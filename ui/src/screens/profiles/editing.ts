/** What the editor begins with, and how it is saved. */
import * as api from "../../ipc/api";
import type { Descriptor, Draft, ProfileView } from "../../ipc/contract";
import { app } from "../../state/app.svelte";
import { environmentName } from "../../state/environments";
import { team } from "../../state/team.svelte";
import { likeOf, nameFor, sent } from "./draft";

/** A profile to be changed, or to begin a copy with. */
export type Source = { profile: ProfileView; provider: Descriptor | null };

export async function read(name: string): Promise<Source> {
  const profile = await api.profile(name);
  return { profile, provider: app.provider(profile.provider) ?? null };
}

/** A copy for an environment that its group does not have yet. */
export function copyOf(profile: ProfileView): Draft {
  const taken = app.overview.rows
    .filter((row) => row.group !== null && row.group === profile.group)
    .map((row) => row.environment);
  const copy = likeOf(profile, taken);
  const base = profile.group ?? profile.name;
  return { ...copy, name: nameFor(base, environmentName(copy.environment), new Set(app.rows.keys())) };
}

/** Saves a draft as a new profile, or in the place of what was there `before`, which the team `sharedBy` may share.
 * Answers nothing where the edit waits as a draft of that team. */
export async function save(
  draft: Draft,
  before: ProfileView | null,
  provider: Descriptor,
  sharedBy: string | null,
): Promise<ProfileView | null> {
  const whole = sent(draft, before, provider.fields);
  if (!before) return api.addProfile(whole);
  // What the old server's credential holds is not for a new one, unless a person chooses it again.
  if (whole.server !== before.server && whole.credential === before.credential) whole.credential = null;
  return sharedBy === null ? api.editProfile(before.name, whole) : saveShared(before.name, whole, sharedBy);
}

/** Somebody else may have been faster: then both versions are shown, and the edit waits as a draft. */
async function saveShared(of: string, whole: Draft, by: string): Promise<ProfileView | null> {
  const end = await api.editShared(of, whole);
  if (end.outcome === "written") return api.profile(whole.name);
  app.leaving = null;
  await app.refresh();
  if (team.alias !== by) team.show(by);
  team.edited(of, end);
  app.open({ screen: "team" });
  return null;
}

/** The invented vault's environments. */
import type * as T from "../contract";
import { change, type Commands, text } from "./context";
import { environments, isProduction } from "./environment_world";
import * as world from "./fixtures";
import { made } from "./made";

const within = (id: string) => [...world.profiles.values()].filter((profile) => profile.environment === id);

/** Puts one behind another, or before all. */
function place(id: string, after: string | null): void {
  const [it] = environments.splice(
    environments.findIndex((one) => one.id === id),
    1,
  );
  if (it) environments.splice(environments.findIndex((one) => one.id === after) + 1, 0, it);
}

function lay(it: T.EnvironmentView, draft: T.EnvironmentDraft): void {
  const [zh, en] = [draft.name_zh?.trim(), draft.name_en?.trim()];
  const blank = it.name.zh === it.id && it.name.en === it.id;
  it.name = { zh: zh || (blank && en) || it.name.zh, en: en || (blank && zh) || it.name.en };
  it.colour = draft.colour ?? it.colour;
  it.production = draft.production ?? it.production;
  if (draft.after !== null && draft.after !== undefined) place(it.id, draft.after || null);
}

const leaving = (id: string) =>
  made(
    "production_not_confirmed",
    `环境“${id}”中有${within(id).length}个配置将不再算作生产环境，需要确认`,
    `Profiles in environment ${id} (${within(id).length}) would no longer count as production, which requires confirmation`,
  );

export const environmentCommands: Commands = {
  add_environment: (args) => {
    const id = text(args, "id");
    if (!/^[a-z][a-z0-9-]{0,19}$/.test(id))
      throw {
        ...made("invalid_field", "env：应以小写字母开头", "env must begin with a lower-case letter"),
        field: "id",
      };
    if (environments.some((one) => one.id === id))
      throw { ...made("invalid_field", `id：已用于环境“${id}”`, `id is taken by environment ${id}`), field: "id" };
    const it: T.EnvironmentView = { id, name: { zh: id, en: id }, colour: "grey", production: false, built_in: false };
    environments.push(it);
    lay(it, args.draft as T.EnvironmentDraft);
    change();
    return it;
  },
  edit_environment: (args) => {
    const id = text(args, "id");
    const it = environments.find((one) => one.id === id) as T.EnvironmentView;
    const draft = args.draft as T.EnvironmentDraft;
    if (it.production && draft.production === false && within(id).length > 0 && !args.confirmed) throw leaving(id);
    lay(it, draft);
    change();
    return it;
  },
  remove_environment: (args) => {
    const [id, to] = [text(args, "id"), args.to as string | null];
    if (to && isProduction(id) && !isProduction(to) && !args.confirmed) throw leaving(id);
    const moved = within(id);
    for (const profile of moved) profile.environment = to ?? profile.environment;
    environments.splice(
      environments.findIndex((one) => one.id === id),
      1,
    );
    change();
    return { id, moved: moved.map((profile) => profile.name) };
  },
};

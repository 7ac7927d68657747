/** Environments: the four built in, whose words are in the catalogue, and a person's own, who named them. */
import type { Environment, EnvironmentColour, EnvironmentView } from "../ipc/contract";
import { said, t } from "../i18n/index.svelte";
import { app } from "./app.svelte";

const BUILT_IN = ["dev", "test", "staging", "prod"] as const;
type BuiltIn = (typeof BUILT_IN)[number];

const isBuiltIn = (id: Environment): id is BuiltIn => (BUILT_IN as readonly string[]).includes(id);

/** All, in their order: production is at the end unless a person has moved it. */
export const inOrder = (): Environment[] =>
  app.overview.environments.length === 0 ? [...BUILT_IN] : app.overview.environments.map((one) => one.id);

const view = (id: Environment): EnvironmentView | undefined => app.overview.environments.find((one) => one.id === id);

/** What people call it. */
export function environmentName(id: Environment): string {
  if (isBuiltIn(id)) return t(`environment.${id}`);
  const own = view(id);
  return own ? said(own.name) : id;
}

/** Whether what is done in it requires confirmation. One that nothing is known of counts as production. */
export const isProduction = (id: Environment): boolean => view(id)?.production ?? (id === "prod" || !isBuiltIn(id));

/** Whether plain http may be allowed there at all. */
export const mayBePlain = (id: Environment): boolean => id !== "staging" && !isProduction(id);

export type EnvironmentTone = "danger" | "info" | "outline" | "plain" | "blue" | "violet";
const TONES: Record<EnvironmentColour, EnvironmentTone> = {
  grey: "plain",
  outline: "outline",
  cyan: "info",
  blue: "blue",
  violet: "violet",
};
const OF_BUILT_IN: Record<BuiltIn, EnvironmentTone> = {
  dev: "plain",
  test: "outline",
  staging: "info",
  prod: "danger",
};

/** What a colour is drawn with; production always as production. */
export const toneOf = (colour: EnvironmentColour, production: boolean): EnvironmentTone =>
  production ? "danger" : TONES[colour];

/** What an environment is drawn with. */
export function environmentTone(id: Environment): EnvironmentTone {
  if (isBuiltIn(id)) return OF_BUILT_IN[id];
  return toneOf(view(id)?.colour ?? "outline", isProduction(id));
}

/** The environments of the invented vault: the four built in, and one of a person's own. */
import type * as T from "../contract";

const builtIn = (id: string, zh: string, en: string, colour: T.EnvironmentColour): T.EnvironmentView => ({
  id,
  name: { zh, en },
  colour,
  production: id === "prod",
  built_in: true,
});
export const environments: T.EnvironmentView[] = [
  builtIn("dev", "开发", "development", "grey"),
  builtIn("test", "测试", "test", "outline"),
  { id: "uat", name: { zh: "验收", en: "UAT" }, colour: "violet", production: false, built_in: false },
  builtIn("staging", "预发", "staging", "cyan"),
  builtIn("prod", "生产", "production", "grey"),
];
export const isProduction = (id: string): boolean => environments.find((one) => one.id === id)?.production ?? true;

import { expect, test } from "vitest";
import type { Descriptor, ProfileView } from "../../src/ipc/contract";
import providers from "../../src/ipc/fake/providers.json";
import { answers, asked, fieldsOf, inRange, methodOf, presets, savedSecret } from "../../src/components/fields";

const all = providers as unknown as Descriptor[];
const of = (id: string) => all.find((one) => one.id === id) as Descriptor;
const profile = (more: Partial<ProfileView> = {}): ProfileView => ({
  id: "p",
  name: "n",
  provider: "hzero",
  server: "https://x.example",
  environment: "dev",
  group: null,
  tags: [],
  method: null,
  values: { account: "li.wen", client_id: "app" },
  saved_secrets: [],
  credential: null,
  network: { proxy: "system", ca: null, allow_http: false },
  renewal: { auto_renew: "on", keep_alive: null },
  notices: [],
  ...more,
});

test("every provider's every method can be drawn", () => {
  for (const provider of all)
    for (const method of provider.methods) {
      const fields = fieldsOf(provider, method.id);
      const parts = asked(fields, method, []);
      const drawn = [...parts.first, ...parts.folded.flatMap((part) => part.fields)];
      expect(drawn.map((field) => field.name).toSorted()).toEqual(fields.map((field) => field.name).toSorted());
      expect(parts.first.map((field) => field.name)).toContain(method.account);
    }
});

test("what is missing comes first, whatever its group", () => {
  const [hzero, method] = [of("hzero"), methodOf(of("hzero"), "password")];
  const names = (missing: string[]) =>
    asked(fieldsOf(hzero, method.id), method, missing).first.map((field) => field.name);
  expect(names([])).toEqual(["account", "password"]);
  expect(names(["client_secret"])).toEqual(["account", "password", "client_secret"]);
});

test("an unknown method is the first one", () => {
  expect(methodOf(of("hzero"), "nope").id).toBe(of("hzero").methods[0]?.id);
});

test("only what was changed is sent, and an empty secret stays as saved", () => {
  const fields = fieldsOf(of("hzero"), "password");
  const typed = { account: "li.wen", password: "", client_secret: "s", source_type: "app", user_type: "" };
  expect(answers(fields, profile(), typed)).toEqual({ client_secret: "s", source_type: "app" });
  expect(answers(fields, profile(), { account: "" })).toEqual({ account: "" });
});

test("a saved secret is known by where it is saved", () => {
  const [hzero, method] = [of("hzero"), methodOf(of("hzero"), "password")];
  const password = hzero.fields.find((field) => field.name === "password")!;
  expect(savedSecret(password, method, profile())).toBe(null);
  expect(savedSecret(password, method, profile({ saved_secrets: ["password"] }))).toBe("profile");
  expect(savedSecret(password, method, profile({ credential: "AD" }))).toBe("credential");
});

test("spans to choose from lie within the range", () => {
  const kind = of("enos-iam").fields.find((field) => field.name === "expire_interval")!.kind;
  expect(presets(kind)).toEqual([900, 7200, 86_400, 864_000]);
  expect(presets({ type: "number", min: 1000, max: 90_000, unit: "s" })).toEqual([7200, 86_400]);
  expect(presets({ type: "number", min: 1, max: 10, unit: "" })).toEqual([]);
  expect(presets({ type: "text" })).toEqual([]);
});

test("a number is judged by its range", () => {
  const kind = { type: "number", min: 900, max: 864_000, unit: "s" } as const;
  expect(["", "900", " 864000 "].every((value) => inRange(kind, value))).toBe(true);
  expect(["899", "864001", "1e3", "x", "900.5"].some((value) => inRange(kind, value))).toBe(false);
});

/** The two letters of a folded sidebar. */
import { expect, test } from "vitest";
import { mark } from "../../src/screens/main/mark";

test.each([
  ["EnOS IAM", "EI"],
  ["HZERO", "HZ"],
  ["EnOS Application Portal", "EA"],
  ["Production", "Pr"],
  ["全时", "全时"],
  ["华东运维 · 张敏", "华东"],
  ["HZERO 平台", "H平"],
  ["·", ""],
])("%s is %s", (name, letters) => expect(mark(name)).toBe(letters));

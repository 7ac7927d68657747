import { expect, test } from "vitest";
import { cleanCaptcha, cleanDigits, cleanFactor, halfWidth } from "../../src/components/otp";

test("full-width characters become plain ones and keep their case", () => {
  expect(halfWidth("ＡｂＣ１２３！　x")).toBe("AbC123! x");
  expect(cleanCaptcha(" ａＢ ３\u200b ")).toBe("aB3");
  expect(cleanCaptcha("验aZ")).toBe("验aZ");
});

test("a code is cleaned of spaces, dashes and full-width digits", () => {
  expect(cleanDigits("１２３ 4５6")).toBe("123456");
  expect(cleanDigits("12-34-56")).toBe("123456");
  expect(cleanDigits("012345")).toBe("012345");
  expect(cleanDigits("1234567890")).toBe("12345678");
});

test("the one code is found in a message that was pasted whole", () => {
  expect(cleanDigits("【云岭】您的验证码是 482913，5 分钟内有效")).toBe("482913");
  expect(cleanDigits("Your code: 4829. Do not share it.")).toBe("4829");
});

test("two runs that may both be the code are not guessed between", () => {
  expect(cleanDigits("code 4829 or 1234")).toBe("48291234");
});

test("a second factor keeps its letters", () => {
  expect(cleanFactor("ab12-CD 34")).toBe("ab12CD34");
});

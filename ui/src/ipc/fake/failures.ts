/** What goes wrong on purpose: the password or answer that is typed says how. */
import type * as T from "../contract";
import { made } from "./made";

type Part = Partial<T.Failure>;
const MINUTE = 60;

/** Failures of a sign-in by the password that is typed; `anyway` passes those of the guard. */
const BY_PASSWORD: Record<string, { failure: T.Failure; guard?: boolean }> = {
  wrong: {
    failure: refused("密码错误，还可以尝试 2 次", "Wrong password; tries left: 2", {
      field: "password",
      server_code: "hoth.warn.passwordError",
      attempts_left: 2,
      advice: { zh: "核对密码后再试", en: "Check the password, then try again" },
    }),
  },
  wrong1: {
    failure: refused("密码错误，还可以尝试 1 次", "Wrong password; tries left: 1", {
      field: "password",
      server_code: "hoth.warn.passwordError",
      attempts_left: 1,
      advice: { zh: "再错一次账号会被锁定", en: "One more failure locks the account" },
    }),
  },
  lock: {
    failure: refused("账号已被锁定", "The account is locked", {
      server_code: "30429",
      retry_after_seconds: 15 * MINUTE,
      advice: { zh: "等锁定结束，或联系管理员解锁", en: "Wait for the lock to end, or ask an administrator" },
    }),
  },
  disabled: {
    failure: refused("账号已停用", "The account is disabled", {
      server_code: "hoth.warn.accountDisabled",
      advice: { zh: "联系管理员启用账号", en: "Ask an administrator to enable the account" },
    }),
  },
  locked: {
    failure: held(
      "cooling_down",
      "core-staging.eu2.example.com 上的 j.okafor 在冷却中",
      "j.okafor at core-staging.eu2.example.com is cooling down",
      {
        retry_after_seconds: 12 * MINUTE,
      },
    ),
    guard: true,
  },
  soon: {
    failure: held(
      "cooling_down",
      "core-staging.eu2.example.com 上的 j.okafor 在冷却中",
      "j.okafor at core-staging.eu2.example.com is cooling down",
      {
        retry_after_seconds: 3,
      },
    ),
    guard: true,
  },
  last: {
    failure: held(
      "budget_spent",
      "账号只剩 1 次机会，再错就会被锁定",
      "The account has one try left; another failure locks it",
      { attempts_left: 1 },
    ),
    guard: true,
  },
  spent: {
    failure: held(
      "budget_spent",
      "core-staging.eu2.example.com 上的 j.okafor 在 15 分钟内有 3 次尝试失败或没有明确结果，暂不发送",
      "3 tries of j.okafor at core-staging.eu2.example.com failed or had no clear end within 15 minutes; nothing is sent yet",
      { retry_after_seconds: 5 * MINUTE },
    ),
    guard: true,
  },
  known: {
    failure: held(
      "password_known_refused",
      "服务器已经拒绝过这个密码，没有再发送",
      "The server has refused this password before; it was not sent again",
      { field: "password" },
    ),
    guard: true,
  },
  down: {
    failure: held("unreachable", "无法连接 gateway.cn4.example.com", "gateway.cn4.example.com cannot be reached", {
      advice: { zh: "检查网络和代理后再试", en: "Check network and proxy, then try again" },
    }),
  },
  tls: {
    failure: held(
      "tls",
      "gateway.cn4.example.com 的证书已过期",
      "The certificate of gateway.cn4.example.com has expired",
      {},
    ),
  },
};

function refused(zh: string, en: string, more: Part): T.Failure {
  return { ...made("refused", zh, en), ...more };
}

function held(code: T.ErrorCode, zh: string, en: string, more: Part): T.Failure {
  return { ...made(code, zh, en), ...more };
}

/** What the guard says of a password that was refused before. */
export const blocked = (): T.Failure => BY_PASSWORD.known?.failure as T.Failure;

/** Throws what the typed password stands for. */
export function judge(answers: T.Answers, anyway: boolean): void {
  const found = BY_PASSWORD[answers.password ?? ""];
  if (found && !(found.guard && anyway)) throw found.failure;
}

/** Why a picture is not shown: `?pictures=bad` goes through them. */
const BAD_PICTURES: [string, string][] = [
  ["验证码图片是 SVG,不会显示", "The captcha is an SVG and is not shown"],
  ["验证码图片是网页，不会显示", "The captcha is a web page and is not shown"],
  ["验证码图片超过 256 KiB", "The captcha is larger than 256 KiB"],
  ["验证码图片超过 2000 像素", "The captcha has more than 2000 pixels a side"],
  ["验证码图片不完整", "The captcha is cut off"],
  ["验证码图片是空的", "The captcha is empty"],
  ["验证码图片已损坏", "The captcha is damaged"],
  ["验证码图片的格式不认识", "The captcha is of an unknown kind"],
  ["验证码图片没有像素", "The captcha has no pixels"],
  ["验证码图片的长度与声明不符", "The captcha is not as long as it says"],
  ["验证码图片解码失败", "The captcha cannot be decoded"],
  ["验证码图片含有其他文件", "The captcha holds another file"],
];
let shown = 0;

/** Throws the next of the bad pictures. */
export function spoil(): never {
  const [zh, en] = BAD_PICTURES[shown++ % BAD_PICTURES.length] as [string, string];
  throw made("not_the_api", zh, en);
}

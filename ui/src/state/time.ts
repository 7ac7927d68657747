/** Times and spans in words. */
import type { Life } from "./expiry";
import { language, locale, t } from "../i18n/index.svelte";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span rounded down to its largest unit: `5 h`, `12 days`. */
export function span(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds));
  if (whole >= DAY) return t("time.days", { n: Math.floor(whole / DAY) });
  if (whole >= HOUR) return t("time.hours", { n: Math.floor(whole / HOUR) });
  if (whole >= MINUTE) return t("time.minutes", { n: Math.floor(whole / MINUTE) });
  return t("time.seconds", { n: whole });
}

/** A span in its two largest units: `1 h 12 min`, `12 days 3 h`. */
export function longSpan(seconds: number): string {
  const whole = Math.floor(Math.abs(seconds));
  const units: [number, number][] = [
    [DAY, HOUR],
    [HOUR, MINUTE],
    [MINUTE, 1],
  ];
  const [large, small] = units.find(([unit]) => whole >= unit) ?? [1, 1];
  const rest = Math.floor((whole % large) / small) * small;
  return rest > 0 && large > 1
    ? `${span(whole - (whole % large))}${language() === "zh" ? "" : " "}${span(rest)}`
    : span(whole);
}

/** How long to wait, in whole minutes and never too few: `12 min`. */
export const waitSpan = (seconds: number): string => longSpan(Math.ceil(seconds / MINUTE) * MINUTE);

/** When something can be done again: the minute in which it can, `20:16`. */
export function timeOfDay(at: number): string {
  const minute = MINUTE * 1000;
  const shown = new Date(Math.ceil(at / minute) * minute);
  return shown.toLocaleTimeString(locale(), { hour: "2-digit", minute: "2-digit", hour12: false });
}

/** Digits that count down: `07:42`, `5:12:44`. */
export function digits(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  const whole = Math.max(0, Math.floor(seconds));
  const hours = Math.floor(whole / HOUR);
  const rest = `${two(Math.floor((whole % HOUR) / MINUTE))}:${two(whole % MINUTE)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** A moment as people say it: `今天 20:24:06`, `21 Nov, 20:24`. */
export function moment(iso: string, now: number): string {
  const at = new Date(iso);
  const clock = { hour: "2-digit", minute: "2-digit", hour12: false } as const;
  if (at.toDateString() === new Date(now).toDateString()) {
    const time = at.toLocaleTimeString(locale(), { ...clock, second: "2-digit" });
    return t("time.today", { time });
  }
  const year = at.getFullYear() === new Date(now).getFullYear() ? {} : ({ year: "numeric" } as const);
  const date = at.toLocaleDateString(locale(), {
    ...year,
    month: language() === "zh" ? "long" : "short",
    day: "numeric",
  });
  return `${date}${language() === "zh" ? " " : ", "}${at.toLocaleTimeString(locale(), clock)}`;
}

/** A moment in full, with its zone: for those who compare. */
export function exact(iso: string): string {
  return new Date(iso).toLocaleString(locale(), { dateStyle: "full", timeStyle: "long", hour12: false });
}

/** How long ago. */
export function ago(iso: string, now: number): string {
  const seconds = Math.floor((now - Date.parse(iso)) / 1000);
  return seconds < MINUTE ? t("time.just_now") : t("time.ago", { span: span(seconds) });
}

/** What is left, as a row shows it. */
export function leftInWords(of: Life): string {
  if (of.phase === "expired") return of.left === null ? t("left.expired") : t("time.ago", { span: span(of.left) });
  if (of.left === null) return t(of.phase === "never" ? "left.never" : "left.unknown");
  return of.phase === "valid" ? span(of.left) : digits(of.left);
}

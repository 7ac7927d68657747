/** A wait in words: seconds while they can be counted, minutes before that. */
import { t } from "../../i18n/index.svelte";
import { digits } from "../../state/time";

export const waitWords = (seconds: number): string =>
  seconds <= 90 ? t("sign_in.wait", { n: seconds }) : t("sign_in.wait_long", { time: digits(seconds) });

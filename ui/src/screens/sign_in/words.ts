/** Waits in words. */
import { t } from "../../i18n/index.svelte";
import { digits } from "../../state/time";

/** Seconds while they can be counted, minutes before that. */
export const waitWords = (seconds: number): string =>
  seconds <= 90 ? t("sign_in.wait", { n: seconds }) : t("sign_in.wait_long", { time: digits(seconds) });

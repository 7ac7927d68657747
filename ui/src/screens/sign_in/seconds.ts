/** Waits in words. */
import { t } from "../../i18n/index.svelte";
import { timeOfDay, waitSpan } from "../../state/time";

/** How long until the button can be pressed: in seconds while they can be counted; before that in whole minutes, never
 * too few, and with the time of day, so that no duration is taken for one. */
export function waitWords(seconds: number, until: number): string {
  if (seconds <= 90) return t("sign_in.wait", { n: seconds });
  return t("sign_in.wait_long", { span: waitSpan(seconds), time: timeOfDay(until) });
}

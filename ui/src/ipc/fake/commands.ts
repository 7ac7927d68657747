/** What each command does to the invented vault. */
import { bulkCommands } from "./bulk";
import { careCommands } from "./care";
import { handOutCommands } from "./hand_out";
import { jobCommands } from "./jobs";
import type { Commands } from "./ledger";
import { profileCommands } from "./profiles";
import { sessionCommands } from "./sessions";
import { signingCommands } from "./signing";
import { vaultCommands } from "./vault";
import { fill } from "./world";

fill();

export const commands: Commands = {
  ...vaultCommands,
  ...sessionCommands,
  ...signingCommands,
  ...bulkCommands,
  ...handOutCommands,
  ...jobCommands,
  ...profileCommands,
  ...careCommands,
};

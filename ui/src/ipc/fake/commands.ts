/** What each command does to the invented vault. */
import { bulkCommands } from "./bulk";
import { careCommands } from "./upkeep";
import { handOutCommands } from "./hand_out";
import { jobCommands } from "./jobs";
import type { Commands } from "./context";
import { profileCommands } from "./profiles";
import { sessionCommands } from "./sessions";
import { signingCommands } from "./signing";
import { teamCommands } from "./team";
import { vaultCommands } from "./vault";
import { environmentCommands } from "./environments";
import { fill } from "./fixtures";

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
  ...teamCommands,
  ...environmentCommands,
};

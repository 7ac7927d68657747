/** The screens in windows of other sizes: as small as it can be made, magnified (twice as large is half as wide), narrow,
 * and wide. With the screens themselves they are all that is compared between the engines, and all that is pictured. */
import { screens } from "./screens.mjs";

/** What is small there is not the window but what is left of it when all is drawn twice as large. */
const SIZES = {
  small: { width: 900, height: 580 },
  twice: { width: 590, height: 380 },
  narrow: { width: 320, height: 640 },
  wide: { width: 1920, height: 1080 },
};
const SIZED = {
  small: ["first-run-recovery", "session-facts", "toast-three", "palette", "results-failed", "sign-in-hzero", "folded"],
  twice: [
    "first-run-recovery",
    "unlock-recovery",
    "session-soon",
    "copied",
    "toast-three",
    "palette",
    "shortcuts",
    "production",
    "large",
    "qr",
    "whose-found",
    "results-failed",
    "bulk",
    "bulk-plan",
    "menu",
    "sign-in-hzero",
    "sign-in-refused",
    "editor-hzero",
    "settings",
    "menu-context",
    "activity",
    "health",
    "pack-diff",
    "profiles-chosen",
  ],
  narrow: [
    "first-run",
    "unlock-recovery",
    "session-soon",
    "copied",
    "palette",
    "sign-out",
    "large",
    "results-failed",
    "bulk",
    "bulk-plan",
    "menu",
    "inbox",
    "editor-iam",
    "activity",
    "health",
    "pack-diff",
    "undo",
  ],
  wide: ["session-facts", "profiles", "activity", "health", "settings", "sign-in-refused"],
};

function sized(size, name) {
  const screen = screens.find((one) => one.name === name);
  if (!screen) throw new Error(`there is no screen ${name}`);
  return { ...screen, name: `${name}-${size}`, size: SIZES[size] };
}

export const states = [
  ...screens,
  ...Object.entries(SIZED).flatMap(([size, names]) => names.map((name) => sized(size, name))),
];

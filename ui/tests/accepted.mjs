/** Where the two engines may differ, each with its reason. One that is met no more fails the test: it has to go.
 * `element` is a selector, `what` is one or more of size, place, covered, cut, outside, missing and focus; without
 * `screens` it is meant everywhere. What is met only `sometimes` may stay. */
export const accepted = [
  {
    element: ".row.active :is(.time, .actions, .time *, .actions *)",
    what: ["covered"],
    reason:
      "After a click WebKit gives no focus ring to what a script focuses, so the list's own keys do not show the row's actions.",
  },
  {
    element: ".scroll, :has(.scroll), .detail > footer, .detail > footer *",
    screens: ["profiles", "profiles-320"],
    what: ["size", "place"],
    sometimes: true,
    reason: "WebKit makes room for the bar of a table that is too wide only when it lays the page out once more.",
  },
  {
    element: "#inbox-current *",
    screens: ["inbox-narrow"],
    what: ["place"],
    reason: "The engines balance the lines of a heading differently.",
  },
  {
    element: "article code, article code ~ *",
    screens: ["guide"],
    what: ["size", "place"],
    reason:
      "WebKit rounds the width of monospaced letters, so what stands behind them in a line is a few pixels further.",
  },
];

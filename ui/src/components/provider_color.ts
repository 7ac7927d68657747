/** Hues far apart, in the order in which platforms come. */
const HUES = [255, 305, 195, 25, 150, 80, 340];

/** The colour that a platform has everywhere, by its place among the platforms. */
export const platformColour = (at: number): string => `oklch(0.64 0.12 ${HUES[at % HUES.length]})`;

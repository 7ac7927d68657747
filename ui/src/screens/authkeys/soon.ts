/** Within how many days keys expire soon, where nobody chose. */
export const SOON_DAYS = 14;

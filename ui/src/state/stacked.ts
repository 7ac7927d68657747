/** Whether there is room for one pane at a time: a narrow window, or one that is magnified. */
const STACKED = 760;

/** A window that is not shown yet has no width, and is seldom so narrow once it is shown. */
export const isStacked = (width = window.innerWidth): boolean => width > 0 && width <= STACKED;

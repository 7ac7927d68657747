/** Whether there is room for one pane at a time: a narrow window, or one that is magnified. */
export const STACKED = 760;

export const isStacked = (): boolean => window.innerWidth <= STACKED;

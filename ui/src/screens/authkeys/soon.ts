/** The default number of days within which keys count as expiring soon. */
export const SOON_DAYS = 14;

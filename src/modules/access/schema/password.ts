/** Alone, so that a page can say it without bringing every schema along. */
export const PASSWORD_MIN = 12;

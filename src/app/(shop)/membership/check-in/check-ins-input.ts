const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/;

/** What is asked for a month of the address; anything else means this month. */
export function checkInsInput(month: string | undefined): { month?: string } {
  return month !== undefined && MONTH.test(month) ? { month } : {};
}

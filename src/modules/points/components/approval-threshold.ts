/** What the program's default lets one person correct alone; the API decides, screens only foretell. */
export const approvalAbovePoints = 10_000;

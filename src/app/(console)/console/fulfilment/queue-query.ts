export const redemptionStatuses = ["PENDING", "SHIPPED", "DONE", "CANCELLED", "RETURNED"] as const;

/** Working days by which parcels that wait are told apart. */
export const ages = [1, 3, 5, 10] as const;

type QueueInput =
  | { redemptionId: string; limit: number }
  | { status: (typeof redemptionStatuses)[number]; minWaitingDays?: number; limit: number };

/** The question to the API that an address stands for; the server asks it first. */
export function queueInput(read: (name: string) => string | undefined): QueueInput {
  const redemptionId = read("redemption");
  if (redemptionId && /^[1-9]\d{0,14}$/.test(redemptionId)) return { redemptionId, limit: 50 };
  const status = redemptionStatuses.find((known) => known === read("status")) ?? "PENDING";
  const age = ages.find((days) => String(days) === read("age"));
  const minWaitingDays = status === "PENDING" ? age : undefined;
  return { status, limit: 50, ...(minWaitingDays ? { minWaitingDays } : {}) };
}

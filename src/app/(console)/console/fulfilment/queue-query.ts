export const redemptionStatuses = ["PENDING", "SHIPPED", "DONE", "CANCELLED"] as const;

/** The question to the API that an address stands for; the server asks it first. */
export function queueInput(read: (name: string) => string | undefined) {
  const status = redemptionStatuses.find((known) => known === read("status")) ?? "PENDING";
  return { status, limit: 20 };
}

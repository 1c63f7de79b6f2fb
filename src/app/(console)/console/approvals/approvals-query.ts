export const approvalStatuses = [
  "WAITING",
  "APPROVED",
  "REJECTED",
  "WITHDRAWN",
  "EXPIRED",
  "VOID",
] as const;

/** The question to the API that an address stands for; the server asks it first. */
export function approvalsInput(read: (name: string) => string | undefined) {
  const status = approvalStatuses.find((known) => known === read("status")) ?? "WAITING";
  return { status, limit: 20 };
}

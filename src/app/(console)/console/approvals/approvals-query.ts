export const approvalStatuses = [
  "WAITING",
  "APPROVED",
  "REJECTED",
  "WITHDRAWN",
  "EXPIRED",
  "VOID",
] as const;

/** Beside the statuses: what whoever looks may decide on. */
const FOR_ME = "me";

/** The question to the API that an address stands for; the server asks it first. */
export function approvalsInput(read: (name: string) => string | undefined) {
  const status = approvalStatuses.find((known) => known === read("status")) ?? "WAITING";
  return { status, decidable: read("for") === FOR_ME, limit: 20 };
}

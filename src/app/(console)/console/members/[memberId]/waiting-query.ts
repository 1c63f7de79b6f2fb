/** The question to the API; the server asks it first. */
export function waitingInput(memberId: string) {
  return { memberId, status: "WAITING" as const, limit: 20 };
}

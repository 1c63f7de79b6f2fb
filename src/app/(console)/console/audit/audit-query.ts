/** The question to the API that an address stands for; the server asks it first. */
export function auditInput(read: (name: string) => string | undefined) {
  const actor = read("actor");
  const action = read("action");
  const memberId = read("member");
  return {
    limit: 20,
    ...(actor ? { actor } : {}),
    ...(action ? { action } : {}),
    ...(memberId && /^[1-9]\d{0,15}$/.test(memberId) ? { memberId } : {}),
  };
}

/** As actors and actions are called; the API takes nothing else. */
const NAME = /^[\x21-\x7e]{1,64}$/;

/** The question to the API that an address stands for; the server asks it first. */
export function auditInput(read: (name: string) => string | undefined) {
  const actor = read("actor");
  const action = read("action");
  const memberId = read("member");
  return {
    limit: 20,
    ...(actor && NAME.test(actor) ? { actor } : {}),
    ...(action && NAME.test(action) ? { action } : {}),
    ...(memberId && /^[1-9]\d{0,15}$/.test(memberId) ? { memberId } : {}),
  };
}

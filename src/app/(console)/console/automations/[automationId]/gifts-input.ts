/** The question the list asks first, the same on the server and in the browser. */
export const giftsInput = (automationId: string) => ({ automationId, limit: 20 });

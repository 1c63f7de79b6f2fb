/** The questions of these pages, the same on the server and in the browser. */
export const endpointsInput = { limit: 20 };

export const deliveryStatuses = ["WAITING", "DELIVERED", "FAILED"] as const;

type Read = (name: string) => string | undefined;

export function deliveriesInput(read: Read, endpointId: string) {
  const status = deliveryStatuses.find((known) => known === read("status"));
  return { endpointId, limit: 20, ...(status ? { status } : {}) };
}

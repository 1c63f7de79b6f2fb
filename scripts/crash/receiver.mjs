/** A receiver of events that keeps the order of their first coming. */

import { createServer } from "node:http";

export async function openReceiver() {
  /** Secrets of the endpoint, known once it is made. @type {import("standardwebhooks").Webhook[]} */
  const webhooks = [];
  /** Event id → member id, in the order of the first coming. @type {Map<string, string | null>} */
  const firsts = new Map();
  const counts = { received: 0, forged: 0 };

  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (chunk) => {
      body += chunk;
    });
    request.on("end", () => {
      try {
        webhooks[0]?.verify(body, /** @type {Record<string, string>} */ (request.headers));
      } catch {
        counts.forged += 1;
        response.writeHead(401).end();
        return;
      }
      counts.received += 1;
      const id = String(request.headers["webhook-id"]);
      if (!firsts.has(id)) firsts.set(id, JSON.parse(body).data.memberId);
      response.writeHead(204).end();
    });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    firsts,
    counts,
    /** @param {string} secret */
    async trust(secret) {
      const { Webhook } = await import("standardwebhooks");
      webhooks.push(new Webhook(secret));
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

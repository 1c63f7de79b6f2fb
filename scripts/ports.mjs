import { createServer } from "node:net";

/**
 * @param {number} port
 * @param {string} [host] all addresses when left out
 * @returns {Promise<number | null>} the port (a chosen one for 0), or null when it is taken
 */
function tryPort(port, host) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once("error", () => resolve(null));
    probe.listen({ port, host, exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => resolve(address && typeof address === "object" ? address.port : null));
    });
  });
}

/** @param {string} [host] */
export async function freePort(host = "127.0.0.1") {
  const port = await tryPort(0, host);
  if (port === null) throw new Error("the system has no free port");
  return port;
}

/**
 * The wanted port, or the next one nobody listens on.
 * @param {number} wanted
 */
export async function portFrom(wanted) {
  for (let port = wanted; port < Math.min(wanted + 200, 65_536); port += 1) {
    // A listener on loopback only does not stop a listener on all addresses, yet it would answer
    // in its place, so both must be free.
    if ((await tryPort(port, "127.0.0.1")) !== null && (await tryPort(port)) !== null) return port;
  }
  throw new Error(`no free port between ${wanted} and ${wanted + 199}`);
}

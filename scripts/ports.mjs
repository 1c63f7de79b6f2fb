// `start` knows this file before there are packages, so get-port is fetched when it is asked for.

/** How far from the wanted port another one is looked for. */
const SPAN = 200;

/** @param {string} [host] */
export async function freePort(host = "127.0.0.1") {
  const { default: getPort } = await import("get-port");
  return getPort({ host });
}

/**
 * The wanted port, or the next one nobody listens on, on loopback or any other address.
 * @param {number} wanted
 */
export async function portFrom(wanted) {
  const { default: getPort } = await import("get-port");
  const ports = Array.from({ length: Math.min(SPAN, 65_536 - wanted) }, (_, n) => wanted + n);
  const port = await getPort({ port: ports });
  if (ports.includes(port)) return port;
  throw new Error(`no free port between ${wanted} and ${wanted + SPAN - 1}`);
}

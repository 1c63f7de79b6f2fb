import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";

/**
 * `npm run dev` only: the web socket on which Next tells a page what has changed. Nothing else may leave
 * HTTP there either.
 */

export type Upgrade = (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;

const HOT_RELOAD_PATH = /^\/_next\/hmr(\?|$)/;
const DEV_TOOLS = "/__nextjs";

/** What Next's overlay of errors asks for and tells; it is no page and writes nothing of ours. */
export function isDevTool(pathname: string): boolean {
  return pathname.startsWith(DEV_TOOLS);
}

/**
 * @param faultOf the status of a refusal, as for any other request
 * @returns how to close those that are open: nobody else would, and the process waits for them
 */
export function letHotReloadThrough(
  server: Server,
  upgrade: Upgrade,
  faultOf: (request: IncomingMessage) => number | undefined,
): () => void {
  const open = new Set<Duplex>();
  let closed = false;
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => socket.destroy());
    if (closed || faultOf(request) || !HOT_RELOAD_PATH.test(request.url ?? "")) {
      socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
      return;
    }
    open.add(socket);
    socket.once("close", () => open.delete(socket));
    // A page that nobody changes says nothing for hours.
    request.socket.setTimeout(0);
    upgrade(request, socket, head).catch(() => socket.destroy());
  });
  return () => {
    closed = true;
    for (const socket of open) socket.destroy();
  };
}

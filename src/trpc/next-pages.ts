import { createServer } from "node:http";
import type { Upgrade } from "./hot-reload";
import type { PageHandler } from "./page-copies";

/** Next, as the processes that serve pages hold it. */

export interface NextPages {
  serve: PageHandler;
  upgrade: Upgrade;
}

export async function prepareNext({
  port,
  dev,
}: {
  port: number;
  dev: boolean;
}): Promise<NextPages> {
  // Takes longer to load than all the rest.
  const { default: next } = await import("next");
  // Next would listen on the server for who wants to speak another protocol; on one that nobody reaches
  // it may.
  const app = next({ dev, port, httpServer: createServer() });
  await app.prepare();
  return {
    serve: app.getRequestHandler(),
    // What `getUpgradeHandler` gives does nothing; this is what Next itself would have listened with.
    async upgrade(request, socket, head) {
      if ("upgradeHandler" in app && typeof app.upgradeHandler === "function") {
        await app.upgradeHandler(request, socket, head);
      } else socket.destroy();
    },
  };
}

import { rmSync } from "node:fs";
import { createServer } from "node:http";
import { log } from "@/platform/log";
import { type Answered, traceRequest } from "@/platform/tracing/spans";
import type { PageHandler } from "./page-copies";

/** The end of the page proxy that has the pages. Whoever reaches its socket is one of our processes. */

export interface PageServer {
  /** @param path of the socket; one that a process before left there is replaced */
  listen(path: string): Promise<void>;
  stop(): Promise<void>;
}

/** What the front lets through, and what it adds: the page's own address once more, above all. */
const HEADER_BYTES_MAX = 64_000;

export function createPageServer(serve: PageHandler): PageServer {
  // The front has its bounds of time; here they would cut connections that are only waiting for a page.
  const server = createServer(
    { maxHeaderSize: HEADER_BYTES_MAX, headersTimeout: 0, requestTimeout: 0, keepAliveTimeout: 0 },
    (request, response) => {
      const { method = "GET" } = request;
      // Written by the page door; whoever asked for the page cannot name it.
      const [traceparent] = [request.headers.traceparent].flat();
      const answer = async (end: (answered: Answered) => void) => {
        await serve(request, response).catch((err: unknown) => {
          log().error({ err }, "page failed");
          if (!response.headersSent) response.writeHead(500);
          response.end();
        });
        end({ procedures: [], method, status: response.statusCode });
      };
      void traceRequest("page", traceparent, answer, traceparent !== undefined);
    },
  );

  return {
    listen: (path) =>
      new Promise((resolve, reject) => {
        rmSync(path, { force: true });
        server.once("error", reject);
        server.listen(path, resolve);
      }),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        // Nobody is left who would take an answer.
        server.closeAllConnections();
      }),
  };
}

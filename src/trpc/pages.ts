import type { IncomingMessage, ServerResponse } from "node:http";
import { limitInlineScripts } from "@/platform/page-nonce";
import { urlOf } from "@/platform/rest/node";
import { createPageCopies, isCopied, type PageHandler } from "./page-copies";

/** What stands around Next wherever it is: copies of what is the same for everybody, and the number on scripts. */

export interface Pages {
  /** Makes what is the same for everybody, which would keep whoever comes meanwhile waiting. */
  prepare(): Promise<void>;
  serve: PageHandler;
}

export function createPages(makePage: PageHandler, { hasCopies = true } = {}): Pages {
  const copies = createPageCopies(makePage);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const pathname = urlOf(request)?.pathname ?? "/";
    if (hasCopies && isCopied(pathname)) return copies.serve(pathname, request, response);
    limitInlineScripts(request, response);
    return makePage(request, response);
  }

  return { prepare: hasCopies ? copies.prepare : async () => {}, serve };
}

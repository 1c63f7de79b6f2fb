import type { IncomingMessage, ServerResponse } from "node:http";
import { limitInlineScripts } from "@/platform/page-nonce";
import { urlOf } from "@/platform/rest/node";
import { copiedPage, createPageCopies, type PageHandler } from "./page-copies";

/** What stands around Next wherever it is: copies of what is the same for everybody, and the number on scripts. */

export interface Pages {
  /** Makes what is the same for everybody, which would keep whoever comes meanwhile waiting. */
  prepare(): Promise<void>;
  serve: PageHandler;
}

export function createPages(makePage: PageHandler, { hasCopies = true } = {}): Pages {
  const copies = createPageCopies(makePage);

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = urlOf(request);
    const copied = url && hasCopies ? copiedPage(url, request.headers.cookie) : undefined;
    const isServed = copied !== undefined && (await isServedBy(copied, request, response));
    if (isServed) return;
    limitInlineScripts(request, response);
    return makePage(request, response);
  }

  /** Where no copy can be made the page says itself why. */
  async function isServedBy(...asked: Parameters<typeof copies.serve>): Promise<boolean> {
    try {
      await copies.serve(...asked);
      return true;
    } catch (err) {
      if (asked[2].headersSent) throw err;
      return false;
    }
  }

  return { prepare: hasCopies ? copies.prepare : async () => {}, serve };
}

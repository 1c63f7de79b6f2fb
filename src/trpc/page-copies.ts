import { request as ask, createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { localeCookie } from "@/i18n/config";
import { limitInlineScripts } from "@/platform/page-nonce";
import { type Prepared, prepare, preparedAnswer } from "@/platform/prepared";
import { headersOf } from "@/platform/rest/node";
import { cookie, strangerContext } from "./context";

/**
 * Pages that are the same for everybody of a language and an appearance. Rendered once in the life of a
 * process, as a stranger's: nothing of whoever asks first is in the copy. The number on its scripts is
 * the copy's own, not the request's: nobody can put anything into a page that takes nothing in.
 */

export type PageHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface Rendered {
  status: number;
  headers: Record<string, string>;
  text: string;
}

interface Copy {
  headers: Record<string, string>;
  page: Prepared;
}

const COPIED = ["/api-docs"];

/** As src/ui/theme.ts has them; anything else is the system's. */
const THEME_COOKIE = "theme";
const THEMES = ["light", "dark"];

/** What a copy keeps of the headers it was rendered with; the rest is about that one rendering. */
const KEPT =
  /^(content-type|content-security-policy|x-frame-options|referrer-policy|permissions-policy|cross-origin-.*)$/;

export function isCopied(pathname: string): boolean {
  try {
    return COPIED.includes(decodeURIComponent(pathname).replace(/\/$/, ""));
  } catch {
    return false;
  }
}

export function createPageCopies(servePage: PageHandler) {
  const copies = new Map<string, Promise<Copy>>();

  /** Those who come while it is rendered wait for the same one; one that failed is tried again. */
  function copyOf(path: string, cookies: string): Promise<Copy> {
    const name = `${path} ${cookies}`;
    const known = copies.get(name);
    if (known) return known;
    const made = render(servePage, path, { cookie: cookies }).then(({ headers, text }) => ({
      headers,
      page: prepare(text),
    }));
    copies.set(name, made);
    made.catch(() => copies.delete(name));
    return made;
  }

  return async (pathname: string, request: IncomingMessage, response: ServerResponse) => {
    const asked = headersOf(request);
    const { locale } = strangerContext(asked, "");
    const theme = THEMES.find((one) => one === cookie(asked, THEME_COOKIE)) ?? "system";
    const path = decodeURIComponent(pathname).replace(/\/$/, "");
    const cookies = `${localeCookie}=${locale}; ${THEME_COOKIE}=${theme}`;
    const { headers, page } = await copyOf(path, cookies);
    const { status, headers: more, body } = preparedAnswer(page, asked);
    const vary = `${more.Vary}, Accept-Language, Cookie`;
    response.writeHead(status, { ...headers, ...more, Vary: vary });
    response.end(request.method === "HEAD" ? undefined : body);
  };
}

/** Asked for through a server that lives for this one request, so that the page is made as always. */
async function render(
  servePage: PageHandler,
  path: string,
  headers: Record<string, string>,
): Promise<Rendered> {
  const server = createServer((request, response) => {
    limitInlineScripts(request, response);
    servePage(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const rendered = await answerOf((server.address() as AddressInfo).port, path, headers);
    if (rendered.status !== 200) throw new Error(`${path} could not be rendered`);
    return rendered;
  } finally {
    server.close();
    server.closeAllConnections();
  }
}

function answerOf(port: number, path: string, headers: Record<string, string>): Promise<Rendered> {
  return new Promise((resolve, reject) => {
    const outgoing = ask({ host: "127.0.0.1", port, path, headers }, (incoming) => {
      const pieces: Buffer[] = [];
      incoming.on("data", (piece: Buffer) => pieces.push(piece));
      incoming.on("error", reject);
      incoming.on("end", () => {
        const kept = Object.entries(incoming.headers).filter(([name]) => KEPT.test(name));
        resolve({
          status: incoming.statusCode ?? 0,
          headers: Object.fromEntries(kept) as Record<string, string>,
          text: Buffer.concat(pieces).toString(),
        });
      });
    });
    outgoing.on("error", reject);
    outgoing.end();
  });
}

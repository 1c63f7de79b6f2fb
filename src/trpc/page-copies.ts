import { request as ask, createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { localeCookie, locales } from "@/i18n/config";
import { limitInlineScripts } from "@/platform/page-nonce";
import { type Prepared, prepare, preparedAnswer } from "@/platform/prepared";
import { headersOf } from "@/platform/rest/node";
import { cookie, strangerContext } from "./context";
import { COPY_HEADER, PAGE_PATH_HEADER } from "./page-path";

/**
 * Pages that are the same for every stranger of a language and an appearance. Rendered once, and again
 * when what they show has changed, as a stranger's: nothing of whoever asks first is in the copy. The
 * number on its scripts is the copy's own, not the request's: nobody can put anything into a page that
 * takes nothing in.
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

interface Kept {
  edition: string;
  copy: Promise<Copy>;
}

/**
 * Each with the address that names its edition, which is another one whenever the page would say
 * something else, whatever process it was changed in. None where only a new build changes it.
 */
const COPIED: Record<string, string | null> = { "/api-docs": null, "/tiers": "/tiers/edition" };

/** How cookies are called of whoever may be somebody, or was invited: they are shown a page of their own. */
const OWN = /(session-token|member-system\.invite)$/;

/** Name by name: a pattern over all of the header would begin anew at each of its letters. */
function isOwn(cookies: string): boolean {
  return cookies.split(";").some((part) => OWN.test(part.split("=", 1)[0] ?? ""));
}

/** As src/ui/theme.ts has them; anything else is the system's. */
const THEME_COOKIE = "theme";
const THEMES = ["light", "dark"];
const SYSTEM = "system";

/** What a copy keeps of the headers it was rendered with; the rest is about that one rendering. */
const KEPT =
  /^(content-type|content-security-policy|x-frame-options|referrer-policy|permissions-policy|cross-origin-.*)$/;

/** The page's name among the copies; undefined where it has to be made for whoever asks. */
export function copiedPage({ pathname, search }: URL, cookies = ""): string | undefined {
  const path = plainPath(pathname);
  const edition = COPIED[path];
  if (edition === undefined) return undefined;
  return edition === null || (search === "" && !isOwn(cookies)) ? path : undefined;
}

function plainPath(pathname: string): string {
  try {
    return decodeURIComponent(pathname).replace(/\/$/, "");
  } catch {
    return "";
  }
}

export function createPageCopies(servePage: PageHandler) {
  const copies = new Map<string, Kept>();
  const editions = new Map<string, Promise<string>>();
  let last: Promise<unknown> = Promise.resolve();

  async function make(path: string, cookies: string): Promise<Copy> {
    // What is changed in the console has the shop's brand, as every page of one request has.
    const ofRequest: Record<string, string> = COPIED[path] ? { [PAGE_PATH_HEADER]: path } : {};
    const asked = { cookie: cookies, [COPY_HEADER]: "1", ...ofRequest };
    const { headers, text } = await render(servePage, path, asked);
    return { headers, page: await prepare(text) };
  }

  /** Asked each time; those who come while it is asked wait for the same answer. */
  function editionOf(path: string, cookies: string): Promise<string> {
    const address = COPIED[path];
    if (!address) return Promise.resolve("");
    const name = `${path} ${cookies}`;
    const asked = editions.get(name);
    if (asked) return asked;
    const answer = render(servePage, address, { cookie: cookies }).then(({ text }) => text);
    editions.set(name, answer);
    const forget = () => editions.delete(name);
    answer.then(forget, forget);
    return answer;
  }

  /**
   * Those who come while it is rendered wait for the same one; one that failed is tried again. One after
   * the other: between two of them whoever else waits is answered.
   */
  async function copyOf(path: string, cookies: string): Promise<Copy> {
    // Before it is rendered: what changes meanwhile makes another edition.
    const edition = await editionOf(path, cookies);
    const name = `${path} ${cookies}`;
    const known = copies.get(name);
    if (known?.edition === edition) return known.copy;
    const copy = last.then(() => make(path, cookies));
    const kept = { edition, copy };
    copies.set(name, kept);
    last = copy.catch(() => {
      if (copies.get(name) === kept) copies.delete(name);
    });
    return copy;
  }

  /** Of those that only a new build changes all, so that nobody's request has to wait while one is made. */
  async function prepareAll(): Promise<void> {
    const variants = Object.keys(COPIED)
      .filter((path) => COPIED[path] === null)
      .flatMap((path) =>
        locales.flatMap((locale) =>
          [...THEMES, SYSTEM].map((theme) => [path, locale, theme] as const),
        ),
      );
    await Promise.all(
      variants.map(([path, locale, theme]) => copyOf(path, cookiesOf(locale, theme))),
    );
  }

  async function serve(path: string, request: IncomingMessage, response: ServerResponse) {
    const requestHeaders = headersOf(request);
    const { locale } = strangerContext(requestHeaders, "");
    const theme = THEMES.find((one) => one === cookie(requestHeaders, THEME_COOKIE)) ?? SYSTEM;
    const { headers, page } = await copyOf(path, cookiesOf(locale, theme));
    const { status, headers: more, body } = preparedAnswer(page, requestHeaders);
    const vary = `${more.Vary}, Accept-Language, Cookie`;
    response.writeHead(status, { ...headers, ...more, Vary: vary });
    response.end(request.method === "HEAD" ? undefined : body);
  }

  return { prepare: prepareAll, serve };
}

function cookiesOf(locale: string, theme: string): string {
  return `${localeCookie}=${locale}; ${THEME_COOKIE}=${theme}`;
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

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ask } from "@/testing/asking";
import { gate } from "@/testing/gate";
import { isCopied } from "./page-path";
import { createPages } from "./pages";

const SESSION = "next-auth.session-token=x";

describe("the ladder’s page for strangers", () => {
  let edition: string;
  let made: string[];
  let isAway: boolean;
  let isBrandAway: boolean;
  let meanwhile: Promise<unknown>;
  let begun: () => void;
  let server: Server;
  let port: number;

  async function serveStub({ url, headers }: IncomingMessage, response: ServerResponse) {
    if (url === "/tiers/edition") {
      response.writeHead(isAway ? 500 : 200).end(edition);
      return;
    }
    const said = edition;
    begun();
    await meanwhile;
    const { cookie = "none", "x-page-path": path = "none" } = headers;
    made.push(cookie);
    // As the shop’s brand: whoever asks for themselves is shown a page without it.
    if (isBrandAway && isCopied(new Headers(headers as Record<string, string>))) {
      response.writeHead(500).end();
      return;
    }
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.end(`${said} ${cookie} ${path}`);
  }

  beforeEach(async () => {
    edition = "first";
    made = [];
    isAway = false;
    isBrandAway = false;
    meanwhile = Promise.resolve();
    begun = () => undefined;
    const pages = createPages(serveStub);
    server = createServer((request, response) => void pages.serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    port = (server.address() as AddressInfo).port;
  });

  afterEach(() => {
    server.close();
    server.closeAllConnections();
  });

  const get = async (path = "/tiers", headers: Record<string, string> = {}) =>
    (await ask(port, path, headers)).text;

  it("is made once for all of a language and an appearance, with the shop’s brand", async () => {
    expect(await get()).toBe("first locale=zh-CN; theme=system /tiers");
    await Promise.all([get(), get(), get("/tiers/")]);
    expect(await get("/tiers", { "accept-language": "en", cookie: "theme=dark" })).toBe(
      "first locale=en; theme=dark /tiers",
    );
    expect(made).toHaveLength(2);
  });

  it("is another as soon as what it shows is another", async () => {
    await get();
    edition = "second";
    expect(await get()).toContain("second");
    expect(await get()).toContain("second");
    expect(made).toHaveLength(2);
  });

  it("that was changed while it was made is not handed to whoever comes later", async () => {
    const { opened, release } = gate();
    meanwhile = opened;
    const isBegun = gate();
    begun = isBegun.release;
    const early = get();
    await isBegun.opened;
    edition = "second";
    const late = get();
    release();
    expect(await early).toContain("first");
    expect(await late).toContain("second");
  });

  it.each([
    ["somebody who is signed in", "/tiers", { cookie: `theme=dark; ${SESSION}` }],
    ["behind https", "/tiers", { cookie: `__Host-${SESSION}` }],
    ["an invitation", "/tiers?invite=ABCDEFGH", {}],
    ["the router of a page that is open", "/tiers?_rsc=1", {}],
  ])("is made anew for %s", async (_, path, headers) => {
    await get();
    const own = await get(path, headers as Record<string, string>);
    expect(own).toContain((headers as { cookie?: string }).cookie ?? "none");
    expect(made).toHaveLength(2);
  });

  it("says itself what is wrong where nobody can say whether it holds", async () => {
    await get();
    isAway = true;
    await get();
    expect(made).toEqual([expect.stringContaining("locale"), "none"]);
  });

  it("without what could not be read a moment ago is for who asked alone, and kept for nobody", async () => {
    isBrandAway = true;
    expect(await get()).toBe("first none none");
    isBrandAway = false;
    expect(await get()).toBe("first locale=zh-CN; theme=system /tiers");
    expect(made).toEqual([expect.stringContaining("locale"), "none", made[0]]);
  });
});

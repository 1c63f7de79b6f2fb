import { Agent } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ask } from "@/testing/asking";
import { signedIn } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { UNLIMITED, useFront } from "@/testing/front";
import { lines, whole, wire } from "@/testing/wire";
import { REST_PREFIX, TRPC_PREFIX } from "./doors";
import { createFront, type Front } from "./front";

/** The whole process but Next: what comes before a door, and the doors that are not the API's. */

const PAGES_A_MINUTE = 30;
const PAGES_OF_A_PERSON = 40;

describe("the process behind https", () => {
  useDatabase();
  const front = useFront({ ...UNLIMITED, APP_URL: "https://shop.example" });

  it.each([
    [`${REST_PREFIX}/tiers`],
    [`${REST_PREFIX}/nothing`],
    [`${REST_PREFIX}/openapi.json`],
    [`${TRPC_PREFIX}/access.me`],
    [`${TRPC_PREFIX}/nothing`],
    ["/api/auth/csrf"],
    ["/metrics"],
    ["/tiers"],
    ["/api-docs"],
  ])(
    "says at %s that types are not guessed and that it is only here behind https",
    async (path) => {
      const { headers } = await ask(front.port, path);
      expect(headers["x-content-type-options"]).toBe("nosniff");
      expect(headers["strict-transport-security"]).toBe("max-age=31536000");
    },
  );

  it.each(["a b", "[::1", "http://x", "x:y", "x/y"])(
    "answers 400 to the host “%s”",
    async (host) => {
      const direct = await wire(front.port, (socket) => {
        socket.write(`GET /tiers HTTP/1.1\r\nConnection: close\r\nHost: ${host}\r\n\r\n`);
      });
      const passedOn = await wire(
        front.port,
        whole("GET", "/tiers", [`X-Forwarded-Host: ${host}`]),
      );
      expect([direct.status, passedOn.status]).toEqual([400, 400]);
    },
  );

  it.each(["shop.example", "127.0.0.1:3000", "[::1]:80", "shop.example, inner:8080"])(
    "answers what a proxy passes on from “%s”",
    async (host) => {
      const heard = await wire(front.port, whole("GET", "/tiers", [`X-Forwarded-Host: ${host}`]));
      expect(heard.status).toBe(200);
    },
  );
});

describe("pages", () => {
  useDatabase();
  const front = useFront({
    ANONYMOUS_PAGE_RATE_PER_MINUTE: String(PAGES_A_MINUTE),
    PAGE_RATE_PER_MINUTE: String(PAGES_OF_A_PERSON),
    TRUSTED_PROXIES: "1",
  });
  let cookie: string;
  beforeAll(async () => {
    cookie = (await signedIn("operator")).cookie;
  });
  const from = (address: string, more = {}) => ({ "x-forwarded-for": address, ...more });

  it("have a limit for an address and one for a person, and say in words when to come again", async () => {
    const pages = (count: number, headers: object) =>
      Promise.all(Array.from({ length: count }, () => ask(front.port, "/tiers", headers)));
    const strangers = await pages(
      PAGES_A_MINUTE + 5,
      from("203.0.1.113", { "accept-language": "en" }),
    );
    const refused = strangers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(5);
    expect(Number(refused[0]?.headers["retry-after"])).toBeGreaterThan(0);
    expect(refused[0]?.text).toMatch(/<html lang="en">.*<h1>[A-Z]/);
    // Made-up cookies are nobody's: they open no budget of their own.
    const [made] = await pages(1, from("203.0.1.113", { cookie: "next-auth.session-token=x" }));
    expect(made?.status).toBe(429);
    // Someone who is signed in there goes on, from wherever.
    const person = await pages(PAGES_OF_A_PERSON, from("203.0.1.113", { cookie }));
    expect(person.every(({ status }) => status === 200)).toBe(true);
    expect((await ask(front.port, "/tiers", from("203.0.2.113", { cookie }))).status).toBe(429);
    expect((await ask(front.port, "/tiers", from("203.0.2.113"))).status).toBe(200);
  });

  it.each([
    ["http://elsewhere.example/tiers?a=b", "/tiers?a=b"],
    ["http://elsewhere.example", "/"],
    ["https://elsewhere.example:8443//tiers", "//tiers"],
  ])("of the whole address %s only the path goes on", async (target, path) => {
    const heard = await wire(front.port, whole("GET", target, ["X-Forwarded-For: 203.0.9.113"]));
    expect(heard.status).toBe(200);
    expect(/^x-asked: (.*)$/im.exec(heard.headers)?.[1]).toBe(path);
    expect(heard.headers).not.toContain("elsewhere");
  });

  it.each(["elsewhere.example:80", "mailto:a@elsewhere.example", "*"])(
    "%s is no address",
    async (target) => {
      expect((await wire(front.port, whole("OPTIONS", target))).status).toBe(400);
    },
  );

  it("do not count their files", async () => {
    const file = () => ask(front.port, "/_next/static/chunks/x.js", from("203.0.3.113"));
    const files = await Promise.all(Array.from({ length: 3 * PAGES_A_MINUTE }, file));
    expect(files.every(({ status }) => status === 200)).toBe(true);
  });

  it("count what only looks like a file of theirs", async () => {
    const names = ["chunks/y.js", "chunks", "", "..%2fchunks/x.js", "chunks/x.js/"];
    const missing = (name: string) =>
      ask(front.port, `/_next/static/${name}`, from("203.0.16.113"));
    const asked = Array.from({ length: PAGES_A_MINUTE + 5 }, (_, i) => names[i % names.length]);
    const answers = await Promise.all(asked.map((name) => missing(name ?? "")));
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(5);
  });

  it.each([
    ["POST", 405],
    ["PUT", 405],
    ["DELETE", 405],
    ["OPTIONS", 405],
  ])("take no %s", async (method, status) => {
    const heard = await wire(
      front.port,
      whole(method, "/membership", ["X-Forwarded-For: 203.0.4.113"], "a=1"),
    );
    expect(heard.status).toBe(status);
    expect(heard.headers).toMatch(/allow: GET, HEAD/i);
  });

  it("are not looked for by a tree that is deeper than pages are, whatever Next would do with it", async () => {
    const deep = `${'["",{"a":'.repeat(900)}["",{}]${"}]".repeat(900)}`;
    const shown = (tree: string) =>
      ask(front.port, "/tiers", from("203.0.17.113", { rsc: "1", "next-router-state-tree": tree }));
    expect((await shown(deep)).status).toBe(400);
    expect((await shown(encodeURIComponent('["",{"children":["__PAGE__",{}]}]'))).status).toBe(200);
  });

  it("are made for whatever a browser calls itself, of which Next sees the beginning", async () => {
    const agent = (name: string) => from("203.0.18.113", { "user-agent": name });
    for (const path of ["/sign-in", "/api/auth/csrf"]) {
      const { headers } = await ask(front.port, path, agent("a".repeat(12_000)));
      expect(headers["x-agent"]).toBe("a".repeat(512));
    }
    const { headers } = await ask(front.port, "/sign-in", agent("Mozilla/5.0 (Linux) Safari/537"));
    expect(headers["x-agent"]).toBe("Mozilla/5.0 (Linux) Safari/537");
  });

  it("are not looked for at an address that nobody can read", async () => {
    for (const part of ["%", "%zz", "%ff", "%E0%A4%A", "%C0%AF"]) {
      const { status } = await ask(front.port, `/console/${part}`, from("203.0.19.113"));
      expect(status, part).toBe(400);
    }
    expect((await ask(front.port, "/console/%E7%B4%A0", from("203.0.19.113"))).status).toBe(200);
  });

  it("take no body", async () => {
    const heard = await wire(front.port, (socket) => {
      socket.write(
        lines("GET", "/membership", ["X-Forwarded-For: 203.0.5.113", "Content-Length: 1"]),
      );
      socket.write("a");
    });
    expect(heard.status).toBe(413);
  });

  it("the reference is rendered before anybody asks, and then never", async () => {
    const rendered = async () =>
      /^<p>(\d+) /.exec((await ask(front.port, "/tiers", from("203.0.8.113"))).text)?.[1];
    expect(await rendered()).toBe("6");
    const wanted = ["zh-CN", "en"].flatMap((locale) =>
      ["light", "dark", "system"].map((theme) => `locale=${locale}; theme=${theme}`),
    );
    for (const cookie of wanted) {
      const { text } = await ask(front.port, "/api-docs", from("203.0.8.113", { cookie }));
      expect(text).toContain(cookie);
    }
    expect(await rendered()).toBe("6");
  });

  it("the reference is rendered once for a language and an appearance, as a stranger's", async () => {
    const { cookie } = await signedIn("operator");
    const paths = ["/api-docs", "/api-docs/", "/%61pi-docs", "/api-docs?x=1", "/x/../api-docs"];
    const got = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        ask(front.port, paths[n % paths.length] ?? "", from("203.0.6.113", { cookie, rsc: "1" })),
      ),
    );
    expect(new Set(got.map(({ text }) => text)).size).toBe(1);
    const [first] = got;
    expect(first?.status).toBe(200);
    expect(first?.text).toContain("locale=zh-CN; theme=system");
    const nonce = /'nonce-[\w+/=]+'/.exec(first?.text ?? "")?.[0] ?? "none";
    expect(first?.headers["content-security-policy"]).toContain(nonce);

    const dark = await ask(
      front.port,
      "/api-docs",
      from("203.0.6.113", { cookie: "theme=dark; locale=en" }),
    );
    expect(dark.text).toContain("locale=en; theme=dark");
    const odd = await ask(
      front.port,
      "/api-docs",
      from("203.0.6.113", { cookie: "theme=x; locale=x" }),
    );
    expect(odd.text).toBe(first?.text);
  });

  it.each(["/api-docs", `${REST_PREFIX}/openapi.json`])(
    "%s is sent compressed, and not at all to whoever has it",
    async (path) => {
      const here = (more = {}) => ask(front.port, path, from("203.0.7.113", more));
      const plain = await here();
      const zipped = await here({ "accept-encoding": "br, gzip;q=0.8" });
      expect(zipped.headers["content-encoding"]).toBe("gzip");
      expect(gunzipSync(zipped.bytes).equals(plain.bytes)).toBe(true);
      expect(zipped.bytes.length).toBeLessThan(plain.bytes.length / 3);
      const again = await here({ "if-none-match": `"other", ${plain.headers.etag}` });
      expect([again.status, again.bytes.length]).toEqual([304, 0]);
      expect((await here({ "if-none-match": '"other"' })).status).toBe(200);
      expect(plain.headers.vary).toContain("Accept-Encoding");
    },
  );
});

describe("the order to stop", () => {
  useDatabase();
  const front = useFront(UNLIMITED);

  it("meets no request with a reset: each connection is told with its last answer", async () => {
    const told: string[] = [];
    const path = `${REST_PREFIX}/tiers`;
    let answered = 0;
    const client = async () => {
      const agent = new Agent({ keepAlive: true, maxSockets: 1 });
      for (let asked = 1; ; asked++) {
        const { status, headers } = await ask(front.port, path, {}, agent);
        expect(status).toBe(200);
        if (asked === 1) answered += 1;
        if (headers.connection !== "close") {
          // Idle for a moment, as browsers are when the order comes.
          await new Promise((resolve) => setTimeout(resolve, 20 * Math.random()));
          continue;
        }
        told.push(headers.connection);
        return agent.destroy();
      }
    };
    const clients = Array.from({ length: 32 }, client);
    // A connection that nobody has taken yet when the door closes is refused, as by one that is gone.
    await expect.poll(() => answered, { timeout: 10_000 }).toBe(32);
    const stopped = front.stop();
    await Promise.all(clients);
    expect(told).toHaveLength(32);
    expect(await stopped).toBe(0);
  });
});

describe("a front among several", () => {
  useDatabase();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let front: Front;
  beforeAll(async () => {
    front = createFront({ servePage: async () => {}, connectionMs: 200, lingerMs: 100 });
    await new Promise<void>((resolve) => front.server.listen(0, "127.0.0.1", resolve));
  });
  afterAll(() => {
    agent.destroy();
    return front.stop();
  });

  it("answers on a connection for its time, then says with an answer that it ends", async () => {
    const { port } = front.server.address() as AddressInfo;
    const said = async () => (await ask(port, `${REST_PREFIX}/health/live`, {}, agent)).headers;
    expect((await said()).connection).toBe("keep-alive");
    await new Promise((resolve) => setTimeout(resolve, 450));
    expect((await said()).connection).toBe("close");
    expect((await said()).connection).toBe("keep-alive");
  });
});

import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { limitInlineScripts } from "./page-nonce";

const POLICY =
  "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'";

describe("a page's inline scripts", () => {
  // Stands for Next: sets the policy of its configuration and shows what the request's said.
  const server = createServer((request, response) => {
    limitInlineScripts(request, response);
    response.setHeader("Content-Security-Policy", POLICY);
    response.setHeader("X-Other", "'unsafe-inline'");
    response.end(request.headers["content-security-policy"]);
  });
  let url = "";

  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  it("run only with the number of this very answer, which its writer is told", async () => {
    const answers = await Promise.all([fetch(url), fetch(url)]);
    const nonces = await Promise.all(
      answers.map(async (answer) => {
        const policy = answer.headers.get("content-security-policy") ?? "";
        const [nonce = ""] = /'nonce-[\w+/]{22}=='/.exec(policy) ?? [];
        expect(policy).toBe(
          `default-src 'self'; script-src 'self' ${nonce}; style-src 'self' 'unsafe-inline'`,
        );
        expect(await answer.text()).toBe(`script-src ${nonce}`);
        return nonce;
      }),
    );
    expect(new Set(nonces).size).toBe(2);
    expect(answers[0]?.headers.get("x-other")).toBe("'unsafe-inline'");
  });

  it("never run with a number that the visitor brought", async () => {
    const headers = { "content-security-policy": "script-src 'nonce-mine'" };
    const answer = await fetch(url, { headers });
    expect(await answer.text()).not.toContain("mine");
    expect(answer.headers.get("content-security-policy")).not.toContain("mine");
  });
});

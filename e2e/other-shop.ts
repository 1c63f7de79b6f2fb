import { createHmac } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { demo } from "./support";

/** Another shop, on an origin of its own, whose customers are known by the demo's identity provider. */

/** As the shop's identity provider would sign it. */
export function tokenOf(externalId: string, expiresInSeconds = 600): string {
  const { secret, issuer, audience } = demo().memberJwt;
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, aud: audience, sub: externalId, iat: now - 1200 };
  const parts = [
    { alg: "HS256", typ: "JWT" },
    { ...claims, exp: now + expiresInSeconds },
  ];
  const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  const signature = createHmac("sha256", secret).update(signed.join(".")).digest("base64url");
  return [...signed, signature].join(".");
}

/**
 * Serves one page with nothing but a script of ours and its element, as strict as a shop may be about
 * scripts and styles of others.
 *
 * @param script `embed.js` or `embed-checkout.js`
 */
export async function otherShop(script: string) {
  const home = demo().url;
  let element = "";
  const server = createServer((_, response) => {
    const policy = `default-src 'none'; script-src ${home}; connect-src ${home}`;
    response.setHeader("Content-Type", "text/html; charset=utf-8");
    response.setHeader("Content-Security-Policy", policy);
    response.end(`<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>小店</title>
      <meta name="viewport" content="width=device-width"><script src="${home}/${script}" defer></script>
      </head><body><main><h1>小店</h1>${element}</main></body></html>`);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    address,
    shows: (html: string) => {
      element = html;
    },
    close: () => server.close(),
  };
}

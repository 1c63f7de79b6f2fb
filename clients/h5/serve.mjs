/**
 * A shop of nothing but this page: `node clients/h5/serve.mjs`, beside a running `npm start`. It
 * serves the folder, and makes the member's token as a shop's server does for whoever is signed in
 * there. The secret stays here; the page gets tokens of five minutes.
 *
 * PORT (default 3100), SHOPPER (default demo-gold), DEMO_JSON (default .data/demo.json).
 */

import { createHmac } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname } from "node:path";

const { PORT = "3100", SHOPPER = "demo-gold", DEMO_JSON = ".data/demo.json" } = process.env;
const demo = JSON.parse(readFileSync(DEMO_JSON, "utf8"));

const FILES = ["index.html", "style.css", "app.js", "api.js", "code-128.js"];
/** @type {Record<string, string>} */
const TYPES = { ".html": "text/html", ".css": "text/css", ".js": "text/javascript" };

/** @param {string} externalId */
function memberToken(externalId) {
  const { secret, issuer, audience } = demo.memberJwt;
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, aud: audience, sub: externalId, iat: now, exp: now + 300 };
  const parts = [{ alg: "HS256", typ: "JWT" }, claims];
  const signed = parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"));
  const signature = createHmac("sha256", secret).update(signed.join(".")).digest("base64url");
  return [...signed, signature].join(".");
}

const server = createServer((request, response) => {
  const path = new URL(request.url ?? "/", "http://shop").pathname.slice(1) || "index.html";
  response.setHeader("Cache-Control", "no-store");
  if (path === "session.json") {
    // A shop looks at its own session here; this one has a single customer.
    const session = { url: demo.url, token: memberToken(SHOPPER) };
    response.setHeader("Content-Type", "application/json");
    return response.end(JSON.stringify(session));
  }
  if (!FILES.includes(path)) return response.writeHead(404).end();
  response.setHeader("Content-Type", `${TYPES[extname(path)]}; charset=utf-8`);
  response.end(readFileSync(new URL(path, import.meta.url)));
});

server.listen(Number(PORT), "127.0.0.1", () => {
  const address = server.address();
  const port = typeof address === "object" ? address?.port : PORT;
  console.log(`http://127.0.0.1:${port}/`);
});

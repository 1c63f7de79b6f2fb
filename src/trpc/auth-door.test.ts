import { describe, expect, it } from "vitest";
import { ask } from "@/testing/asking";
import { useDatabase } from "@/testing/database";
import { UNLIMITED, useFront } from "@/testing/front";
import { lines, whole, wire } from "@/testing/wire";

describe("next-auth", () => {
  useDatabase();
  const front = useFront(UNLIMITED);
  const FORM = "Content-Type: application/x-www-form-urlencoded";
  const JSON_TYPE = "Content-Type: application/json";
  const SIGN_IN = "/api/auth/callback/credentials";

  it.each([
    "/api/auth/signin?callbackUrl=%25%25",
    "/api/auth/signin?callbackUrl=http%3A%2F%2F",
    "/api/auth/csrf?callbackUrl=nowhere",
    "/api/auth/session?callbackUrl=",
    "/api/auth/error?error=%E4%B8%AD",
    "/api/auth/error?error=a%0d%0ab",
    "/api/auth/error/%E4%B8%AD",
    "/api/auth/signin?error=%00",
  ])("is never asked for what it cannot read: %s is 400", async (path) => {
    const { status, headers, text } = await ask(front.port, path);
    expect([status, headers["content-type"]]).toEqual([
      400,
      "application/problem+json; charset=utf-8",
    ]);
    expect(JSON.parse(text)).toMatchObject({ code: "VALIDATION_FAILED", errors: [{}] });
  });

  it.each<[string, string]>([
    [FORM, "callbackUrl=%25%25&csrfToken=x"],
    [JSON_TYPE, '{"callbackUrl":"::"}'],
    [JSON_TYPE, '{"callbackUrl":7}'],
    [JSON_TYPE, '{"email":{"a":1}}'],
    [FORM, `error=${"x".repeat(65)}`],
    [JSON_TYPE, '{"error":"two words"}'],
    [JSON_TYPE, "{"],
    [JSON_TYPE, "null"],
    [JSON_TYPE, "[]"],
  ])("nor in a body: %s %s is 400", async (type, body) => {
    expect((await wire(front.port, whole("POST", SIGN_IN, [type], body))).status).toBe(400);
  });

  it.each([
    "/api/auth/signin",
    "/api/auth/signin?callbackUrl=%2Fmembership%3Fa%3Db",
    "/api/auth/signin?callbackUrl=https%3A%2F%2Felsewhere.example",
    "/api/auth/error?error=AccessDenied",
  ])("is asked for the rest: %s", async (path) => {
    expect((await ask(front.port, path)).status).toBe(200);
  });

  it("gets a body of 16 kB as it was sent", async () => {
    const body = `email=${"x".repeat(15_994)}`;
    const heard = await wire(front.port, whole("POST", SIGN_IN, [FORM], body));
    expect(heard.status).toBe(200);
    expect(heard.text).toContain(` ${body.length} `);
  });

  it.each([
    ["announced", whole("POST", SIGN_IN, [FORM], "x".repeat(16_001))],
    [
      "in pieces",
      (socket: import("node:net").Socket) => {
        socket.write(lines("POST", SIGN_IN, [FORM, "Transfer-Encoding: chunked"]));
        socket.write(`3e81\r\n${"x".repeat(16_001)}\r\n0\r\n\r\n`);
      },
    ],
  ])("never gets one byte more: %s it is 413", async (_, pour) => {
    expect((await wire(front.port, pour)).status).toBe(413);
  });

  it.each([
    ["GET", "/api/auth/callback/credentials"],
    ["GET", "/api/auth/callback/credentials?callbackUrl=%2F"],
    ["PUT", "/api/auth/callback/credentials"],
    ["POST", "/api/auth/csrf"],
    ["HEAD", "/api/auth/session"],
  ])("takes no %s at %s", async (method, path) => {
    const heard = await wire(front.port, whole(method, path, [FORM]));
    expect(heard.status).toBe(405);
    expect(heard.headers).toMatch(/allow: (GET|POST)/i);
  });

  it.each([
    ["GET", "/api/auth/callback/credentials/x"],
    ["POST", "/api/auth/callback/credentials/x"],
    ["POST", "/api/auth/callback/credentials/"],
    ["GET", "/api/auth/callback"],
    ["GET", "/api/auth"],
    ["GET", "/api/auth/"],
    ["GET", "/api/auth/csrf/x"],
    ["GET", "/api/auth/verify-request"],
    ["GET", "/api/auth/constructor"],
    ["POST", "/api/auth/_log"],
    ["GET", "/api/auth/_log"],
    ["POST", "/api/auth/_log/x"],
    ["POST", "/api/auth/%5Flog"],
  ])("has nothing for a %s of %s", async (method, path) => {
    const body = method === "POST" ? "level=error&code=words" : "";
    const heard = await wire(front.port, whole(method, path, [FORM], body));
    expect(heard.status).toBe(404);
    expect(heard.text).toContain('"code":"NOT_FOUND"');
  });
});

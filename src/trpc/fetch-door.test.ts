import { describe, expect, it } from "vitest";
import { signedIn } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { enrolled } from "@/testing/factories";
import { BATCH_SIZE_MAX } from "./batch";
import { answerTrpc } from "./fetch-door";

describe("the tRPC door where Next is the host", () => {
  useDatabase();

  const ask = (path: string, init: RequestInit = {}) =>
    answerTrpc(new Request(`http://localhost:3000/api/trpc/${path}`, init));
  const json = { "content-type": "application/json" };

  it("answers as the other host does, with the same limits and headers", async () => {
    const member = await enrolled();
    const { headers } = await signedIn("member", member.id);
    const answer = await ask("profile.get?input=%7B%7D", { headers });
    expect(answer.headers.get("ratelimit-policy")).toBe('"minute";q=500;w=60');
    expect(answer.headers.get("x-request-id")).toBeTruthy();
    expect(await answer.json()).toMatchObject({ result: { data: { memberId: `${member.id}` } } });
    const written = await ask("access.signOut", {
      method: "POST",
      headers: { ...headers, ...json },
      body: "{}",
    });
    expect(written.status).toBe(403);
  });

  it.each(["access.resetPassword", "identity.signUp"])(
    "counts a stranger’s %s as twenty calls: a password may be looked at",
    async (name) => {
      const left = async (path: string, init: RequestInit) => {
        const answer = await ask(path, init);
        return Number(/r=(\d+)/.exec(answer.headers.get("ratelimit") ?? "")?.[1]);
      };
      const before = await left("access.me?input=%7B%7D", {});
      const after = await left(name, { method: "POST", headers: json, body: "{}" });
      expect(before - after).toBe(20);
    },
  );

  it("refuses a body over the limit, announced or not, and a batch over its own", async () => {
    const body = " ".repeat(1_000_001);
    const announced = { ...json, "content-length": String(body.length) };
    for (const headers of [json, announced]) {
      const answer = await ask("access.signOut", { method: "POST", headers, body });
      expect(answer.status).toBe(413);
    }
    const names = Array.from({ length: BATCH_SIZE_MAX + 1 }, () => "access.me").join(",");
    expect((await ask(`${names}?batch=1&input=%7B%7D`)).status).toBe(400);
  });
});

import { describe, expect, it } from "vitest";
import { useDatabase } from "@/testing/database";
import { ANONYMOUS } from "../auth";
import { largeAnswer } from "../large-answers";
import type { RestRequest } from "./exchange";
import { answerRest } from "./fetch";

const PREFIX = "/api/v1";
const BODY = JSON.stringify({ items: new Array(100_000).fill("one") });

describe("a large answer where a host with web standards serves", () => {
  useDatabase();
  /** An export of somebody, as the REST door has it made. */
  const ask = (actor: string, signal?: AbortSignal) =>
    answerRest(
      async ({ whenGone }: RestRequest) => {
        const { caller, make } = { caller: { ...ANONYMOUS, actor }, make: () => BODY };
        const body = await largeAnswer({ caller, whenGone }, make);
        return { status: 200, headers: { "X-Kept": "yes" }, body };
      },
      PREFIX,
      new Request(`http://localhost${PREFIX}/export`, signal ? { signal } : {}),
    );
  const refused = { domainCode: "RATE_LIMIT_EXCEEDED" };

  it("has gone when it was taken in, and the next may come", async () => {
    for (let round = 0; round < 3; round++) {
      const answer = await ask("member:taken");
      await expect(ask("member:taken")).rejects.toMatchObject(refused);
      expect(answer.headers.get("x-kept")).toBe("yes");
      expect(await answer.text()).toBe(BODY);
    }
  });

  it("has gone when whoever asked left it, in the middle too", async () => {
    for (let round = 0; round < 3; round++) {
      const answer = await ask("member:left");
      const reader = answer.body?.getReader();
      if (round > 0) await reader?.read();
      await reader?.cancel();
    }
    await (await ask("member:left")).text();
  });

  it("has gone when the host gave it up", async () => {
    const host = new AbortController();
    await ask("member:up", host.signal);
    await expect(ask("member:up")).rejects.toMatchObject(refused);
    host.abort();
    await (await ask("member:up")).text();
  });
});

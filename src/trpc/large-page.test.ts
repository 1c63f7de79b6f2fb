import { describe, expect, it } from "vitest";
import { memberCaller } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { largePage } from "./large-page";

/** A file that goes on for as long as somebody takes it in. */
function endless(): Response {
  const line = new TextEncoder().encode("a line\n");
  return new Response(
    new ReadableStream<Uint8Array>({ pull: (taker) => taker.enqueue(line) }, { highWaterMark: 1 }),
  );
}

const short = async () => new Response("a line\n");
const ask = (memberId: number, make: () => Promise<Response>) =>
  largePage(new Request("http://shop/file"), memberCaller(memberId), make);

describe("a file of very many lines", () => {
  // For the settings of the process.
  useDatabase();

  it("is one of a person’s, until it was taken in or left", async () => {
    const first = await ask(1, async () => endless());
    const again = await ask(1, short);
    expect([first.status, again.status]).toEqual([200, 429]);
    expect(Number(again.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(again.headers.get("content-type")).toContain("text/html");
    expect((await ask(2, short)).status).toBe(200);

    await first.body?.cancel();
    const last = await ask(1, short);
    expect(last.status).toBe(200);
    expect(await last.text()).toBe("a line\n");
    expect((await ask(1, short)).status).toBe(200);
  });

  it("that could not be made is nobody’s any more", async () => {
    const failing = ask(3, () => Promise.reject(new Error("nothing to read from")));
    await expect(failing).rejects.toThrow("nothing to read from");
    expect((await ask(3, short)).status).toBe(200);
  });
});

import { describe, expect, it } from "vitest";
import { Turns } from "./turns";

const REFUSED = { domainCode: "SERVICE_UNAVAILABLE", facts: { retryAfterSeconds: 2 } };

function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe("turns", () => {
  it("let so many run at once, and the others one after the other in their order", async () => {
    const turns = new Turns({ atOnce: 2, inLine: 10, waitMs: 5000 });
    const done: number[] = [];
    let running = 0;
    let most = 0;
    await Promise.all(
      Array.from({ length: 9 }, (_, number) =>
        turns.take(async () => {
          most = Math.max(most, ++running);
          await new Promise((resolve) => setTimeout(resolve, 5));
          running--;
          done.push(number);
        }),
      ),
    );
    expect(most).toBe(2);
    expect(done).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });

  it("refuse at once where the line is full, and later where the wait ran out", async () => {
    const turns = new Turns({ atOnce: 1, inLine: 1, waitMs: 30 });
    const { open, opened } = gate();
    const first = turns.take(() => opened);
    const second = turns.take(() => Promise.resolve());
    await expect(turns.take(() => Promise.resolve())).rejects.toMatchObject(REFUSED);
    await expect(second).rejects.toMatchObject(REFUSED);
    open();
    await first;
    await expect(turns.take(() => Promise.resolve("mine"))).resolves.toBe("mine");
  });

  it("go on after one that failed", async () => {
    const turns = new Turns({ atOnce: 1, inLine: 5, waitMs: 1000 });
    const failed = turns.take(() => Promise.reject(new Error("no")));
    const next = turns.take(() => Promise.resolve("mine"));
    await expect(failed).rejects.toThrow("no");
    await expect(next).resolves.toBe("mine");
  });
});

import { describe, expect, it } from "vitest";
import { DomainError } from "@/platform/errors";
import { makeQueryClient } from "./query-client";

describe("what a page reads while it is made", () => {
  it.each([
    ["is refused", () => new DomainError("VALIDATION_FAILED")],
    ["cannot be had", () => new DomainError("SERVICE_UNAVAILABLE")],
    ["fails", () => new Error("anything")],
  ])("is asked for once where it %s, and the page goes on at once", async (_, error) => {
    let asked = 0;
    const began = performance.now();
    await makeQueryClient().prefetchQuery({
      queryKey: ["members"],
      queryFn: async () => {
        asked++;
        throw error();
      },
    });
    expect(asked).toBe(1);
    expect(performance.now() - began).toBeLessThan(900);
  });
});

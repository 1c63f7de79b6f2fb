import { describe, expect, it } from "vitest";
import { SignedSenders } from "./signed-senders";

const MINUTE = 60_000;

describe("addresses that a right signature came from", () => {
  it("are known by their network, for ten minutes after the last one", () => {
    let now = 0;
    const senders = new SignedSenders(() => now);
    expect(senders.at("2001:db8::1")).toBeUndefined();
    senders.heardFrom("2001:db8::1");
    expect(senders.at("2001:db8::2")?.kind).toBe("service");
    expect(senders.at("2001:db8:0:1::1")).toBeUndefined();
    now = 9 * MINUTE;
    senders.heardFrom("2001:db8::3");
    now = 19 * MINUTE;
    expect(senders.at("2001:db8::1")).toBeDefined();
    now += 1;
    expect(senders.at("2001:db8::1")).toBeUndefined();
  });

  it("are so many at most, the ones heard of last", () => {
    const senders = new SignedSenders();
    for (let n = 0; n <= 1000; n++) senders.heardFrom(`10.0.${n >> 8}.${n & 255}`);
    expect(senders.at("10.0.0.0")).toBeUndefined();
    expect(senders.at("10.0.0.1")).toBeDefined();
    expect(senders.at("10.0.3.232")).toBeDefined();
  });
});

import { describe, expect, it } from "vitest";
import type { NewEntry } from "../store/entries";
import type { Caused, Reference } from "./references";

describe("what causes an entry", () => {
  it("does not compile where an entry of its kind can’t have it", () => {
    const earned: Reference<"EARN"> = { type: "ORDER", id: "A-1" };
    // @ts-expect-error a lot does not earn
    const lot: Reference<"EARN"> = { type: "LOT", id: "1" };
    // @ts-expect-error nothing goes by this name
    const free: Reference = { type: "GIFT", id: "1" };
    // @ts-expect-error each of them exists, the pair does not
    const pair: Caused = { type: "EXPIRE", reference: { type: "ORDER", id: "A-1" } };
    // @ts-expect-error neither does the store write it
    const entry: Pick<NewEntry, "type" | "reference"> & Caused = {
      type: "HOLD",
      reference: earned,
    };
    expect([lot, free, pair, entry]).toHaveLength(4);
  });
});

import { describe, expect, it } from "vitest";
import { z } from "zod";
import { eventsOf, type OutgoingEvent } from "./events";
import { insideId, instant } from "./scalars";

const event = eventsOf({
  "lamp.lit": z.object({ watts: z.int() }),
  "lamp.out": z.object({ why: z.enum(["BROKEN", "OFF"]) }),
  "lamp.sold": z.object({ lampId: insideId, to: insideId.nullable(), soldAt: instant.nullable() }),
});

describe("a module’s factory of events", () => {
  it("makes an event of its table, at the moment of the act where it says no other", () => {
    const act = new Date("2026-03-01T10:00:00Z");
    const before = new Date("2026-02-28T10:00:00Z");
    const lit = event("lamp.lit", 7, { externalId: "u-7", watts: 5 });
    expect(lit).toMatchObject({ type: "lamp.lit", memberId: 7 });
    expect(lit.data).toEqual({ externalId: "u-7", watts: 5 });
    expect(lit.occurredAt(act)).toEqual(act);
    expect(event("lamp.out", null, { why: "OFF" }, before).occurredAt(act)).toEqual(before);
  });

  it("says ids and instants as text, in the order in which they were said", () => {
    const soldAt = new Date("2026-03-01T18:00:00+08:00");
    const sold = event("lamp.sold", 7, { soldAt, externalId: "12", lampId: 12, to: null });
    expect(JSON.stringify(sold.data)).toBe(
      '{"soldAt":"2026-03-01T10:00:00.000Z","externalId":"12","lampId":"12","to":null}',
    );
    // @ts-expect-error text is for readers
    expect(() => event("lamp.sold", 7, { lampId: "12", to: null, soldAt: null })).toThrow();
  });

  it("does not compile for an unknown type, for data of another shape, or beside the factory", () => {
    // @ts-expect-error the table has no such type
    const unknown = event("lamp.lost", 7, { watts: 5 });
    // @ts-expect-error a figure is no text
    const shape = event("lamp.lit", 7, { watts: "5" });
    // @ts-expect-error data of another type of the same table
    const mixed = event("lamp.out", 7, { watts: 5 });
    // @ts-expect-error something is missing
    const missing = event("lamp.out", 7, {});
    // @ts-expect-error no such field
    const more = event("lamp.lit", 7, { watts: 5, colour: "red" });
    // @ts-expect-error only a factory makes them
    const byHand: OutgoingEvent = { type: "lamp.lit", memberId: 7, data: {}, occurredAt: () => 0 };
    expect([unknown, shape, mixed, missing, more, byHand]).toHaveLength(6);
  });
});

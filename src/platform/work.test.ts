import { describe, expect, it } from "vitest";
import { memberEvent } from "@/modules/members/events";
import { at } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled, LONG_AGO } from "@/testing/factories";

/** With five values each more than a statement of 65,535 takes. */
const EVENTS = 13_500;

describe("one act", () => {
  useDatabase();

  it("tells of as much as time has decided: of points in thousands of lots one by one", async () => {
    const { id } = await enrolled();
    await at(LONG_AGO, async (work) => {
      for (let n = 0; n < EVENTS; n++) work.emit(memberEvent("member.updated", id, {}));
    });
    const told = "memberId = ? AND type = 'member.updated'";
    expect(await countOf("outbox_event", told, [id])).toBe(EVENTS);
  });
});

import { describe, expect, it } from "vitest";
import { at } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, fresh, LONG_AGO } from "@/testing/factories";
import { collector } from "@/testing/many-lots";
import { rejectReturn, requestReturn } from "./returns";

/** More than two bytes number. */
const MORE = 32_770;

describe("points in very many lots", () => {
  useDatabase();

  it("are frozen for a return and let go, each in one act", { timeout: 120_000 }, async () => {
    const orderId = fresh("o");
    const memberId = await collector(MORE, orderId);
    const returnId = fresh("r");
    const asked = { orderId, returnId, amountMinor: MORE * 100, requestedAt: LONG_AGO };
    await at(LONG_AGO, (work) => requestReturn(work, { memberId }, asked));
    expect(await accountsOf(memberId)).toMatchObject({ available: 0, frozen: MORE });
    await at(LONG_AGO, (work) => rejectReturn(work, { memberId }, asked));
    expect(await accountsOf(memberId)).toMatchObject({ available: MORE, frozen: 0 });
  });
});

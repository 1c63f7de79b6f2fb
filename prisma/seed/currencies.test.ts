import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { useDatabase } from "@/testing/database";
import { play } from "./acts";
import { ABROAD, publishRates, storyAbroad } from "./currencies";

describe("the demo’s customer from abroad", () => {
  useDatabase("demo_currencies");

  it("has orders that count, and a second run changes nothing", async () => {
    for (let run = 0; run < 2; run++) {
      await publishRates();
      await play(ABROAD, storyAbroad());
    }
    const orders = await reader.rows(
      `SELECT orderId, currency, rate, ownPaidMinor, ownRefundedMinor FROM shop_order
      WHERE orderId LIKE 'demo-abroad-%' ORDER BY orderId`,
    );
    expect(orders).toMatchObject([
      { currency: "USD", rate: "7.1234", ownPaidMinor: 12_900, ownRefundedMinor: 0 },
      { currency: "JPY", rate: "4.8", ownPaidMinor: 18_800, ownRefundedMinor: 0 },
      { currency: "USD", rate: "7.1234", ownPaidMinor: 4_599, ownRefundedMinor: 1_500 },
    ]);
  });
});

import { afterEach, describe, expect, it, vi } from "vitest";
import { Tx } from "@/platform/db";
import { useDatabase } from "@/testing/database";
import { bought, enrolled, refunded } from "@/testing/factories";

/** What an act says to the database; the statements go through as ever. */
async function statementsOf(act: () => Promise<unknown>): Promise<string[]> {
  const said = [vi.spyOn(Tx.prototype, "rows"), vi.spyOn(Tx.prototype, "write")];
  await act();
  return said.flatMap(({ mock }) => mock.calls.map(([sql]) => sql));
}

const about = (statements: readonly string[], ...tables: string[]) =>
  statements.filter((sql) => tables.some((table) => new RegExp(`\\b${table}\\b`).test(sql)));

const MARKETING = [
  "activity",
  "activity_participation",
  "referral",
  "benefit_usage",
  "benefit_pass",
];

describe("what an order costs where no activity runs and nobody was invited", () => {
  useDatabase("statements");
  afterEach(() => void vi.restoreAllMocks());

  it("is one small read for activities and invitations, and one for who else claims it", async () => {
    const { id } = await enrolled();
    await bought(id, { yuan: 10 });
    const said = await statementsOf(() => bought(id, { yuan: 10 }));
    const [first, second, ...more] = about(said, ...MARKETING);
    expect([first, second].join()).toMatch(/activity[\s\S]+referral[\s\S]+FROM benefit_usage/);
    expect(more).toEqual([]);
  });

  it("of a refund is the first of them", async () => {
    const { id } = await enrolled();
    const { orderId } = await bought(id, { yuan: 10 });
    const said = await statementsOf(() => refunded(id, { orderId, yuan: 1 }));
    expect(about(said, ...MARKETING)).toHaveLength(1);
  });
});

import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { canonicalPhone } from "@/platform/phone";
import { useDatabase } from "@/testing/database";
import { enrolled } from "@/testing/factories";

/** As a release before kept phones: whatever was given, without a key. */
async function keptAs(phone: string) {
  const { id } = await enrolled();
  await reader.write("UPDATE member SET phone = ? WHERE id = ?", [phone, id]);
}

describe("phones of a release before", () => {
  useDatabase("former_phones");

  const FORMER = [
    "13700000001",
    "137 0000 0002",
    "137-0000-0003",
    "+8613700000004",
    "+86 137 0000 0005",
    "008613700000006",
    "8613700000007",
    "(+86)13700000008",
    "+85251234567",
    "00852 51234568",
    "+44 20 7946 0000",
    "+44 (0)20 7946 0001",
    "+86 571 8888 0000",
    "0086 10 65052266",
    "0571-88880000",
    "12800001234",
    "+8612800001234",
    "+86137000000",
    "call the shop",
    "137000000019",
    "+1",
    "00",
    "",
    "１３７００００００２０",
  ];

  const migrate = async () => {
    const file = "../../../../prisma/migrations/20261129020000_named_by_phone/migration.sql";
    const text = readFileSync(new URL(file, import.meta.url), "utf8").replace(/^--.*$/gm, "");
    const updates = text.split(";").filter((sql) => sql.trim().startsWith("UPDATE"));
    for (const sql of updates) await reader.write(sql, []);
    return updates.length;
  };

  beforeAll(async () => {
    for (const phone of FORMER) await keptAs(phone);
    for (let n = 0; n < 2; n++) await keptAs("+86 138 0000 0000");
    expect(await migrate()).toBe(2);
  });

  const rowsNow = () =>
    reader.rows<{ phone: string; phoneKey: string | null }>(
      "SELECT phone, phoneKey FROM member ORDER BY id",
    );

  it("are in their one form and identify, or stay as they are and do not", async () => {
    const rows = await rowsNow();
    for (const [place, typed] of FORMER.entries()) {
      // Full-width digits are none to the database: they are kept, and mean nobody.
      const wide = /[^\x20-\x7e]/.test(typed);
      const canonical = wide ? null : canonicalPhone(typed);
      expect(rows[place]).toEqual({ phone: canonical ?? typed, phoneKey: canonical });
    }
  });

  it("are kept by both who share one, and mean neither", async () => {
    const rows = (await rowsNow()).slice(FORMER.length);
    expect(rows).toEqual(Array(2).fill({ phone: "+8613800000000", phoneKey: null }));
  });

  it("come to the same a second time", async () => {
    const before = await rowsNow();
    await migrate();
    expect(await rowsNow()).toEqual(before);
  });
});

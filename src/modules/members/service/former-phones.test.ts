import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { canonicalPhone } from "@/platform/phone";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled } from "@/testing/factories";

/** As a release before kept phones: whatever was given, without a key. */
async function keptAs(phone: string) {
  const { id } = await enrolled();
  await reader.write("UPDATE member SET phone = ? WHERE id = ?", [phone, id]);
}

/** What a migration did to the rows that were there. */
async function updatesOf(migration: string): Promise<number> {
  const file = `../../../../prisma/migrations/${migration}/migration.sql`;
  const text = readFileSync(new URL(file, import.meta.url), "utf8").replace(/^--.*$/gm, "");
  const updates = text.split(";").filter((sql) => sql.trim().startsWith("UPDATE"));
  for (const sql of updates) await reader.write(sql, []);
  return updates.length;
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

  const migrate = () => updatesOf("20261129020000_named_by_phone");

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

describe("phones that were kept with the 0 of the trunk", () => {
  useDatabase("trunk_zero");

  it("are written without it, and mean their member, or nobody where two turn out to share one", async () => {
    const kept = async (phone: string, key: string | null = phone) => {
      const { id } = await enrolled();
      await reader.write("UPDATE member SET phone = ?, phoneKey = ? WHERE id = ?", [
        phone,
        key,
        id,
      ]);
      return id;
    };
    const alone = await kept("+4407700900001");
    const twins = [await kept("+4407700900002"), await kept("+447700900002")];
    const others = [
      ["+353087123456", "+35387123456"],
      ["+390669820000", "+390669820000"],
      ["+2250712345678", "+2250712345678"],
      ["+8613611110004", "+8613611110004"],
      ["+85251239999", "+85251239999"],
    ] as const;
    for (const [phone] of others) await kept(phone);
    const odd = await kept("call the shop", null);
    await updatesOf("20261130050100_trunk_zero");
    await updatesOf("20261130050100_trunk_zero");
    const row = (id: number) =>
      reader.row<{ phone: string; phoneKey: string | null }>(
        "SELECT phone, phoneKey FROM member WHERE id = ?",
        [id],
      );
    expect(await row(alone)).toEqual({ phone: "+447700900001", phoneKey: "+447700900001" });
    for (const id of twins) {
      expect(await row(id)).toEqual({ phone: "+447700900002", phoneKey: null });
    }
    expect(await row(odd)).toEqual({ phone: "call the shop", phoneKey: null });
    for (const [before, after] of others) {
      expect(canonicalPhone(before)).toBe(after);
      expect(await countOf("member", "phone = ? AND phoneKey = ?", [after, after])).toBe(1);
    }
  });

  it("let in whom they let in before, unless somebody else has the number by now", async () => {
    const kept = (n: number, phone: string) =>
      reader.write(
        "INSERT INTO user (email, phone, name, role, createdAt) VALUES (?, ?, 'x', 'member', NOW(3))",
        [`t${n}@shop.example`, phone],
      );
    for (const [n, phone] of ["+4407700900003", "+4407700900004", "+447700900004"].entries()) {
      await kept(n, phone);
    }
    await updatesOf("20261130050100_trunk_zero");
    const rows = await reader.rows("SELECT phone FROM user WHERE email LIKE 't_@%' ORDER BY email");
    expect(rows).toEqual(
      ["+447700900003", "+4407700900004", "+447700900004"].map((phone) => ({ phone })),
    );
  });
});

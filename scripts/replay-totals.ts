import type { Reader } from "@/platform/db";

/** What the customers of a file came to; the same after every run of it. */
export interface ReplayTotals {
  members: number;
  tiers: { tierCode: string; members: number }[];
  spendMinor: number;
  earned: number;
  clawedBack: number;
  /** available + pending + frozen */
  outstanding: number;
  owed: number;
}

const CHUNK = 500;

interface Row {
  tierCode: string;
  members: number;
  spendMinor: number;
  earned: number;
  outstanding: number;
  owed: number;
}

export async function customerTotals(db: Reader, externalIds: string[]): Promise<ReplayTotals> {
  const totals = { members: 0, spendMinor: 0, earned: 0, clawedBack: 0, outstanding: 0, owed: 0 };
  const tiers = new Map<string, number>();
  for (let start = 0; start < externalIds.length; start += CHUNK) {
    const chunk = externalIds.slice(start, start + CHUNK);
    const marks = chunk.map(() => "?").join(",");
    const rows = await db.rows<Row>(
      `SELECT tierCode, COUNT(*) AS members, CAST(SUM(spendMinor) AS SIGNED) AS spendMinor,
          CAST(SUM(totalEarned) AS SIGNED) AS earned,
          CAST(SUM(available + pending + frozen) AS SIGNED) AS outstanding,
          CAST(SUM(owed) AS SIGNED) AS owed
         FROM member WHERE externalId IN (${marks}) GROUP BY tierCode`,
      chunk,
    );
    for (const row of rows) {
      tiers.set(row.tierCode, (tiers.get(row.tierCode) ?? 0) + row.members);
      totals.members += row.members;
      totals.spendMinor += row.spendMinor;
      totals.earned += row.earned;
      totals.outstanding += row.outstanding;
      totals.owed += row.owed;
    }
    const clawed = await db.row<{ points: number | null }>(
      `SELECT CAST(SUM(o.pointsClawed) AS SIGNED) AS points
         FROM member m JOIN shop_order o ON o.memberId = m.id WHERE m.externalId IN (${marks})`,
      chunk,
    );
    totals.clawedBack += clawed?.points ?? 0;
  }
  const listed = [...tiers].map(([tierCode, members]) => ({ tierCode, members }));
  return { ...totals, tiers: listed.sort((a, b) => b.members - a.members) };
}

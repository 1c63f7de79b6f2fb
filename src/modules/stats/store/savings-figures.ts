import type { Reader } from "@/platform/db";
import type { LocalizedText } from "@/platform/texts";
import type { LineKind, LineSource } from "../rules/savings";

/** What pages read of what a member saved: a few rows of a year, and a page of its lines. */

export interface YearSum {
  year: number;
  kind: LineKind;
  count: number;
  valueMinor: number;
}

/** Two years of a member, by kind. */
export function yearsOf(db: Reader, memberId: number, year: number): Promise<YearSum[]> {
  return db.rows<YearSum>(
    `SELECT year, kind, count, valueMinor FROM stat_saving_year
      WHERE memberId = ? AND year IN (?, ?) AND valueMinor > 0 ORDER BY year, kind`,
    [memberId, year - 1, year],
  );
}

export interface LineRow {
  source: LineSource;
  sourceId: number;
  orderId: string;
  day: string;
  kind: LineKind;
  valueMinor: number;
  benefitId: string | null;
  couponTexts: LocalizedText | null;
}

export interface After {
  day: string;
  source: string;
  sourceId: number;
}

/** The last first, of one year; benefits and coupons by their keys. */
export async function linesOf(
  db: Reader,
  memberId: number,
  { from, to }: { from: string; to: string },
  after: After | null,
  limit: number,
): Promise<LineRow[]> {
  const on = after === null ? "" : "AND (day < ? OR (l.source, l.sourceId) < (?, ?))";
  const rows = await db.rows<Omit<LineRow, "couponTexts"> & { nameTexts: string | null }>(
    `SELECT l.source, l.sourceId, l.orderId, l.day, l.kind, l.valueMinor, b.benefitId, v.nameTexts
       FROM stat_saving_line l
       LEFT JOIN benefit_usage b ON l.source = 'BENEFIT' AND b.id = l.sourceId
       LEFT JOIN coupon_use u ON l.source = 'COUPON' AND u.id = l.sourceId
       LEFT JOIN coupon c ON c.id = u.couponId
       LEFT JOIN coupon_version v ON v.id = c.versionId
      WHERE l.memberId = ? AND l.day BETWEEN ? AND ? AND l.kind <> 'SPEND' ${on}
      ORDER BY l.day DESC, l.source DESC, l.sourceId DESC LIMIT ?`,
    [
      memberId,
      from,
      after?.day ?? to,
      ...(after === null ? [] : [after.day, after.source, after.sourceId]),
      limit,
    ],
  );
  return rows.map(({ nameTexts, ...row }) => ({
    ...row,
    couponTexts: nameTexts === null ? null : (JSON.parse(nameTexts) as LocalizedText),
  }));
}

import type { Reader, Tx } from "@/platform/db";
import type { BrandSetting } from "../schema";

type Row = Omit<BrandSetting, "name"> & { name: string };

const SELECT =
  "SELECT name, seal, accent, shopUrl, supportUrl, privacyUrl, couponUrl, orderUrl, texture, logo, revision FROM brand_setting WHERE id = 1";

function withName(row: Row | undefined): BrandSetting | undefined {
  return row && { ...row, name: JSON.parse(row.name) as BrandSetting["name"] };
}

export async function readSetting(db: Reader): Promise<BrandSetting | undefined> {
  return withName(await db.row<Row>(SELECT));
}

export async function lockSetting(tx: Tx): Promise<BrandSetting | undefined> {
  return withName(await tx.row<Row>(`${SELECT} FOR UPDATE`));
}

export function saveSetting(tx: Tx, setting: BrandSetting): void {
  const { seal, accent, shopUrl, supportUrl, privacyUrl, revision } = setting;
  const { couponUrl, orderUrl, texture, logo } = setting;
  tx.send(
    `UPDATE brand_setting SET name = ?, seal = ?, accent = ?, shopUrl = ?, supportUrl = ?,
       privacyUrl = ?, couponUrl = ?, orderUrl = ?, texture = ?, logo = ?, revision = ? WHERE id = 1`,
    [
      JSON.stringify(setting.name),
      ...[seal, accent, shopUrl, supportUrl, privacyUrl],
      ...[couponUrl, orderUrl, texture, logo, revision],
    ],
  );
}

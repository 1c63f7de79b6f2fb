import type { Reader, Tx } from "@/platform/db";
import { insertInto } from "@/platform/insert";
import type { LocalizedText } from "@/platform/texts";
import type { CouponTerms } from "../schema/terms";

/** What a version says; it never changes. */
export interface Version {
  id: number;
  definitionId: number;
  revision: number;
  name: LocalizedText;
  description: LocalizedText | null;
  terms: CouponTerms;
}

export interface DefinitionRow {
  id: number;
  revision: number;
  versionId: number;
  enabled: boolean;
  updatedAt: Date;
}

const SELECT = "SELECT id, revision, versionId, enabled, updatedAt FROM coupon_definition";

type Stored = Omit<DefinitionRow, "enabled"> & { enabled: number | boolean };
const tidy = (row: Stored): DefinitionRow => ({ ...row, enabled: Boolean(row.enabled) });

export async function definitionsById(
  db: Reader,
  ids: readonly number[],
): Promise<Map<number, DefinitionRow>> {
  if (ids.length === 0) return new Map();
  const marks = ids.map(() => "?").join(",");
  const rows = await db.rows<Stored>(`${SELECT} WHERE id IN (${marks})`, [...ids]);
  return new Map(rows.map((row) => [row.id, tidy(row)]));
}

export async function lockDefinition(tx: Tx, id: number): Promise<DefinitionRow | undefined> {
  const row = await tx.row<Stored>(`${SELECT} WHERE id = ? FOR UPDATE`, [id]);
  return row && tidy(row);
}

/** The newest first. */
export async function definitionPage(
  db: Reader,
  beforeId: number | null,
  limit: number,
): Promise<DefinitionRow[]> {
  const rows = await db.rows<Stored>(`${SELECT} WHERE id < ? ORDER BY id DESC LIMIT ?`, [
    beforeId ?? Number.MAX_SAFE_INTEGER,
    limit,
  ]);
  return rows.map(tidy);
}

export function insertDefinition(tx: Tx, enabled: boolean, now: Date): Promise<number> {
  return tx.insertNamed(
    "coupon definition",
    insertInto("coupon_definition", ["enabled", "createdAt", "updatedAt"], {
      enabled,
      createdAt: now,
      updatedAt: now,
    }),
  );
}

export function insertVersion(
  tx: Tx,
  version: Omit<Version, "id">,
  by: { actor: string; createdAt: Date },
): Promise<number> {
  const { name, description, terms, definitionId, revision } = version;
  return tx.insertNamed(
    "coupon version",
    insertInto(
      "coupon_version",
      ["definitionId", "revision", "nameTexts", "descriptionTexts", "terms", "actor", "createdAt"],
      {
        definitionId,
        revision,
        nameTexts: JSON.stringify(name),
        descriptionTexts: description && JSON.stringify(description),
        terms: JSON.stringify(terms),
        ...by,
      },
    ),
  );
}

export function saveDefinition(
  tx: Tx,
  row: Pick<DefinitionRow, "id" | "revision" | "versionId" | "enabled" | "updatedAt">,
): void {
  tx.send(
    "UPDATE coupon_definition SET revision = ?, versionId = ?, enabled = ?, updatedAt = ? WHERE id = ?",
    [row.revision, row.versionId, row.enabled, row.updatedAt, row.id],
  );
}

interface StoredVersion {
  id: number;
  definitionId: number;
  revision: number;
  nameTexts: string;
  descriptionTexts: string | null;
  terms: string;
}

/** @param read what is stored as text, by today's schema */
export async function versionsById(
  db: Reader,
  ids: readonly number[],
  read: (terms: unknown) => CouponTerms,
): Promise<Version[]> {
  if (ids.length === 0) return [];
  const rows = await db.rows<StoredVersion>(
    `SELECT id, definitionId, revision, nameTexts, descriptionTexts, terms FROM coupon_version
      WHERE id IN (${ids.map(() => "?").join(",")})`,
    [...ids],
  );
  return rows.map(({ nameTexts, descriptionTexts, terms, ...row }) => ({
    ...row,
    name: JSON.parse(nameTexts) as LocalizedText,
    description: descriptionTexts === null ? null : (JSON.parse(descriptionTexts) as LocalizedText),
    terms: read(JSON.parse(terms)),
  }));
}

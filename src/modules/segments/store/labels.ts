import type { Reader, Tx } from "@/platform/db";
import { insertAllOrIgnore, insertInto } from "@/platform/insert";
import type { LocalizedName } from "@/platform/texts";
import type { Stored } from "../rules/facts";
import type { AttributeKind } from "../schema/labels";

export interface AttributeRow {
  key: string;
  kind: AttributeKind;
  name: LocalizedName;
  choices: { value: string; name: LocalizedName }[];
  archived: boolean;
  revision: number;
}

const SELECT = `SELECT attributeKey AS \`key\`, kind, nameTexts, choices, archived, revision
  FROM attribute_definition`;

type Kept = Omit<AttributeRow, "name" | "choices"> & { nameTexts: string; choices: string };

const tidy = ({ nameTexts, choices, archived, ...row }: Kept): AttributeRow => ({
  ...row,
  archived: Boolean(archived),
  name: JSON.parse(nameTexts),
  choices: JSON.parse(choices),
});

export async function definitions(db: Reader): Promise<AttributeRow[]> {
  const rows = await db.rows<Kept>(`${SELECT} ORDER BY attributeKey`);
  return rows.map(tidy);
}

/** All of them, held: who adds one counts them. */
export async function lockDefinitions(tx: Tx): Promise<AttributeRow[]> {
  const rows = await tx.rows<Kept>(`${SELECT} ORDER BY attributeKey FOR UPDATE`);
  return rows.map(tidy);
}

export function insertDefinition(
  tx: Tx,
  { key, kind, name, choices }: Omit<AttributeRow, "archived" | "revision">,
  now: Date,
): Promise<unknown> {
  return tx.write(
    ...insertInto(
      "attribute_definition",
      ["attributeKey", "kind", "nameTexts", "choices", "createdAt", "updatedAt"],
      {
        ...{ attributeKey: key, kind, nameTexts: JSON.stringify(name) },
        ...{ choices: JSON.stringify(choices), createdAt: now, updatedAt: now },
      },
    ),
  );
}

export function saveDefinition(tx: Tx, row: AttributeRow, now: Date): void {
  tx.send(
    `UPDATE attribute_definition SET nameTexts = ?, choices = ?, archived = ?,
        revision = revision + 1, updatedAt = ? WHERE attributeKey = ?`,
    [JSON.stringify(row.name), JSON.stringify(row.choices), row.archived, now, row.key],
  );
}

export async function tagsOf(db: Reader, memberId: number): Promise<string[]> {
  const rows = await db.rows<{ tag: string }>(
    "SELECT tag FROM member_tag WHERE memberId = ? ORDER BY tag",
    [memberId],
  );
  return rows.map(({ tag }) => tag);
}

export async function attributesOf(db: Reader, memberId: number): Promise<Map<string, Stored>> {
  const rows = await db.rows<Stored & { key: string }>(
    `SELECT attributeKey AS \`key\`, word, number FROM member_attribute
      WHERE memberId = ? ORDER BY attributeKey`,
    [memberId],
  );
  return new Map(rows.map(({ key, word, number }) => [key, { word, number }]));
}

export function addTags(tx: Tx, memberId: number, tags: readonly string[], addedAt: Date): void {
  if (tags.length === 0) return;
  const rows = tags.map((tag) => ({ memberId, tag, addedAt }));
  tx.send(...insertAllOrIgnore("member_tag", ["memberId", "tag", "addedAt"], rows));
}

export function removeTags(tx: Tx, memberId: number, tags: readonly string[]): void {
  if (tags.length === 0) return;
  tx.send(
    `DELETE FROM member_tag WHERE memberId = ? AND tag IN (${tags.map(() => "?").join(",")})`,
    [memberId, ...tags],
  );
}

export function setAttribute(
  tx: Tx,
  memberId: number,
  key: string,
  stored: Stored | null,
  now: Date,
): void {
  tx.send("DELETE FROM member_attribute WHERE memberId = ? AND attributeKey = ?", [memberId, key]);
  if (!stored) return;
  tx.send(
    ...insertInto("member_attribute", ["memberId", "attributeKey", "word", "number", "setAt"], {
      ...{ memberId, attributeKey: key, setAt: now },
      ...stored,
    }),
  );
}

/** The tags that members have, by the index: one look for each, however many have it. */
export async function tagsInUse(db: Reader, limit: number): Promise<string[]> {
  const rows = await db.rows<{ tag: string }>(
    "SELECT tag FROM member_tag GROUP BY tag ORDER BY tag LIMIT ?",
    [limit],
  );
  return rows.map(({ tag }) => tag);
}

export function forgetLabels(tx: Tx, memberId: number): void {
  tx.send("DELETE FROM member_tag WHERE memberId = ?", [memberId]);
  tx.send("DELETE FROM member_attribute WHERE memberId = ?", [memberId]);
}

/** Of two who become one: all tags of both, and the values of who stays where both have one. */
export function moveLabels(tx: Tx, from: number, into: number): void {
  tx.send("UPDATE IGNORE member_tag SET memberId = ? WHERE memberId = ?", [into, from]);
  tx.send("UPDATE IGNORE member_attribute SET memberId = ? WHERE memberId = ?", [into, from]);
  forgetLabels(tx, from);
}

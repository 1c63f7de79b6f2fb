import { createHash } from "node:crypto";
import type { Reader, Tx } from "@/platform/db";
import { keyedIdentity } from "@/platform/identity-key";
import { identitiesAs, type RowFacts } from "../rules/read-row";
import type { ImportKind } from "../schema";
import { eraseMember, eraseNamed } from "../store/rows";

/** Under the database's key, so that nobody can try names against what is kept of a file. */
export function hashed(db: Reader, of: string, text: string): Promise<string> {
  const plain = createHash("sha256").update(`import ${of}\n${text}`).digest("hex");
  return keyedIdentity(db, plain);
}

interface Source {
  source: string;
  kind: ImportKind;
}

/** By which a row is the same in every file of its source. */
export function identityIn(db: Reader, { source, kind }: Source, plain: string): Promise<string> {
  return hashed(db, "row", `${source} ${kind} ${plain}`);
}

/** Those that a row of a member would have by each of their names. */
export function identitiesOf(
  db: Reader,
  run: Source,
  facts: RowFacts,
  member: { externalId: string | null; phoneKey: string | null },
): Promise<string[]> {
  const names = { externalId: member.externalId, phone: member.phoneKey };
  const plain = identitiesAs(run.kind, facts, names);
  return Promise.all(plain.map((one) => identityIn(db, run, one)));
}

/** What files said of somebody who closed, or whom the shop deleted before they were a member. */
export async function eraseFromImports(
  tx: Tx,
  who: { memberId: number | null; externalId: string | null; phone: string | null },
): Promise<void> {
  const { memberId, externalId, phone } = who;
  if (externalId !== null) eraseNamed(tx, "externalId", externalId);
  if (phone !== null) eraseNamed(tx, "phoneHash", await hashed(tx, "phone", phone));
  if (memberId !== null) eraseMember(tx, memberId);
}

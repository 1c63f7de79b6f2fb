import { createHash } from "node:crypto";
import type { Reader, Tx } from "@/platform/db";
import { keyedIdentity } from "@/platform/identity-key";
import { eraseMember, eraseNamed } from "../store/rows";

/** Under the database's key, so that nobody can try names against what is kept of a file. */
export function hashed(db: Reader, of: string, text: string): Promise<string> {
  const plain = createHash("sha256").update(`import ${of}\n${text}`).digest("hex");
  return keyedIdentity(db, plain);
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

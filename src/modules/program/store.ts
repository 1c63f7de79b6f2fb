import type { Reader, Tx } from "@/platform/db";

export interface VersionRow {
  id: number;
  rules: string;
}

export async function activeVersionId(db: Reader): Promise<number | undefined> {
  const row = await db.row<{ activeVersionId: number }>(
    "SELECT activeVersionId FROM program_state WHERE id = 1",
  );
  return row?.activeVersionId;
}

export function version(db: Reader, id: number): Promise<VersionRow | undefined> {
  return db.row<VersionRow>("SELECT id, rules FROM program_version WHERE id = ?", [id]);
}

export async function insertVersion(
  tx: Tx,
  version: { rules: string; reason: string; actor: string; publishedAt: Date },
): Promise<number> {
  const { insertId } = await tx.write(
    "INSERT INTO program_version (rules, reason, actor, publishedAt) VALUES (?,?,?,?)",
    [version.rules, version.reason, version.actor, version.publishedAt],
  );
  return insertId;
}

export async function activate(tx: Tx, versionId: number): Promise<void> {
  await tx.write(
    `INSERT INTO program_state (id, activeVersionId) VALUES (1, ?)
     ON DUPLICATE KEY UPDATE activeVersionId = VALUES(activeVersionId)`,
    [versionId],
  );
}

import type { Reader, Tx } from "@/platform/db";

export async function readLogo(db: Reader, name: string): Promise<string | undefined> {
  const row = await db.row<{ file: string }>("SELECT file FROM brand_logo WHERE name = ?", [name]);
  return row?.file;
}

export async function hasLogo(tx: Tx, name: string): Promise<boolean> {
  return (
    (await tx.row("SELECT name FROM brand_logo WHERE name = ? FOR UPDATE", [name])) !== undefined
  );
}

/** The same picture twice is one. */
export function keepLogo(tx: Tx, logo: { name: string; file: string; createdAt: Date }): void {
  tx.send(
    `INSERT INTO brand_logo (name, file, createdAt) VALUES (?, ?, ?)
       ON DUPLICATE KEY UPDATE createdAt = VALUES(createdAt)`,
    [logo.name, logo.file, logo.createdAt],
  );
}

/** All but one, as long as nobody can still be about to choose them. */
export function forgetLogos(tx: Tx, kept: string | null, before: Date): void {
  tx.send("DELETE FROM brand_logo WHERE name <> ? AND createdAt < ?", [kept ?? "", before]);
}

import { reader } from "@/platform/db";

/**
 * Keys of tables that are filled in bulk are taken away before and made after: sorted once they cost a
 * fraction of what they cost row by row, in an order that is none of theirs.
 */

interface KeyRow {
  tableName: string;
  keyName: string;
  isUnique: number;
  columns: string;
}

/** A statement that says what a release without its keys is: not ready. */
const UNFINISHED = "seed_million";

/** Rows come member by member, so those that begin with the member grow at their end anyway. */
const KEYS = `
  SELECT TABLE_NAME AS tableName, INDEX_NAME AS keyName, MAX(NON_UNIQUE) = 0 AS isUnique,
         GROUP_CONCAT(CONCAT('\`', COLUMN_NAME, '\`', IF(SUB_PART IS NULL, '', CONCAT('(', SUB_PART, ')')),
           IF(COLLATION = 'D', ' DESC', '')) ORDER BY SEQ_IN_INDEX SEPARATOR ', ') AS columns
    FROM information_schema.STATISTICS
   WHERE TABLE_SCHEMA = DATABASE() AND INDEX_NAME <> 'PRIMARY' AND INDEX_TYPE = 'BTREE'
   GROUP BY TABLE_NAME, INDEX_NAME
  HAVING MAX(IF(SEQ_IN_INDEX = 1, COLUMN_NAME, '')) NOT IN ('memberId', 'entryId')
   ORDER BY TABLE_NAME, INDEX_NAME`;

/** How long the making of a table's keys may take. */
const PATIENCE_MS = 3_600_000;

async function change(table: string, changes: readonly string[]): Promise<void> {
  await reader.rows(`ALTER TABLE \`${table}\` ${changes.join(", ")}`, [], PATIENCE_MS);
}

/** @param say told with each table */
export async function withKeysAside(
  tables: readonly string[],
  say: (table: string) => void,
  fill: () => Promise<void>,
): Promise<void> {
  const keys = (await reader.rows<KeyRow>(KEYS)).filter(({ tableName }) =>
    tables.includes(tableName),
  );
  // Without its keys nothing keeps a cause from moving points twice: whoever starts it meanwhile, or
  // after this was cut short, is told that the migrations are not done.
  await reader.write(
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, logs, started_at)
     VALUES (?, '', ?, 'SEED=million was cut short: begin again with an empty database', NOW(3))`,
    [UNFINISHED, UNFINISHED],
  );
  const of = (table: string) => keys.filter(({ tableName }) => tableName === table);
  const filled = tables.filter((table) => of(table).length > 0);
  for (const table of filled) {
    await change(
      table,
      of(table).map(({ keyName }) => `DROP INDEX \`${keyName}\``),
    );
  }
  await fill();
  for (const table of filled) {
    const added = of(table).map(
      ({ keyName, isUnique, columns }) =>
        `ADD ${Number(isUnique) === 1 ? "UNIQUE " : ""}INDEX \`${keyName}\` (${columns})`,
    );
    await change(table, added);
    say(table);
  }
  await reader.write("DELETE FROM _prisma_migrations WHERE id = ?", [UNFINISHED]);
}

import { expect, inject, it } from "vitest";
import { connect } from "./database-connection.mjs";
import { copyDatabase, rowsOf, statementsOf } from "./database-copy.mjs";
import { migrate } from "./migrate.mjs";

const { server, prefix } = inject("databases");
const at = (name: string) => Object.assign(new URL(server), { pathname: `/${prefix}${name}` }).href;

/** All that a database is; when each migration was applied is its own. */
async function contentOf(address: string) {
  const connection = await connect(address);
  try {
    const { _prisma_migrations: applied, ...rows } = await rowsOf(connection);
    // MySQL writes down where the character set was named, and means the same.
    const made = (await statementsOf(connection)).map((statement) =>
      statement.replaceAll(" CHARACTER SET utf8mb4 COLLATE utf8mb4", " COLLATE utf8mb4"),
    );
    return { made, rows, applied: applied?.length };
  } finally {
    await connection.end();
  }
}

it("the database that tests get is what the migrations make", async () => {
  await migrate(at("migrated"));
  await copyDatabase(at("template"), at("copied"));
  const content = await contentOf(at("migrated"));
  expect(content.made.length).toBeGreaterThan(80);
  expect(content.made.filter((statement) => / TRIGGER /.test(statement))).not.toEqual([]);
  expect(await contentOf(at("copied"))).toEqual(content);
});

import { createPool } from "mariadb";
import type { TestProject } from "vitest/node";
import { databaseAddress } from "../platform/database-address.mjs";

/** One database for each worker of this run, made by the worker itself and dropped at the end. */
export default function setup(project: TestProject) {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error("TEST_DATABASE_URL is missing: run the tests with npm test");
  const prefix = `ms_test_${process.pid}_`;
  project.provide("databases", { server, prefix });
  return async () => {
    const pool = createPool({
      ...databaseAddress(server),
      database: undefined,
      connectionLimit: 1,
    });
    const rows = await pool.query<{ name: string }[]>(
      "SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE ?",
      [`${prefix.replaceAll("_", "\\_")}%`],
    );
    for (const { name } of rows) await pool.query(`DROP DATABASE \`${name}\``);
    await pool.end();
  };
}

declare module "vitest" {
  export interface ProvidedContext {
    databases: { server: string; prefix: string };
  }
}

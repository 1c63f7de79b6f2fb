import { createPool } from "mariadb";
import type { TestProject } from "vitest/node";
import { addressOf, serverAt } from "./server";

/**
 * One database for each worker of this run, made by the worker itself and dropped at the end. Where
 * the run is meant for a certain server (TEST_DATABASE_VERSION, `MySQL` or `MariaDB 11.8`), none of
 * it happens on another.
 */
export default async function setup(project: TestProject) {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error("TEST_DATABASE_URL is missing: run the tests with npm test");
  const wanted = process.env.TEST_DATABASE_VERSION;
  const found = await serverAt(server);
  if (wanted && !found.startsWith(wanted)) throw new Error(`this is ${found}, not ${wanted}`);
  const prefix = `ms_test_${process.pid}_`;
  project.provide("databases", { server, prefix, kind: project.name });
  return async () => {
    const pool = createPool({ ...addressOf(server), database: undefined, connectionLimit: 1 });
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
    databases: { server: string; prefix: string; kind: string };
  }
}

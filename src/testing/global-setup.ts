import { createPool } from "mariadb";
import type { TestProject } from "vitest/node";

/** One database for each worker of this run, made by the worker itself and dropped at the end. */
export default function setup(project: TestProject) {
  const server = process.env.TEST_DATABASE_URL;
  if (!server) throw new Error("TEST_DATABASE_URL is missing: run the tests with npm test");
  const prefix = `ms_test_${process.pid}_`;
  project.provide("databases", { server, prefix });
  return async () => {
    const pool = createPool({ ...addressOf(server), connectionLimit: 1 });
    const rows = await pool.query<{ name: string }[]>(
      "SELECT SCHEMA_NAME AS name FROM information_schema.SCHEMATA WHERE SCHEMA_NAME LIKE ?",
      [`${prefix.replaceAll("_", "\\_")}%`],
    );
    for (const { name } of rows) await pool.query(`DROP DATABASE \`${name}\``);
    await pool.end();
  };
}

function addressOf(url: string) {
  const { hostname: host, port, username, password } = new URL(url);
  return {
    host,
    port: Number(port || 3306),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
  };
}

declare module "vitest" {
  export interface ProvidedContext {
    databases: { server: string; prefix: string };
  }
}

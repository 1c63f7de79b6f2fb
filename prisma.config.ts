import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "prisma/config";

/**
 * `validate` and `format` insist on the native schema engine although they never run
 * it. Where the engine was not downloaded they are handed another executable, so that they work
 * without access to Prisma's host. The migrate commands do need the engine and still fetch it.
 */
const worksWithoutEngine = ["validate", "format"].some((command) => process.argv.includes(command));

function hasSchemaEngine(): boolean {
  const engines = fileURLToPath(new URL("node_modules/@prisma/engines", import.meta.url));
  return existsSync(engines) && readdirSync(engines).some((name) => /^schema-engine-/.test(name));
}

if (worksWithoutEngine && !process.env.PRISMA_SCHEMA_ENGINE_BINARY && !hasSchemaEngine()) {
  process.env.PRISMA_SCHEMA_ENGINE_BINARY = process.execPath;
}

export default defineConfig({
  schema: "prisma/schema",
  migrations: { path: "prisma/migrations" },
  // An empty address is enough to validate; the migrate commands say so themselves.
  datasource: { url: process.env.DATABASE_URL ?? "" },
});

import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// An odd zone on purpose (UTC+12:45, with summer time), so that a forgotten time zone fails.
process.env.TZ = "Pacific/Chatham";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Tests of what is drawn; everything else runs without a document. */
const domTests = ["src/ui/**/*.test.{ts,tsx}", "src/**/*.test.tsx"];

/** What a file says that sets up a process or a database as no other may find it. */
const SETS_UP = /process\.env|stubEnv|useDatabase\("/;

/** Files that hang on what their process has counted. */
const COUNTS = /^src\/platform\/(rate-|rest\/input)/;

/** Tests of rules and services share a process with others, which loads the modules once. */
const shared = ["modules", "app", "i18n", "ui", "platform"]
  .flatMap((folder) =>
    readdirSync(path(`src/${folder}`), { recursive: true, encoding: "utf8" }).map(
      (name) => `src/${folder}/${name.replaceAll("\\", "/")}`,
    ),
  )
  .filter((file) => file.endsWith(".test.ts") && !COUNTS.test(file) && sharesProcess(file));

function sharesProcess(file: string): boolean {
  const text = readFileSync(path(file), "utf8");
  // What uses a database here is about the process itself.
  const isMachinery = file.startsWith("src/platform/") && text.includes("useDatabase");
  return !isMachinery && !SETS_UP.test(text);
}

export default defineConfig({
  resolve: {
    alias: {
      "@": path("./src"),
      // The real package throws outside a React server; in tests everything is the server.
      "server-only": path("./node_modules/server-only/empty.js"),
    },
  },
  test: {
    // What is slow is measured elsewhere; here a busy machine must not look like a fault.
    testTimeout: 60_000,
    // Half of each test is the database's work: a worker fewer than cores would leave one idle.
    maxWorkers: Math.max(2, availableParallelism()),
    hookTimeout: 120_000,
    projects: [
      {
        extends: true,
        test: {
          name: "shared",
          environment: "node",
          globalSetup: ["src/testing/global-setup.ts"],
          setupFiles: ["src/testing/shared-process.ts"],
          isolate: false,
          // A process is handed on to a file of the same kind alone.
          sequence: { groupOrder: 1 },
          include: shared,
          exclude: domTests,
        },
      },
      {
        extends: true,
        test: {
          name: "node",
          environment: "node",
          globalSetup: ["src/testing/global-setup.ts"],
          include: ["src/**/*.test.ts", "scripts/**/*.test.ts", "prisma/**/*.test.ts"],
          exclude: [...domTests, ...shared],
        },
      },
      {
        extends: true,
        test: { name: "dom", environment: "happy-dom", include: domTests },
      },
    ],
  },
});

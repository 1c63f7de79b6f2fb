import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

// An odd zone on purpose (UTC+12:45, with summer time), so that a forgotten time zone fails.
process.env.TZ = "Pacific/Chatham";

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Tests of what is drawn; everything else runs without a document. */
const domTests = ["src/ui/**/*.test.{ts,tsx}", "src/**/*.test.tsx"];

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
          name: "node",
          environment: "node",
          globalSetup: ["src/testing/global-setup.ts"],
          include: ["src/**/*.test.ts", "scripts/**/*.test.ts", "prisma/**/*.test.ts"],
          exclude: domTests,
        },
      },
      {
        extends: true,
        test: { name: "dom", environment: "happy-dom", include: domTests },
      },
    ],
  },
});

import type { Job } from "@/platform/jobs";
import { pruneImports, runImports } from "./service/sweep";

export const importsJobs: readonly Job[] = [
  { name: "imports.run", everySeconds: 3, run: runImports, inTurns: true },
  { name: "imports.prune", everySeconds: 3600, run: pruneImports },
];

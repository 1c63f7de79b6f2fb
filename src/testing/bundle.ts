import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** One program of ours as a file that Node runs, as `npm run build` makes them. */
export async function bundled(entry: string) {
  // Below node_modules, so that the packages are found.
  const folder = mkdtempSync(join(ROOT, "node_modules", ".bundled-"));
  await bundledInto(folder, { program: entry });
  const file = join(folder, "program.mjs");
  return { file, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** @param programs name → source */
export async function bundledInto(folder: string, programs: Record<string, string>): Promise<void> {
  await build({
    absWorkingDir: ROOT,
    entryPoints: programs,
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    packages: "external",
    tsconfig: join(ROOT, "tsconfig.json"),
    alias: { "server-only": join(ROOT, "node_modules/server-only/empty.js") },
    logLevel: "silent",
  });
}

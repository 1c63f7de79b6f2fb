/** How programs are bundled, whether once (`npm run build`) or again and again (`npm run dev`). */

import { inRoot, ROOT } from "./workspace.mjs";

/**
 * Programs as single files, each under its own name.
 * @param {Record<string, string>} entryPoints name → source
 * @param {string} outdir inside the checkout, where node_modules is found
 * @returns {import("esbuild").BuildOptions}
 */
export function bundling(entryPoints, outdir) {
  return {
    absWorkingDir: ROOT,
    entryPoints,
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    packages: "external",
    jsx: "automatic",
    sourcemap: true,
    tsconfig: inRoot("tsconfig.json"),
    // "server-only" refuses to load outside React's server; here everything is the server.
    alias: { "server-only": inRoot("node_modules/server-only/empty.js") },
    logLevel: "silent",
  };
}

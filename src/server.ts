import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { forkAlone, forkOnPort } from "./platform/processes/fork";

/**
 * The primary of a server: one command, one port. Somebody waits for the API, so its first process
 * begins before the primary loads what it needs itself.
 */

// Nobody else on this machine may look into it.
const folder = mkdtempSync(join(tmpdir(), "member-system-"));
process.once("exit", () => rmSync(folder, { recursive: true, force: true }));

const built = (program: string) => fileURLToPath(new URL(`./${program}.mjs`, import.meta.url));
const socket = join(folder, "pages.sock");
const forkApi = (name: string) => forkOnPort(built("api"), [name, socket]);

const first = forkApi("api-1");
// A file of its own: what it imports would come first otherwise.
const primary: typeof import("./primary") = await import(built("primary"));
primary.run({
  first,
  api: forkApi,
  pages: (name) => forkAlone(built("pages"), [name, socket]),
  jobs: (name) => forkAlone(built("worker"), [name]),
});

/**
 * `npm run lock`, after `npm install` changed the lock file. A registry mirror may hold the native
 * parts of some platforms only; npm then leaves the others out of the lock file without a word,
 * and `npm ci` refuses such a file on every machine. Their exact versions stand in the package
 * that wants them, so they are written in; only their checksums stay unknown until someone runs
 * `npm install` against the full registry.
 */

import { writeFileSync } from "node:fs";
import { inRoot, readJson } from "./workspace.mjs";

/** @typedef {{ version?: string, dev?: boolean, optional?: boolean, cpu?: string[], os?: string[], libc?: string[], optionalDependencies?: Record<string, string> }} LockedPackage */
/** @typedef {Record<string, LockedPackage>} LockedPackages */

const EXACT_VERSION = /^\d+\.\d+\.\d+/;
const SYSTEMS = "aix android darwin freebsd linux netbsd openbsd openharmony sunos win32".split(
  " ",
);
const PROCESSORS = "arm64 arm ia32 loong64 mips64el ppc64 riscv64 s390x wasm32 x64".split(" ");

/**
 * Where npm would find a package from inside another one: nested in it or in a folder above.
 * @param {LockedPackages} packages
 * @param {string} from
 * @param {string} name
 */
function locked(packages, from, name) {
  const folders = [from];
  for (
    let end = from.lastIndexOf("/node_modules/");
    end > 0;
    end = from.lastIndexOf("/node_modules/", end - 1)
  ) {
    folders.push(from.slice(0, end));
  }
  return [...folders.map((folder) => `${folder}/node_modules/${name}`), `node_modules/${name}`]
    .map((path) => packages[path])
    .find((found) => found !== undefined);
}

/**
 * The name tells the platform: `@esbuild/darwin-arm64`, `@swc/core-linux-x64-musl`.
 * @param {string} name
 * @param {string} version
 * @param {boolean} isDev
 * @returns {LockedPackage}
 */
function entryFor(name, version, isDev) {
  const words = name.slice(name.indexOf("/") + 1).split("-");
  const has = (/** @type {string} */ word) => words.some((part) => part.startsWith(word));
  const cpu = PROCESSORS.filter(has).slice(0, 1);
  const os = SYSTEMS.filter(has);
  const libc = has("musl") ? ["musl"] : has("gnu") ? ["glibc"] : [];
  return {
    version,
    ...(cpu.length > 0 ? { cpu } : {}),
    ...(isDev ? { dev: true } : {}),
    ...(libc.length > 0 ? { libc } : {}),
    optional: true,
    ...(os.length > 0 ? { os } : {}),
  };
}

/** @param {LockedPackages} packages */
function missingEntries(packages) {
  return Object.entries(packages).flatMap(([from, { optionalDependencies = {}, dev = false }]) =>
    Object.entries(optionalDependencies)
      .filter(
        ([name, version]) =>
          EXACT_VERSION.test(version) && locked(packages, from, name)?.version !== version,
      )
      .map(([name, version]) => {
        const isNameFree = locked(packages, from, name) === undefined;
        const path = isNameFree ? `node_modules/${name}` : `${from}/node_modules/${name}`;
        return /** @type {const} */ ([path, entryFor(name, version, dev)]);
      }),
  );
}

const path = inRoot("package-lock.json");
const lock = readJson(path);
const missing = missingEntries(lock.packages);
const packages = { ...lock.packages, ...Object.fromEntries(missing) };
lock.packages = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => (a < b ? -1 : 1)));
if (missing.length > 0) writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${missing.length} packages of other platforms added to package-lock.json`);

/**
 * Holds the layout of docs/architecture.md: a closed vocabulary of folders and files, arrows that
 * point down only, no cycles, and files small enough to read. There is no list of exceptions.
 */

import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, posix } from "node:path";
import { pathToFileURL } from "node:url";
import {
  forbiddenArrow,
  forbiddenPackage,
  MODULE_LISTS,
  MODULE_ORDER,
  PARTS,
  placeOf,
} from "./structure-arrows.mjs";
import { checkCycles } from "./structure-cycles.mjs";
import { checkTables, tablesOf } from "./structure-tables.mjs";
import { ROOT } from "./workspace.mjs";

const FOLDERS_IN_SRC = ["app", "modules", "platform", "trpc", "ui", "i18n", "testing"];
const FILES_IN_SRC = [
  "server.ts",
  "primary.ts",
  "api.ts",
  "pages.ts",
  "worker.ts",
  "dev.ts",
  "env.ts",
  "env.test.ts",
];
const LINES_MAX = 300;
const TEST_LINES_MAX = 600;
/** Folders outside src whose files are read by people as well. */
const ALSO_MEASURED = ["scripts", "e2e", "prisma/seed", "bench"];

/** The one thing outside src that src reads: its version. */
const VERSION_SOURCE = "../package.json";

const CODE = /\.(tsx?|mjs)$/;
const TEST = /\.(test|spec)\.tsx?$/;
const KEBAB = /^[a-z0-9]+(-[a-z0-9]+)*$/;
/** Next's folders: (group), [parameter], [...rest], [[...rest]], @slot, _private. */
const ROUTE_FOLDER = /^(\([a-z0-9-]+\)|\[{1,2}(\.\.\.)?[a-zA-Z]+\]{1,2}|[@_][a-z0-9-]+)$/;
const EMPTY_NAMES = ["util", "utils", "helper", "helpers", "common", "lib", "libs", "misc"];

/** @typedef {{ file: string, line: number, message: string }} Violation */

/**
 * @param {string} root of the checkout
 * @returns {Violation[]}
 */
export function checkStructure(root) {
  const inSrc = filesUnder(join(root, "src"));
  const known = new Set(inSrc);
  const tables = tablesOf(root);
  const violations = [...checkTopLevel(root), ...checkModuleFolders(inSrc)];
  /** @type {Map<string, import("./structure-cycles.mjs").Import[]>} */
  const graph = new Map();
  for (const file of inSrc) {
    const text = CODE.test(file) ? readFileSync(join(root, "src", file), "utf8") : "";
    const found = [
      ...checkNames(file),
      ...(CODE.test(file) ? [...checkSize(file, text), ...checkImports(file, text, known)] : []),
      ...(CODE.test(file) && !TEST.test(file) ? checkTables(file, text, tables) : []),
    ];
    violations.push(...found.map((violation) => ({ ...violation, file: `src/${file}` })));
    graph.set(file, ownImports(file, text, known));
  }
  violations.push(...checkCycles(graph).map((one) => ({ ...one, file: `src/${one.file}` })));
  for (const folder of ALSO_MEASURED) {
    for (const file of filesUnder(join(root, folder)).filter((name) => CODE.test(name))) {
      const text = readFileSync(join(root, folder, file), "utf8");
      const found = [...checkNames(file), ...checkSize(file, text)];
      violations.push(...found.map((violation) => ({ ...violation, file: `${folder}/${file}` })));
    }
  }
  return violations;
}

/**
 * @param {string} folder
 * @returns {string[]} paths below it, with forward slashes, in order
 */
function filesUnder(folder) {
  /** @type {import("node:fs").Dirent[]} */
  let entries = [];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ENOENT") throw error;
  }
  return entries
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) =>
      entry.isDirectory()
        ? filesUnder(join(folder, entry.name)).map((below) => `${entry.name}/${below}`)
        : [entry.name],
    );
}

/** @param {string} root @returns {Violation[]} */
function checkTopLevel(root) {
  return readdirSync(join(root, "src"), { withFileTypes: true })
    .filter((entry) => !(entry.isDirectory() ? FOLDERS_IN_SRC : FILES_IN_SRC).includes(entry.name))
    .map(({ name }) => ({
      file: `src/${name}`,
      line: 1,
      message: `src holds only ${[...FOLDERS_IN_SRC, ...FILES_IN_SRC].join(", ")}`,
    }));
}

/** @param {string[]} files @returns {Violation[]} */
function checkModuleFolders(files) {
  const inModules = files.filter((file) => file.startsWith("modules/"));
  const known = new Set(inModules);
  return inModules.flatMap((file) => {
    const message = strangerInModules(file.split("/").slice(1), known);
    return message ? [{ file: `src/${file}`, line: 1, message }] : [];
  });
}

/**
 * @param {string[]} segments below modules/
 * @param {Set<string>} known
 * @returns {string | null}
 */
function strangerInModules([first = "", second, third, ...deeper], known) {
  if (second === undefined) {
    return MODULE_LISTS.includes(first.replace(/(\.test)?\.ts$/, ""))
      ? null
      : `modules holds folders and ${MODULE_LISTS.map((name) => `${name}.ts`).join(", ")} only`;
  }
  if (!MODULE_ORDER.includes(first))
    return `${first} is not one of the modules ${MODULE_ORDER.join(", ")}`;
  if (third === undefined) {
    if (/\.test\.tsx?$/.test(second)) return null;
    const part = second.replace(/\.ts$/, "");
    if (!(part in PARTS) || part === "components" || !second.endsWith(".ts")) {
      return `a module's files are ${Object.keys(PARTS).join(", ")} and tests`;
    }
    return null;
  }
  if (!(second in PARTS))
    return `a module's folders are named like its files: ${Object.keys(PARTS).join(", ")}`;
  if (deeper.length > 0) return `${second}/ is one level deep`;
  if (known.has(`modules/${first}/${second}.ts`))
    return `${second}.ts and ${second}/ stand side by side; the folder replaces the file`;
  if (second !== "components" && !/\.ts$/.test(third)) return `${second}/ holds .ts files`;
  return null;
}

/** @param {string} file @returns {Violation[]} */
function checkNames(file) {
  const folders = dirname(file) === "." ? [] : dirname(file).split("/");
  const stem = basename(file).split(".")[0] ?? "";
  // Message catalogs are named by language and by page.
  const isMessages = file.startsWith("i18n/messages/");
  /** @type {string[]} */
  const messages = [];
  for (const name of isMessages ? [] : [...folders, stem]) {
    if (EMPTY_NAMES.some((empty) => name.split("-").includes(empty))) {
      messages.push(`"${name}" says nothing about what is inside`);
    }
  }
  const strange = folders.filter((name) => !KEBAB.test(name) && !ROUTE_FOLDER.test(name));
  if (!isMessages && (strange.length > 0 || !KEBAB.test(stem)))
    messages.push("names are kebab-case");
  if (stem === "index" && CODE.test(file)) messages.push("no barrels: import the file that has it");
  return messages.map((message) => ({ file, line: 1, message }));
}

/** @param {string} file @param {string} text @returns {Violation[]} */
function checkSize(file, text) {
  const lines = text.trimEnd().split("\n").length;
  const max = TEST.test(file) ? TEST_LINES_MAX : LINES_MAX;
  if (lines <= max) return [];
  return [
    {
      file,
      line: max + 1,
      message: `${lines} lines; past ${max} a file becomes a folder of the same name`,
    },
  ];
}

/**
 * Every way a module can be named: import, export … from, import(), typeof import(), vi.mock().
 * @param {string} text
 */
function* importsIn(text) {
  const code = text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " "));
  const pattern =
    /^[ \t]*(?:import|export)\s[^;"'`]*?\bfrom\s*["']([^"']+)["']|^[ \t]*import\s*["']([^"']+)["']|\bimport\(\s*["'`]([^"'`]+)["'`]|\bvi\.(?:mock|doMock)\(\s*["'`]([^"'`]+)["'`]/gm;
  for (const match of code.matchAll(pattern)) {
    const specifier = match[1] ?? match[2] ?? match[3] ?? match[4] ?? "";
    const line = code.slice(0, match.index + match[0].indexOf(specifier)).split("\n").length;
    yield { specifier, line, isMock: match[4] !== undefined };
  }
}

/**
 * @param {string} file
 * @param {string} text
 * @param {Set<string>} known
 * @returns {Violation[]}
 */
function checkImports(file, text, known) {
  const from = placeOf(file);
  /** @type {Violation[]} */
  const violations = [];
  for (const { specifier, line, isMock } of importsIn(text)) {
    const target = resolveInSrc(file, specifier);
    let message;
    if (target === null) message = forbiddenPackage(from, packageName(specifier));
    else if (target === VERSION_SOURCE || isMigrationForTests(from, target)) continue;
    else if (target.startsWith("../")) message = "src imports nothing from outside src";
    else if (isMock) message = "our own code is never mocked";
    else message = forbiddenArrow(from, placeOf(withExtension(target, known)));
    if (message) violations.push({ file, line, message: `${specifier}: ${message}` });
  }
  return violations;
}

/**
 * @param {string} file
 * @param {string} text
 * @param {Set<string>} known
 */
function ownImports(file, text, known) {
  return [...importsIn(text)].flatMap(({ specifier, line }) => {
    const target = withExtension(resolveInSrc(file, specifier) ?? "", known);
    return known.has(target) ? [{ target, line }] : [];
  });
}

/**
 * Test databases are made by the same migrations as real ones.
 * @param {import("./structure-arrows.mjs").Place} from
 * @param {string} target
 */
function isMigrationForTests(from, target) {
  return from.area === "testing" && target === "../scripts/database-copy.mjs";
}

/**
 * @param {string} file
 * @param {string} specifier
 * @returns {string | null} relative to src; null for a package
 */
function resolveInSrc(file, specifier) {
  if (specifier.startsWith("@/")) return posix.normalize(specifier.slice(2));
  if (specifier.startsWith(".")) return posix.join(posix.dirname(file), specifier);
  return null;
}

/** @param {string} target @param {Set<string>} known */
function withExtension(target, known) {
  return [target, `${target}.ts`, `${target}.tsx`].find((path) => known.has(path)) ?? target;
}

/** @param {string} specifier */
function packageName(specifier) {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

function main() {
  const violations = checkStructure(ROOT);
  for (const { file, line, message } of violations) console.log(`${file}:${line}  ${message}`);
  console.log(violations.length === 0 ? "The structure holds." : `${violations.length} violations`);
  process.exitCode = violations.length === 0 ? 0 : 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main();

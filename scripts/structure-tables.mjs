/**
 * Arrows in SQL: whose table a file names. A table belongs to the module whose Prisma file has it. It is
 * written by its own module alone, and read by later ones only where its model says `Published:` and
 * what for. Read models, which are about everything, say so here.
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MODULE_ORDER } from "./structure-arrows.mjs";

/**
 * Files whose purpose is to read what others keep, earlier or later: figures, what waits for the staff, what is
 * searched for, what rules of segments ask of a member, and all that is kept about one.
 */
const READ_MODELS = [
  /^modules\/segments\/store\/(facts|rule-sql)\.ts$/,
  /^modules\/stats\/store\//,
  /^modules\/worklist\/store\/waiting\.ts$/,
  /^modules\/search\/store\//,
  /^modules\/profile\/store\/export\.ts$/,
];

const PUBLISHED = /^\/\/\/ Published: \S/m;

/**
 * @typedef {object} Table
 * @property {string} owner a module, or `platform`
 * @property {boolean} isPublished
 */

/**
 * @param {string} root of the checkout
 * @returns {Map<string, Table>} by name
 */
export function tablesOf(root) {
  /** @type {Map<string, Table>} */
  const tables = new Map();
  const folder = join(root, "prisma/schema");
  const files = existsSync(folder) ? readdirSync(folder) : [];
  for (const file of files.filter((name) => name.endsWith(".prisma"))) {
    const text = readFileSync(join(folder, file), "utf8");
    const owner = file.replace(/\.prisma$/, "");
    const models = /((?:^\/\/\/.*\n)*)^model (\w+) \{([\s\S]*?)^\}/gm;
    for (const [, comment = "", name = "", body = ""] of text.matchAll(models)) {
      const table = /@@map\("(\w+)"\)/.exec(body)?.[1] ?? name;
      tables.set(table, { owner, isPublished: PUBLISHED.test(comment) });
    }
  }
  return tables;
}

/** What a statement does to a table that it names. */
const NAMED =
  /\b(INSERT(?:\s+IGNORE)?\s+INTO|REPLACE\s+INTO|UPDATE|DELETE\s+FROM|FROM|JOIN)\s+`?([a-z_]+)`?/g;
/** The same by platform/insert, whose first argument is the table. */
const INSERTED = /\binsert(?:Into|AllInto|OrIgnore|AllOrIgnore)\(\s*(?:"([a-z_]+)"|)/g;

/**
 * @param {string} text of a file
 * @param {Map<string, Table>} tables
 * @returns {{ table: string, isWritten: boolean, line: number }[]}
 */
function tablesNamed(text, tables) {
  const code = text.replace(/\/\*[\s\S]*?\*\/|^\s*\/\/.*$/gm, (part) =>
    part.replace(/[^\n]/g, " "),
  );
  const lineAt = (/** @type {number} */ index) => code.slice(0, index).split("\n").length;
  const bySql = [...code.matchAll(NAMED)].flatMap(({ index, 1: verb = "", 2: table = "" }) =>
    tables.has(table)
      ? [{ table, isWritten: !/^(FROM|JOIN)$/.test(verb), line: lineAt(index) }]
      : [],
  );
  const byInsert = [...code.matchAll(INSERTED)].map(({ index, 1: table }) => ({
    table: table ?? "",
    isWritten: true,
    line: lineAt(index),
  }));
  return [...bySql, ...byInsert];
}

/**
 * @param {string} file relative to src
 * @param {string} text
 * @param {Map<string, Table>} tables
 * @returns {import("./check-structure.mjs").Violation[]}
 */
export function checkTables(file, text, tables) {
  const [area, module = "", part = ""] = file.replace(/\.ts$/, "").split("/");
  if (area !== "modules" && area !== "platform") return [];
  return tablesNamed(text, tables).flatMap(({ table, isWritten, line }) => {
    const message = forbiddenTable({ file, area, module, part }, table, isWritten, tables);
    return message ? [{ file, line, message: `${table || "?"}: ${message}` }] : [];
  });
}

/**
 * @param {{ file: string, area: string, module: string, part: string }} from
 * @param {string} name
 * @param {boolean} isWritten
 * @param {Map<string, Table>} tables
 * @returns {string | null} why not
 */
function forbiddenTable({ file, area, module, part }, name, isWritten, tables) {
  const table = tables.get(name);
  if (!table) return "an insert names one of the tables, where it stands";
  const { owner, isPublished } = table;
  if (area === "platform") return owner === "platform" ? null : `platform may not know ${owner}`;
  if (part !== "store") return "tables are named in stores";
  if (owner === module) return null;
  if (isWritten) return `only ${owner} writes it`;
  if (READ_MODELS.some((files) => files.test(file))) return null;
  if (MODULE_ORDER.indexOf(owner) > MODULE_ORDER.indexOf(module)) {
    return `${module} comes before ${owner} and may not read its tables`;
  }
  return isPublished ? null : `${owner} has not published it; ask its service`;
}

/**
 * Holds the message catalogs together: every language has the same keys with the same arguments,
 * nothing is empty, nothing is asked for that does not exist and nothing exists that nobody asks
 * for. Terms that were corrected stay away.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { refusedTerms } from "./message-terms.mjs";
import { messageUses } from "./message-uses.mjs";
import { ROOT } from "./workspace.mjs";

/** The language everything is written in first. */
const FIRST = "zh-CN";
const MESSAGES = "src/i18n/messages";
const HAN = /\p{Script=Han}/u;
/** Four Latin words in a row are a sentence, not a name or a code. */
const LATIN_SENTENCE = /[A-Za-z]{2,}(?:[ ,]+[A-Za-z]{2,}){3}/;

/** @typedef {Map<string, string>} Catalog full key → message */
/** @typedef {import("./message-uses.mjs").Use & { file: string }} FoundUse */

/**
 * @param {string} root of the checkout
 * @returns {string[]} one sentence for each thing that is wrong
 */
export function checkMessages(root) {
  const folder = join(root, MESSAGES);
  const languages = readdirSync(folder).sort();
  /** @type {Map<string, Catalog>} */
  const catalogs = new Map(
    languages.map((language) => [language, readCatalog(join(folder, language))]),
  );
  const first = catalogs.get(FIRST) ?? new Map();
  const problems = languages.flatMap((language) =>
    checkCatalog(language, catalogs.get(language) ?? new Map()),
  );
  for (const [language, catalog] of catalogs) {
    if (language !== FIRST) problems.push(...compareCatalogs(language, catalog, first));
  }
  return [...problems, ...compareWithCode(first, readSources(join(root, "src")), root)];
}

/** @param {string} folder @returns {Catalog} */
function readCatalog(folder) {
  /** @type {Catalog} */
  const catalog = new Map();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".json"))) {
    collect(
      file.replace(/\.json$/, ""),
      JSON.parse(readFileSync(join(folder, file), "utf8")),
      catalog,
    );
  }
  return catalog;
}

/** @param {string} key @param {unknown} value @param {Catalog} catalog */
function collect(key, value, catalog) {
  if (typeof value === "object" && value !== null) {
    for (const [name, below] of Object.entries(value)) collect(`${key}.${name}`, below, catalog);
  } else {
    catalog.set(key, typeof value === "string" ? value : "");
  }
}

/** @param {string} language @param {Catalog} catalog */
function checkCatalog(language, catalog) {
  /** @type {string[]} */
  const problems = [];
  for (const [key, message] of catalog) {
    if (message.trim() === "") problems.push(`${language} ${key}: is empty`);
    if (argumentsOf(message) === null) problems.push(`${language} ${key}: its braces do not match`);
    if (language === FIRST && !HAN.test(message) && LATIN_SENTENCE.test(message)) {
      problems.push(`${language} ${key}: looks untranslated: ${message}`);
    }
    for (const said of refusedTerms(language, message)) {
      problems.push(`${language} ${key}: ${said}`);
    }
  }
  return problems;
}

/** @param {string} language @param {Catalog} catalog @param {Catalog} first */
function compareCatalogs(language, catalog, first) {
  /** @type {string[]} */
  const problems = [];
  const isLatin = new Intl.Locale(language).maximize().script === "Latn";
  for (const key of first.keys()) {
    if (!catalog.has(key)) problems.push(`${language} ${key}: is missing`);
  }
  for (const [key, message] of catalog) {
    const original = first.get(key);
    if (original === undefined) {
      problems.push(`${language} ${key}: is not in ${FIRST}`);
      continue;
    }
    const [here, there] = [message, original].map((text) => argumentsOf(text)?.join(", ") ?? "");
    if (here !== there)
      problems.push(`${language} ${key}: takes {${here}}, in ${FIRST} {${there}}`);
    if (isLatin && HAN.test(message) && message !== original) {
      problems.push(`${language} ${key}: has Chinese characters: ${message}`);
    }
  }
  return problems;
}

/**
 * Names of the arguments and tags of an ICU message, those inside plural and select branches
 * included.
 * @param {string} message
 * @returns {string[] | null} null when the braces do not match
 */
export function argumentsOf(message) {
  // 'In ICU, what stands between quotes is text.'
  const text = message.replace(/''/g, "").replace(/'[{}<][^']*'?/g, "");
  /** @type {Set<string>} */
  const names = new Set([...text.matchAll(/<(\w+)>/g)].map(([, tag]) => `<${tag}>`));
  let depth = 0;
  // Braces alternate between arguments ({count, plural, …}) and branches (one {…}).
  for (const match of text.matchAll(/\{\s*(?:(\w+)\s*(?=[,}]))?|\}/g)) {
    if (match[0] === "}") depth -= 1;
    else {
      if (depth % 2 === 0 && match[1]) names.add(match[1]);
      depth += 1;
    }
    if (depth < 0) return null;
  }
  return depth === 0 ? [...names].sort() : null;
}

/**
 * @param {string} folder
 * @returns {{ path: string, code: string }[]}
 */
function readSources(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return readSources(path);
    const isSource = /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name);
    return isSource ? [{ path, code: readFileSync(path, "utf8") }] : [];
  });
}

/**
 * @param {Catalog} catalog
 * @param {{ path: string, code: string }[]} sources
 * @param {string} root
 */
function compareWithCode(catalog, sources, root) {
  const keys = [...catalog.keys()];
  /** @type {Set<string>} */
  const used = new Set();
  /** @type {string[]} */
  const problems = [];
  for (const { path, code } of sources) {
    for (const { pattern, shown, line, mustExist } of messageUses(code)) {
      const found = keys.filter((key) => pattern.test(key));
      for (const key of found) used.add(key);
      if (mustExist && found.length === 0) {
        problems.push(`${relative(root, path)}:${line}: there is no message ${shown}`);
      }
    }
    // A catalog that is imported as a whole is looked up by code, not by translator.
    for (const [, name] of code.matchAll(
      /^import (?!type)[^;]*?messages\/[\w-]+\/([\w-]+)\.json"/gm,
    )) {
      for (const key of keys.filter((key) => key.startsWith(`${name}.`))) used.add(key);
    }
  }
  const unused = keys.filter((key) => !used.has(key)).map((key) => `${key}: nobody asks for it`);
  return [...problems, ...unused];
}

function main() {
  const problems = checkMessages(ROOT);
  for (const problem of problems) console.log(problem);
  console.log(problems.length === 0 ? "The catalogs agree." : `${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) main();

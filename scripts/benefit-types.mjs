/**
 * Writes the list of benefit types from the files that have them, so that a new type is one new file.
 * `free-shipping.ts` is the type FREE_SHIPPING and exports `freeShipping`.
 */

import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inRoot } from "./workspace.mjs";

const FOLDER = "src/modules/benefits/types";
const REGISTRY = "registry.ts";

/**
 * @param {string[]} names of the folder's files
 * @returns {string} the registry's text
 */
export function registryText(names) {
  const stems = names
    .filter((name) => /^[a-z0-9-]+\.ts$/.test(name) && name !== REGISTRY)
    .map((name) => name.slice(0, -".ts".length))
    .sort();
  const imports = stems.map((stem) => `import { ${camel(stem)} } from "./${stem}";\n`);
  const entries = stems.map((stem) => `  ${snake(stem)}: ${camel(stem)},\n`);
  return `// Written by scripts/benefit-types.mjs from the files of this folder; edit none of it by hand.

import type { BenefitType } from "../schema/benefit-type";
${imports.join("")}
export const benefitTypes: Readonly<Record<string, BenefitType>> = {
${entries.join("")}};
`;
}

/** @param {string} stem */
function camel(stem) {
  return stem.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
}

/** @param {string} stem */
function snake(stem) {
  return stem.replaceAll("-", "_").toUpperCase();
}

/** @returns {boolean} whether the list had changed */
export function writeBenefitTypes() {
  const folder = inRoot(FOLDER);
  const path = join(folder, REGISTRY);
  const wanted = registryText(readdirSync(folder));
  if (existsSync(path) && readFileSync(path, "utf8") === wanted) return false;
  writeFileSync(path, wanted);
  return true;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(writeBenefitTypes() ? "The list of benefit types is written." : "Nothing changed.");
}

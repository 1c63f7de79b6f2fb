/**
 * Which messages the code asks for, as far as the text tells: `t("a.b")` exactly, `t(\`a.${x}\`)` as
 * a pattern, `t(x)` as anything directly in the translator's namespace.
 */

const DECLARATION =
  /(?:\b(?:const|let)\s+(\w+)\s*=\s*(?:await\s+)?)?\b(?:useTranslations|getTranslations)\(\s*(?:\{[^}]*?namespace:\s*)?(?:"([^"]*)")?/g;
/** A translator that is handed in: `t: ReturnType<typeof useTranslations<"shop">>`. */
const HANDED_IN =
  /(\w+)\??:\s*ReturnType<\s*typeof (?:useTranslations|getTranslations)<\s*"([^"]*)"\s*>\s*>/g;
const DESTRUCTURED = /\b(?:const|let)\s+\[([^\]]*)\]\s*=\s*await\s+Promise\.all\(\s*\[/g;
const KEY_LITERAL = /(["'])([A-Za-z0-9_]+(?:[.-][A-Za-z0-9_]+)*)\1/g;

/**
 * @typedef {object} Use
 * @property {string} shown as the code has it, for the report
 * @property {RegExp} pattern of full keys, namespace included
 * @property {number} line
 * @property {boolean} mustExist a literal key is a promise; a pattern may reach further than needed
 */

/** @typedef {{ name: string, namespace: string, at: number }} Translator */

/**
 * @param {string} code text of one source file
 * @returns {Use[]}
 */
export function messageUses(code) {
  const translators = translatorsIn(code);
  if (translators.length === 0) return [];
  const names = [...new Set(translators.map(({ name }) => name))].filter(Boolean);
  const lineOf = (/** @type {number} */ at) => code.slice(0, at).split("\n").length;
  const calls = new RegExp(
    `(?<![.\\w])(${names.join("|") || "t"})(?:\\.(?:rich|markup|raw|has))?\\(`,
    "g",
  );
  /** @type {Use[]} */
  const uses = [];
  for (const call of code.matchAll(calls)) {
    const namespace = namespaceAt(translators, call[1] ?? "", call.index);
    const argument = firstArgument(code, call.index + call[0].length);
    for (const { key, isExact } of keysIn(argument)) {
      uses.push({
        shown: `${namespace}${namespace && ": "}${argument.trim()}`,
        pattern: new RegExp(`^${namespace ? `${escaped(namespace)}\\.` : ""}${key}$`),
        line: lineOf(call.index),
        mustExist: isExact,
      });
    }
  }
  return [...uses, ...keysKeptElsewhere(code, translators)];
}

/** @param {string} code @returns {Translator[]} */
function translatorsIn(code) {
  /** @type {Translator[]} */
  const found = [];
  for (const match of code.matchAll(DECLARATION)) {
    const inImport =
      code.slice(0, match.index).lastIndexOf("import ") >
      code.slice(0, match.index).lastIndexOf(";");
    if (inImport) continue;
    const name = match[1] ?? nameInPromiseAll(code, match.index);
    found.push({ name, namespace: match[2] ?? "", at: match.index });
  }
  for (const match of code.matchAll(HANDED_IN)) {
    found.push({ name: match[1] ?? "", namespace: match[2] ?? "", at: match.index });
  }
  return found;
}

/**
 * `const [locale, t] = await Promise.all([getLocale(), getTranslations("x")])`
 * @param {string} code
 * @param {number} at where getTranslations stands
 */
function nameInPromiseAll(code, at) {
  const opening = [...code.matchAll(DESTRUCTURED)].filter((match) => match.index < at).at(-1);
  if (!opening) return "";
  const before = code.slice(opening.index + opening[0].length, at);
  const position = splitAtCommas(before).length - 1;
  return (opening[1] ?? "").split(",")[position]?.trim() ?? "";
}

/**
 * The nearest declaration above is the one in scope, since components of one file follow each
 * other.
 * @param {Translator[]} translators
 * @param {string} name
 * @param {number} at
 */
function namespaceAt(translators, name, at) {
  const named = translators.filter((translator) => translator.name === name);
  return (named.filter((translator) => translator.at < at).at(-1) ?? named[0])?.namespace ?? "";
}

/**
 * Keys may stand in a table first and be translated later: `{ label: "nav.tiers" }`. Any literal
 * that fits counts as a use of it.
 * @param {string} code
 * @param {Translator[]} translators
 * @returns {Use[]}
 */
function keysKeptElsewhere(code, translators) {
  const namespaces = [...new Set(translators.map(({ namespace }) => namespace))];
  return [...code.matchAll(KEY_LITERAL)].flatMap((match) =>
    namespaces.map((namespace) => ({
      shown: match[2] ?? "",
      pattern: new RegExp(
        `^${namespace ? `${escaped(namespace)}\\.` : ""}${escaped(match[2] ?? "")}$`,
      ),
      line: 0,
      mustExist: false,
    })),
  );
}

/** @param {string} code @param {number} from */
function firstArgument(code, from) {
  return splitAtCommas(code.slice(from, from + 2_000))[0] ?? "";
}

/**
 * Splits at commas outside brackets and strings, up to the bracket that closes the whole.
 * @param {string} text
 */
function splitAtCommas(text) {
  const parts = [""];
  let depth = 0;
  let quote = "";
  for (const character of text) {
    if (quote) {
      if (character === quote) quote = "";
    } else if ("\"'`".includes(character)) quote = character;
    else if ("([{".includes(character)) depth += 1;
    else if (")]}".includes(character)) depth -= 1;
    if (depth < 0) break;
    if (character === "," && depth === 0 && !quote) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts;
}

/**
 * @param {string} argument
 * @returns {{ key: string, isExact: boolean }[]} keys as regular expressions
 */
function keysIn(argument) {
  const templates = [...argument.matchAll(/`([^`]*)`/g)].map(([, text = ""]) => ({
    key: text
      .split(/\$\{[^}]*\}/)
      .map(escaped)
      .join("[^.]+"),
    isExact: !text.includes("${"),
  }));
  // What is compared with in a condition is no key: `kind === "a" ? "x" : "y"`.
  const plain = argument.replace(/`[^`]*`/g, "").replace(/[!=]==?\s*(["'])[^"']*\1/g, "");
  const literals = [...plain.matchAll(KEY_LITERAL)].map((match) => ({
    key: escaped(match[2] ?? ""),
    isExact: true,
  }));
  const keys = [...templates, ...literals];
  return keys.length > 0 ? keys : [{ key: "[^.]+", isExact: false }];
}

/** @param {string} text */
function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

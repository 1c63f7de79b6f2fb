/**
 * What failed, one line each, to be told again where the run ends: its beginning is out of sight
 * by then.
 */

import { stripVTControlCharacters } from "node:util";

const LENGTH = 300;

/** @param {string} where @param {string | undefined} message @returns {string} one line */
export function failureLine(where, message) {
  const said = stripVTControlCharacters(message ?? "")
    .replace(/\s+/g, " ")
    .trim();
  const line = said ? `${where}: ${said}` : where;
  return line.length > LENGTH ? `${line.slice(0, LENGTH)}…` : line;
}

/**
 * @typedef {object} BrowserSuite of Playwright's JSON report
 * @property {string} title
 * @property {BrowserSuite[]} [suites]
 * @property {{ title: string, file: string, line: number, tests: { status: string, projectName: string, results: { errors?: { message?: string }[] }[] }[] }[]} [specs]
 */

/** @param {{ suites?: BrowserSuite[], errors?: { message?: string }[] } | null} report @returns {string[]} */
export function browserFailures(report) {
  /** @type {string[]} */
  const lines = [];
  const suites = [...(report?.suites ?? [])];
  for (let suite = suites.shift(); suite; suite = suites.shift()) {
    suites.push(...(suite.suites ?? []));
    for (const spec of suite.specs ?? []) {
      for (const { status, projectName, results } of spec.tests) {
        if (status !== "unexpected" && status !== "flaky") continue;
        const message = results.flatMap(({ errors }) => errors ?? [])[0]?.message;
        lines.push(
          failureLine(`[${projectName}] ${spec.file}:${spec.line} › ${spec.title}`, message),
        );
      }
    }
  }
  for (const { message } of report?.errors ?? [])
    lines.push(failureLine("outside of a test", message));
  return lines;
}

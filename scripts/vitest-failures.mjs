import { writeFileSync } from "node:fs";
import { relative } from "node:path";
import { failureLine } from "./failures.mjs";
import { ROOT } from "./workspace.mjs";

/**
 * A reporter for Vitest: failed tests, files that could not begin, and errors that no test caught,
 * as a JSON list of lines in the file that VITEST_FAILURES names.
 */
export default class VitestFailures {
  /**
   * @param {readonly import("vitest/node").TestModule[]} modules
   * @param {readonly { message?: string, stack?: string }[]} unhandled
   */
  onTestRunEnd(modules, unhandled) {
    /** @type {string[]} */
    const lines = [];
    for (const module of modules) {
      const file = relative(ROOT, module.moduleId);
      for (const error of module.errors()) lines.push(failureLine(file, error.message));
      for (const suite of module.children.allSuites()) {
        for (const error of suite.errors()) {
          lines.push(failureLine(`${file} › ${suite.fullName}`, error.message));
        }
      }
      for (const test of module.children.allTests("failed")) {
        const message = test.result().errors?.[0]?.message;
        lines.push(failureLine(`${file} › ${test.fullName}`, message));
      }
    }
    for (const error of unhandled) {
      const place = error.stack
        ?.split("\n")
        .find((line) => line.includes(ROOT))
        ?.trim();
      lines.push(failureLine(`caught by no test${place ? ` (${place})` : ""}`, error.message));
    }
    const file = process.env.VITEST_FAILURES;
    if (file) writeFileSync(file, JSON.stringify(lines));
  }
}

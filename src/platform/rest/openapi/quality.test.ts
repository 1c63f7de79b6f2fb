import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createConfig, lintFromString } from "@redocly/openapi-core";
import { describe, expect, it } from "vitest";
import { documentUnderTest, type Json, operationsUnderTest } from "@/testing/contract/document";

/** What an outsider's tools make of the document; the other test compares it with the declarations. */

/** Beside the linter's recommended ones; summaries say enough where an operation has no description. */
const RULES = {
  "operation-4xx-response": "error",
  "no-invalid-media-type-examples": "error",
  "tag-description": "error",
  "parameter-description": "error",
  "no-unused-components": "error",
} as const;

const { text, document, validatorOf } = documentUnderTest();
const operations = operationsUnderTest(document);

describe("the OpenAPI document, read by an outsider", () => {
  it("passes the linter without an error or a warning", async () => {
    const config = await createConfig({ extends: ["recommended"], rules: RULES });
    const problems = await lintFromString({ source: text, config });
    const told = problems.map(
      ({ ruleId, message, location }) => `${ruleId}: ${message} at ${location[0]?.pointer ?? ""}`,
    );
    expect(told).toEqual([]);
  }, 30_000);

  it.each(operations)("$id: its request example is one that its own schema takes", (operation) => {
    if (!operation.body) return;
    const { schema, example } = operation.body;
    expect(example).toBeDefined();
    expect(validatorOf(schema)(example)).toEqual([]);
  });

  it.each(operations)("$id: the example of every answer is of its own schema", ({ answers }) => {
    for (const { status, schema, examples } of answers) {
      expect(examples.length, `${status}`).toBeGreaterThan(0);
      for (const example of examples) expect(validatorOf(schema)(example)).toEqual([]);
    }
  });

  it.each(operations)("$id: every refusal names the codes it may bring", ({ answers }) => {
    for (const { status, schema } of answers.filter(({ status }) => status >= 400)) {
      const [, own] = schema.allOf as [Json, { properties: { code: { enum: string[] } } }];
      expect(own.properties.code.enum.length, `${status}`).toBeGreaterThan(0);
      const stray = { ...problemOf(status), code: "SOMETHING_ELSE" };
      expect(validatorOf(schema)(stray)).not.toEqual([]);
    }
  });

  it.each(operations)("$id: every parameter says what it is", ({ parameters }) => {
    for (const { name, description } of parameters) expect(description, name).toMatch(/\w{2}/);
  });

  it("is the one in docs/openapi.json, and the client is made from it (npm run client)", () => {
    const kept = readFileSync("docs/openapi.json", "utf8");
    expect(JSON.parse(kept)).toEqual(JSON.parse(text));
    const [line = ""] = readFileSync("clients/typescript/schema.d.ts", "utf8").split("\n");
    expect(line).toContain(createHash("sha256").update(kept).digest("hex"));
  });
});

function problemOf(status: number): Json {
  return { type: "/x", title: "x", status, code: "x", detail: "x", requestId: "x" };
}

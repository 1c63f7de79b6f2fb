import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { locales } from "./config";
import { loadMessages, namespaces, pickMessages } from "./load-messages";

const here = fileURLToPath(new URL(".", import.meta.url));
const read = (path: string): string => readFileSync(`${here}/${path}`, "utf8");

describe("the list of namespaces", () => {
  it("has every catalog that no file takes as a whole", () => {
    const server = read("server-messages.ts").matchAll(/messages\/zh-CN\/(\w+)\.json/g);
    const whole = [...server].map(([, catalog]) => catalog);
    const files = readdirSync(`${here}/messages/zh-CN`).map((name) => name.replace(".json", ""));
    expect(whole.length).toBeGreaterThan(0);
    expect([...namespaces, ...whole].sort()).toEqual(files.sort());
  });

  it.each(locales)("brings the words of %s", async (locale) => {
    const messages = await loadMessages(locale);
    expect(Object.keys(messages)).toEqual(namespaces);
    for (const name of namespaces) {
      expect(messages[name]).toEqual(JSON.parse(read(`messages/${locale}/${name}.json`)));
    }
    expect(Object.keys(pickMessages(messages, ["tiers"]))).toEqual(["tiers"]);
  });
});

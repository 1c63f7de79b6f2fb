import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { inRoot } from "./workspace.mjs";

const DOCUMENTS = [
  ...readdirSync(inRoot(".")).filter((name) => name.endsWith(".md")),
  ...["docs", "docs/decisions"].flatMap((folder) =>
    readdirSync(inRoot(folder))
      .filter((name) => name.endsWith(".md"))
      .map((name) => `${folder}/${name}`),
  ),
];

/** Links to files of the checkout, without their anchors. */
function linksOf(document: string): string[] {
  const text = readFileSync(inRoot(document), "utf8");
  return [...text.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target = ""]) => {
    const [path = ""] = target.split("#");
    return path === "" || /^[a-z]+:/.test(path) ? [] : [path];
  });
}

describe("the documents", () => {
  it.each(DOCUMENTS)("%s links to what is there", (document) => {
    const dead = linksOf(document).filter(
      (path) => !existsSync(inRoot(join(dirname(document), decodeURIComponent(path)))),
    );
    expect(dead).toEqual([]);
  });

  it("have links at all", () => {
    expect(DOCUMENTS.flatMap(linksOf).length).toBeGreaterThan(100);
  });
});

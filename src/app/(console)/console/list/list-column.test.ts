import { describe, expect, it } from "vitest";
import { addressOfView } from "./list-address";
import { shownKeys, sortBy } from "./list-column";

const COLUMNS = [
  { key: "name" },
  { key: "code" },
  { key: "tier" },
  { key: "status", isExtra: true },
];

describe("the columns of a list", () => {
  it.each([
    ["the list's own", [], ["name", "code", "tier"]],
    ["chosen ones in their order", ["status", "code"], ["name", "status", "code"]],
    ["the one that names the row comes first", ["code", "name"], ["name", "code"]],
    ["none that the list has not", ["gone", "tier"], ["name", "tier"]],
    ["all gone", ["gone"], ["name"]],
  ])("%s", (_, columns, keys) => {
    expect(shownKeys(COLUMNS, { columns, density: "COMPACT" })).toEqual(keys);
  });

  it("turn round when they are asked for again", () => {
    const first = sortBy("spend", { by: "joinedAt", direction: "asc" });
    expect(first).toEqual({ by: "spend", direction: "desc" });
    expect(sortBy("spend", first)).toEqual({ by: "spend", direction: "asc" });
    expect(sortBy("spend", { by: "spend", direction: "asc" })).toEqual(first);
  });
});

describe("what a view keeps of an address", () => {
  it("is what was asked for, in one order, and not the page", () => {
    expect(addressOfView("?tier=GOLD&cursor=x&page=3&q=a%20b&view=7&open=9")).toBe(
      "q=a+b&tier=GOLD",
    );
    expect(addressOfView("q=a+b&tier=GOLD")).toBe(addressOfView("tier=GOLD&q=a+b"));
    expect(addressOfView("")).toBe("");
  });
});

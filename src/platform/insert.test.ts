import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { insertAllInto, insertInto, insertOrIgnore, LAST_INSERT_ID, onDuplicate } from "./insert";

const COLUMNS = ["lamp", "row", "watts"] as const;

describe("an insert", () => {
  it("puts values by the names of their columns, in whatever order the row has them", () => {
    const row = { watts: 5, row: null, lamp: "a" };
    const text = "INSERT INTO lamp (`lamp`,`row`,`watts`) VALUES (?,?,?)";
    expect(insertInto("lamp", COLUMNS, row)).toEqual([text, ["a", null, 5]]);
    expect(insertOrIgnore("lamp", ["lamp"], { lamp: "a" })).toEqual([
      "INSERT IGNORE INTO lamp (`lamp`) VALUES (?)",
      ["a"],
    ]);
  });

  it("writes what only the server knows into the text", () => {
    expect(insertInto("part", ["lampId", "name"], { lampId: LAST_INSERT_ID, name: "x" })).toEqual([
      "INSERT INTO part (`lampId`,`name`) VALUES (LAST_INSERT_ID(),?)",
      ["x"],
    ]);
  });

  it("changes the row that is there where it says how", () => {
    const insert = insertInto("lamp", ["lamp"], { lamp: "a" });
    expect(onDuplicate(insert, "lamp = lamp")).toEqual([
      "INSERT INTO lamp (`lamp`) VALUES (?) ON DUPLICATE KEY UPDATE lamp = lamp",
      ["a"],
    ]);
  });

  it("has one text for the same columns and number of rows, so that it is prepared once", () => {
    const cell = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.boolean());
    const row = fc.record({ lamp: cell, row: cell, watts: cell });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 9 }), (rows) => {
        const [text, values] = insertAllInto("lamp", COLUMNS, rows);
        const marks = rows.map(() => "(?,?,?)").join(",");
        expect(text).toBe(`INSERT INTO lamp (\`lamp\`,\`row\`,\`watts\`) VALUES ${marks}`);
        expect(values).toEqual(rows.flatMap(({ lamp, row, watts }) => [lamp, row, watts]));
      }),
    );
  });

  it("takes no column with a row that comes from outside", () => {
    const outside: { lamp: string } = JSON.parse('{"lamp":"a","`x`) SELECT 1 -- ":"b"}');
    expect(insertInto("lamp", ["lamp"], { ...outside })).toEqual([
      "INSERT INTO lamp (`lamp`) VALUES (?)",
      ["a"],
    ]);
  });

  it("does not compile where a column has no value, a value no column, or the list is not written out", () => {
    const named: string[] = ["lamp"];
    // @ts-expect-error watts are missing
    const missing = insertInto("lamp", ["lamp", "watts"], { lamp: "a" });
    // @ts-expect-error watts would be lost
    const lost = insertInto("lamp", ["lamp"], { lamp: "a", watts: 5 });
    // @ts-expect-error the names come from somewhere
    const anything = insertInto("lamp", named, { lamp: "a" });
    // @ts-expect-error no value of a database
    const value = insertInto("lamp", ["lamp"], { lamp: { a: 1 } });
    expect([missing, lost, anything, value]).toHaveLength(4);
  });
});

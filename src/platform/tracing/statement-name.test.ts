import { describe, expect, it } from "vitest";
import { statementName } from "./statement-name";

describe("the name of a statement", () => {
  it.each([
    ["SELECT id, name FROM member WHERE id = ?", "SELECT member"],
    ["  select `id`\n FROM `points_lot` l JOIN member m ON m.id = l.memberId", "SELECT points_lot"],
    ["INSERT INTO points_entry (id) VALUES (?)", "INSERT points_entry"],
    ["INSERT IGNORE INTO job_state (name) VALUES (?)", "INSERT job_state"],
    ["UPDATE member SET nickname = 'FROM secrets' WHERE id = 1", "UPDATE member"],
    ["DELETE FROM session WHERE id = ?", "DELETE session"],
    ["(SELECT a FROM points_lot WHERE x = ? LIMIT 1) UNION ALL (SELECT 1)", "SELECT points_lot"],
    ["SELECT a, (SELECT b FROM user WHERE c = d) AS e FROM api_key WHERE f = ?", "SELECT api_key"],
    ["SELECT COUNT(*) FROM (SELECT id FROM member LIMIT 10) c", "SELECT member"],
    ["SELECT 1", "SELECT"],
    ["KILL 12", "statement"],
  ])("%s", (sql, name) => {
    expect(statementName(sql)).toBe(name);
  });

  it("never has more of a text than its verb and a table", () => {
    const name = statementName("SELECT '林夏 13800001234' AS x FROM (SELECT 2) y");
    expect(name).toBe("SELECT");
  });

  it("is forgotten rather than kept for ever, of texts that are made anew each time", () => {
    for (let n = 0; n < 5000; n++) statementName(`SELECT ${n} FROM member`);
    expect(statementName("SELECT 1 FROM member")).toBe("SELECT member");
  });
});

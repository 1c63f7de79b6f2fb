import { afterEach, describe, expect, it, vi } from "vitest";
import { Statements } from "@/platform/statements";
import { at, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { enrolled, fresh } from "@/testing/factories";
import { type ActionInput, earnByAction } from "./earn-action";

/** Statements of an act, and how many had been answered when each was sent. */
async function told(act: () => Promise<unknown>) {
  const said: { sql: string; answersBefore: number }[] = [];
  let answers = 0;
  const { run } = Statements.prototype;
  vi.spyOn(Statements.prototype, "run").mockImplementation(function (
    this: Statements,
    ...statement: Parameters<typeof run>
  ) {
    said.push({ sql: statement[0], answersBefore: answers });
    const answer = run.call(this, ...statement);
    const count = () => {
      answers += 1;
    };
    answer.then(count, count);
    return answer as Promise<never>;
  });
  await act();
  vi.restoreAllMocks();
  return said;
}

describe("what points of a number cost while the member's row is held", () => {
  useDatabase("statements");
  afterEach(() => void vi.restoreAllMocks());

  function earn(memberId: number, changes: Partial<ActionInput> = {}) {
    const input = { event: "CUSTOM" as const, referenceId: fresh("s"), points: 1, ...changes };
    return at(new Date(), (work) => earnByAction(work, { memberId }, input), SERVICE);
  }

  const of = (said: Awaited<ReturnType<typeof told>>, table: string) =>
    said.filter(({ sql }) => new RegExp(`(FROM|INTO|UPDATE) ${table}\\b`).test(sql));

  it("nobody is looked for who was merged into them, and the day's sum goes with the entry", async () => {
    const { id } = await enrolled();
    await earn(id);
    const said = await told(() => earn(id));
    expect(said.filter(({ sql }) => sql.includes("mergedIntoId = ?"))).toEqual([]);
    expect(of(said, "points_entry").map(({ sql }) => sql.slice(0, 6))).toEqual([
      "SELECT",
      "INSERT",
    ]);
    const [, entry] = of(said, "points_entry");
    const [tally, ...more] = of(said, "grant_tally");
    expect(more).toEqual([]);
    expect(tally?.answersBefore).toBe(entry?.answersBefore);
  });

  it("nothing of it stays where the day has no room", async () => {
    const { id } = await enrolled();
    const caller = { ...SERVICE, actor: "service:99", pointsPerDayMax: 2 };
    const input = { event: "CUSTOM" as const, referenceId: fresh("s"), points: 3 };
    const act = () => at(new Date(), (work) => earnByAction(work, { memberId: id }, input), caller);
    await expect(act()).rejects.toMatchObject({ domainCode: "LIMIT_REACHED" });
    expect(await earn(id)).toMatchObject({ available: 1, duplicate: false });
  });
});

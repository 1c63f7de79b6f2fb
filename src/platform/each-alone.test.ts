import { describe, expect, it } from "vitest";
import { EachAlone } from "./each-alone";
import { DomainError, OwnError } from "./errors";

const fails = (error: Error) => () => Promise.reject(error);
const away = fails(new DomainError("SERVICE_UNAVAILABLE"));
const broken = fails(new OwnError("does not add up"));

describe("what a job does one after the other", () => {
  it("goes on behind one that can't be carried out, and counts it", async () => {
    const each = new EachAlone();
    expect(await each.try({ memberId: 1 }, async () => "done")).toBe("done");
    for (let n = 0; n < 5; n++) expect(await each.try({ memberId: 2 }, broken)).toBeUndefined();
    expect(await each.try({ memberId: 3 }, away)).toBeUndefined();
    expect(await each.try({ memberId: 4 }, async () => "too")).toBe("too");
    expect(each.failed).toBe(6);
  });

  it("ends where three in a row find nobody there", async () => {
    const each = new EachAlone();
    for (const act of [away, away, broken, away, away]) await each.try({ memberId: 1 }, act);
    await expect(each.try({ memberId: 1 }, away)).rejects.toMatchObject({ status: 503 });
  });
});

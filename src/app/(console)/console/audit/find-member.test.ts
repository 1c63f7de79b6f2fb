import { describe, expect, it } from "vitest";
import { type Candidate, namedBy } from "./find-member";

const member = (memberId: string, externalId: string | null, nickname: string): Candidate => ({
  memberId,
  memberCode: `M00000000000${memberId}`,
  externalId,
  nickname,
});

const one = member("1", "u-10", "林晓岚");
const other = member("2", "u-100", "林晓岚");
const third = member("3", null, "u-10");

describe("whom a word names", () => {
  it.each([
    ["the only one who matches", "林晓", [one], "1"],
    ["nobody where nobody matches", "林晓", [], null],
    ["nobody of several with the same nickname", "林晓岚", [one, other], null],
    ["nobody of several whose ids begin so", "u-1", [one, other], null],
    ["the one whose shop account it is, though others begin so", "u-10", [other, third, one], "1"],
    ["the shop account letter by letter", "U-10", [other, one], null],
    ["the one whose code it is, as printed", " m 000000 000002", [one, other], "2"],
  ])("is %s", (_promise, typed, found, memberId) => {
    expect(namedBy(typed, found)?.memberId ?? null).toBe(memberId);
  });
});

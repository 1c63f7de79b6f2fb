import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  changeBirthday,
  isNewer,
  maskedField,
  mayEditNote,
  mayRemoveNote,
  memberCode,
  notAfter,
  requireActive,
  requireItself,
  requireNotClosed,
  takenOver,
} from "./rules";

const CHANGED = new Date("2026-01-10T08:00:00Z");
const daysOn = (days: number, ms = 0) => new Date(CHANGED.getTime() + days * 86_400_000 + ms);

describe("changing a birthday", () => {
  it.each([
    ["is set once freely", null, null, "1990-05-17", CHANGED, false],
    ["may be said again at any time", "1990-05-17", CHANGED, "1990-05-17", daysOn(1), false],
    ["is changed a first time and locks", "1990-05-17", null, "1991-05-17", daysOn(1), true],
    [
      "is changed again at the end of 365 days",
      "1990-05-17",
      CHANGED,
      "1991-05-17",
      daysOn(365),
      true,
    ],
  ])("%s", (_, birthday, changedAt, next, now, locks) => {
    expect(changeBirthday({ birthday, changedAt }, next, now)).toBe(locks);
  });

  it.each([
    ["the next day", daysOn(1)],
    ["a millisecond before 365 days are over", daysOn(365, -1)],
  ])("is refused %s, saying from when on", (_, now) => {
    const facts = { birthday: "1990-05-17", changedAt: CHANGED };
    expect(() => changeBirthday(facts, "1991-05-17", now)).toThrowError(
      expect.objectContaining({
        domainCode: "BIRTHDAY_LOCKED",
        facts: { changeableAt: "2027-01-10T08:00:00.000Z" },
      }),
    );
  });
});

describe("what a member’s status allows", () => {
  it.each([
    ["ACTIVE", true, true],
    ["FROZEN", false, true],
    ["CLOSED", false, false],
  ] as const)("%s: spend %s, exist %s", (status, maySpend, isThere) => {
    const refusal = expect.objectContaining({
      domainCode: "MEMBER_STATUS_INVALID",
      facts: { memberStatus: status },
    });
    if (maySpend) expect(() => requireActive(status)).not.toThrow();
    else expect(() => requireActive(status)).toThrowError(refusal);
    if (isThere) expect(() => requireNotClosed(status)).not.toThrow();
    else expect(() => requireNotClosed(status)).toThrowError(refusal);
  });
});

describe("a member code", () => {
  it.each([
    [0, "M000000000000"],
    [251105000123, "M251105000123"],
    [999_999_999_999, "M999999999999"],
  ])("of %i is %s", (number, code) => {
    expect(memberCode(number)).toBe(code);
  });
});

describe("a value in the audit log", () => {
  it.each([
    ["nickname", "林夏", "林*"],
    ["nickname", "夏", "*"],
    ["nickname", "👩‍💻 Lin Xiaxia", "👩***"],
    ["phone", "+8613800001234", "138****1234"],
    ["email", "linxia@shop.cn", "li***@shop.cn"],
    ["birthday", "1990-05-17", "1990-**-**"],
    ["phone", null, null],
  ] as const)("%s %s is %s", (field, value, masked) => {
    expect(maskedField(field, value)).toBe(masked);
  });
});

describe("what is told of a member", () => {
  const said = fc.record({
    value: fc.option(fc.constantFrom("a", "b", "c")),
    at: fc.integer({ min: 0, max: 3 }).map((ms) => new Date(ms)),
  });

  it("comes to the same in every order, and twice", () => {
    const last = (all: { value: string | null; at: Date }[]) => {
      let known: { value: string | null; at: Date | undefined } = { value: null, at: undefined };
      for (const one of all) if (isNewer(one, known)) known = one;
      return known.value;
    };
    fc.assert(
      fc.property(
        fc.array(said, { minLength: 1, maxLength: 6 }),
        fc.infiniteStream(fc.nat()),
        (all, draws) => {
          const shuffled = all
            .map((one) => [draws.next().value as number, one] as const)
            .sort(([a], [b]) => a - b)
            .map(([, one]) => one);
          expect(last([...shuffled, ...all])).toBe(last(all));
        },
      ),
    );
  });

  it("is of no moment to come", () => {
    expect(notAfter(daysOn(1), CHANGED)).toEqual(CHANGED);
    expect(notAfter(daysOn(-1), CHANGED)).toEqual(daysOn(-1));
  });
});

describe("a note", () => {
  const note = { authorId: 3, createdAt: CHANGED };
  const own = { kind: "operator", userId: 3 };

  it.each([
    ["one’s own within a day", own, daysOn(1), null, true],
    ["one’s own a moment later", own, daysOn(1, 1), "TOO_LATE", true],
    ["a colleague’s", { kind: "operator", userId: 4 }, CHANGED, "NOT_OWN", false],
    ["anybody’s, for an admin", { kind: "admin", userId: 4 }, CHANGED, "NOT_OWN", true],
    ["nobody’s, for nobody", { kind: "operator", userId: null }, CHANGED, "NOT_OWN", false],
  ] as const)("%s", (_, reader, now, fault, mayRemove) => {
    expect(mayEditNote(note, reader, now)).toBe(fault);
    expect(mayRemoveNote(note, reader)).toBe(mayRemove);
  });
});

describe("an act that ends or freezes somebody", () => {
  const member = { id: 7, memberCode: "M000000000007", status: "ACTIVE" } as const;

  it.each([
    ["their own number", { memberId: 7 }],
    ["their own code", { memberCode: "M000000000007" }],
    ["the shop’s id, whichever it is", { externalId: "u-1" }],
  ])("is about who is named by %s", (_, ref) => {
    expect(() => requireItself(member, ref)).not.toThrow();
  });

  it.each([
    ["number", { memberId: 6 }],
    ["code", { memberCode: "M000000000006" }],
  ])("is not about who stays where somebody merged is named by %s", (_, ref) => {
    expect(() => requireItself(member, ref)).toThrow("MEMBER_STATUS_INVALID");
  });

  it("is about nobody who closed", () => {
    expect(() => requireItself({ ...member, status: "CLOSED" }, { memberId: 7 })).toThrow();
  });
});

describe("what is taken over of two records of one person", () => {
  const nobody = {
    nickname: null,
    phone: null,
    email: null,
    birthday: null,
    phoneVerifiedAt: null,
    emailVerifiedAt: null,
  };
  const phone = (number: string, phoneVerifiedAt: Date | null = null) => ({
    ...nobody,
    phone: number,
    phoneVerifiedAt,
  });

  it.each([
    [
      "what the other lacks",
      { ...nobody, nickname: "林夏", birthday: "1990-05-17" },
      nobody,
      ["nickname", "birthday"],
    ],
    ["nothing that the other has", { ...nobody, nickname: "A" }, { ...nobody, nickname: "B" }, []],
    ["nothing that nobody has", nobody, { ...nobody, nickname: "B" }, []],
    ["what is proven, for what is only said", phone("+861", CHANGED), phone("+862"), ["phone"]],
    ["nothing for what is proven", phone("+861", CHANGED), phone("+862", CHANGED), []],
  ])("is %s", (_, from, into, fields) => {
    expect(takenOver(from, into)).toEqual(fields);
  });
});

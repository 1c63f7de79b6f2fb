import { describe, expect, it } from "vitest";
import { ANONYMOUS, type Caller, checkOrigin, memberRef, type Named } from "./auth";

describe("a write by cookie", () => {
  it.each([
    ["https://members.shop.example", 200],
    ["http://members.shop.example", 403],
    ["https://inner.example:8080", 200],
    ["http://inner.example:8080", 403],
    ["https://inner.example", 403],
  ])("behind https, reached as inner.example:8080, from %s: %i", (origin, status) => {
    const headers = new Headers({ origin, host: "inner.example:8080" });
    const caller = { ...ANONYMOUS, sessionId: "s" };
    const check = () => checkOrigin("POST", headers, caller, "https://members.shop.example");
    if (status === 200) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ domainCode: "PERMISSION_DENIED" }));
  });
});

describe("whom a call is about", () => {
  const service = { ...ANONYMOUS, kind: "service", grants: new Set(["members:read"]) } as Caller;
  const member = { ...ANONYMOUS, kind: "member", memberId: 7 } as Caller;
  const WAYS: Named[] = [
    { memberId: 7 },
    { externalId: "u-1" },
    { memberCode: "M000000000007" },
    { phone: "+8613800001234" },
  ];
  const refusal = (caller: Caller, who: Named) => {
    try {
      return memberRef(caller, who);
    } catch (error) {
      return (error as { domainCode: string }).domainCode;
    }
  };

  it.each(WAYS)("a service says in one way: %j", (who) => {
    expect(memberRef(service, who)).toEqual(who);
  });

  it("is said in exactly one", () => {
    expect(refusal(service, {})).toBe("VALIDATION_FAILED");
    for (const one of WAYS) {
      for (const other of WAYS.filter((way) => way !== one)) {
        expect(refusal(service, { ...one, ...other })).toBe("VALIDATION_FAILED");
      }
    }
  });

  it("nobody says by a phone who may not look members up; the sender of events may", () => {
    const phone = { phone: "+8613800001234" };
    const having = (...grants: string[]) => ({ ...service, grants: new Set(grants) });
    expect(refusal(having("points:write", "members:write"), phone)).toBe("PERMISSION_DENIED");
    expect(refusal(having("signature:webhook"), phone)).toEqual(phone);
    expect(refusal(having("points:write"), { externalId: "u-1" })).toEqual({ externalId: "u-1" });
  });

  it("is a member themself, who names nobody else, and not themself in another way", () => {
    expect(memberRef(member, {})).toEqual({ memberId: 7 });
    expect(memberRef(member, { memberId: 7 })).toEqual({ memberId: 7 });
    for (const who of [{ memberId: 8 }, ...WAYS.slice(1)]) {
      expect(refusal(member, who)).toBe("PERMISSION_DENIED");
    }
  });
});

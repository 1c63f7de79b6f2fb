import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { trackingShape } from "../schema/carriers";
import { carrierMeant, isShaped, KEPT_CARRIERS, readTracking } from "./carriers";

const of = (code: string) => {
  const carrier = KEPT_CARRIERS.find((one) => one.code === code);
  if (!carrier) throw new Error(code);
  return carrier;
};

describe("a tracking number", () => {
  it.each([
    ["SF", "SF1400203088812", true],
    ["SF", "SF140020308881", false],
    ["SF", "JT1400203088812", false],
    ["JT", "JT3000123456789", true],
    ["YTO", "YT1234567890123", true],
    ["ZTO", "78123456789012", true],
    ["STO", "77312345678901", true],
    ["YUNDA", "463123456789012", true],
    ["JD", "JDVA12345678901", true],
    ["JD", "JDVA12345678901-1-1-", true],
    ["EMS", "EA123456785CN", true],
    ["EMS", "EA123456784CN", false],
    ["EMS", "1234567890123", true],
    ["ROYAL_MAIL", "RB123456785GB", true],
    ["ROYAL_MAIL", "RB123456785CN", false],
    ["UPS", "1Z5R89390357567127", true],
    ["UPS", "1Z5R89390357567128", false],
    ["DHL", "1234567891", true],
    ["DHL", "1234567892", false],
    ["FEDEX", "123456789012", true],
    ["USPS", "9400110200881234567890", true],
  ])("of %s: %s is one: %s", (code, trackingCode, isOne) => {
    expect(isShaped(of(code), trackingCode)).toBe(isOne);
  });

  it("is read as it was meant, however it came", () => {
    expect(readTracking(" sf1400 2030\n88812 ")).toBe("SF1400203088812");
    expect(readTracking("ＳＦ１４００")).toBe("SF1400");
  });

  it("is judged quickly whatever it is", () => {
    const shapes = KEPT_CARRIERS.flatMap((one) => one.shapes);
    for (const shape of shapes) expect(trackingShape.safeParse(shape).success, shape).toBe(true);
    fc.assert(
      fc.property(fc.string({ maxLength: 64 }), fc.constantFrom(...KEPT_CARRIERS), (text, one) => {
        expect(typeof isShaped(one, text)).toBe("boolean");
      }),
    );
    const many = { ...of("SF"), shapes: ["*{1,30}*{1,30}*{1,30}#"] };
    const startedAt = performance.now();
    expect(isShaped(many, "A".repeat(64))).toBe(false);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});

describe("the carrier that is meant", () => {
  it.each([
    ["sf", "SF"],
    ["顺丰速运", "SF"],
    ["顺丰", "SF"],
    [" SF Express ", "SF"],
    ["ＥＭＳ", "EMS"],
    ["邮政", "CHINA_POST"],
    ["快递", undefined],
    ["d", undefined],
    ["", undefined],
  ])("by %s is %s", (typed, code) => {
    expect(carrierMeant(KEPT_CARRIERS, typed)?.code).toBe(code);
  });

  it("has a code and names of its own", () => {
    const all = KEPT_CARRIERS.map(({ code }) => code);
    expect(new Set(all).size).toBe(all.length);
    for (const { code, name } of KEPT_CARRIERS) {
      for (const one of [code, ...Object.values(name)]) {
        expect(carrierMeant(KEPT_CARRIERS, one)?.code).toBe(code);
      }
    }
  });
});

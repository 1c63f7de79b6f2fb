import { describe, expect, it } from "vitest";
import { z } from "zod";
import { benefitTypes } from "@/modules/benefits/types/registry";
import { paramFields, readParam, shownParam } from "./param-schema";

const fieldsOf = (type: string) =>
  paramFields(z.toJSONSchema(benefitTypes[type]?.params ?? z.never(), { io: "input" }));
const fieldOf = (type: string, name: string) => {
  const field = fieldsOf(type).find((known) => known.name === name);
  if (!field) throw new Error(`${type} has no ${name}`);
  return field;
};

describe("the form of a type's parameters", () => {
  it.each(Object.keys(benefitTypes))("has a field for every parameter of %s", (type) => {
    const schema = z.toJSONSchema(benefitTypes[type]?.params ?? z.never(), { io: "input" });
    expect(fieldsOf(type).map(({ name }) => name)).toEqual(Object.keys(schema.properties ?? {}));
  });

  it("reads money, percent and factors in the units that people think in", () => {
    expect(readParam(fieldOf("COUPON", "amountMinor"), "30")).toBe(3000);
    expect(readParam(fieldOf("DISCOUNT", "rateBps"), "85.5")).toBe(8550);
    expect(readParam(fieldOf("POINTS_MULTIPLIER", "multiplierPct"), "1.5")).toBe(150);
    expect(shownParam(fieldOf("COUPON", "amountMinor"), 3050)).toBe("30.5");
  });

  it("takes nothing typed as the default where there is one, and as missing where there is none", () => {
    expect(readParam(fieldOf("DISCOUNT", "rateBps"), "")).toBeNull();
    expect(readParam(fieldOf("COUPON", "minimumMinor"), "")).toBe(0);
    expect(readParam(fieldOf("COUPON", "amountMinor"), "")).toBeUndefined();
  });

  it("takes no figure beyond the bounds and no text that is too long", () => {
    expect(readParam(fieldOf("POINTS_MULTIPLIER", "multiplierPct"), "1")).toBeUndefined();
    expect(readParam(fieldOf("PRIORITY_DISPATCH", "withinHours"), "169")).toBeUndefined();
    expect(readParam(fieldOf("DEDICATED_SERVICE", "contact"), "x".repeat(65))).toBeUndefined();
  });

  it("serves a type that nobody has thought of yet", () => {
    const schema = z.toJSONSchema(
      z.strictObject({ capMinor: z.int().min(1), loud: z.boolean(), tone: z.enum(["a", "b"]) }),
      { io: "input" },
    );
    expect(paramFields(schema)).toMatchObject([
      { name: "capMinor", kind: "number", isOptional: false, min: 1 },
      { name: "loud", kind: "toggle" },
      { name: "tone", kind: "choice", choices: ["a", "b"] },
    ]);
  });
});

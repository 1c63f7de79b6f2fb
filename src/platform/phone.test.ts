import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { phoneNumber } from "./contact-scalars";
import { canonicalPhone, maskedPhone, phoneFault, readPhone } from "./phone";

describe("a phone number", () => {
  it.each([
    ["13800001234", "+8613800001234"],
    ["138 0000 1234", "+8613800001234"],
    ["138-0000-1234", "+8613800001234"],
    ["１３８００００１２３４", "+8613800001234"],
    ["\u202a138\u00a00000\u20111234\u202c", "+8613800001234"],
    ["+8613800001234", "+8613800001234"],
    ["+86 138 0000 1234", "+8613800001234"],
    ["＋86 138.0000.1234", "+8613800001234"],
    ["(+86) 13800001234", "+8613800001234"],
    ["0086-13800001234", "+8613800001234"],
    ["8613800001234", "+8613800001234"],
    ["19912345678", "+8619912345678"],
    ["+86 571 8888 0000", "+8657188880000"],
    ["+86 10 6505 2266", "+861065052266"],
    ["+852 5123 4567", "+85251234567"],
    ["00852 51234567", "+85251234567"],
    ["+44 (0)20 7946 0000", "+442079460000"],
    ["+44 020 7946 0000", "+442079460000"],
    ["+4407700900123", "+447700900123"],
    ["0044 07700 900123", "+447700900123"],
    ["+353 087 123 4567", "+353871234567"],
    ["+81 090 1234 5678", "+819012345678"],
    ["+380 050 123 4567", "+380501234567"],
    ["+39 06 6982 0000", "+390669820000"],
    ["+39 (0)6 6982 0000", "+390669820000"],
    ["+225 07 12 34 56 78", "+2250712345678"],
    ["+1 (415) 555-0100", "+14155550100"],
    ["+290 22222", "+29022222"],
  ])("%j is %s", (typed, phone) => {
    expect(readPhone(typed)).toEqual({ phone });
    expect(canonicalPhone(typed)).toBe(phone);
    expect(phoneFault(typed)).toBeNull();
    expect(phoneNumber.parse(typed)).toBe(phone);
  });

  it.each([
    ["call me", "NOT_A_NUMBER"],
    ["138000012３x", "NOT_A_NUMBER"],
    ["+86+13800001234", "NOT_A_NUMBER"],
    ["13800001234, 13900001234", "NOT_A_NUMBER"],
    ["١٣٨٠٠٠٠١٢٣٤", "NOT_A_NUMBER"],
    ["1".repeat(41), "NOT_A_NUMBER"],
    ["1380000123", "NO_COUNTRY"],
    ["138000012345", "NO_COUNTRY"],
    ["12800001234", "NO_COUNTRY"],
    ["0571-88880000", "NO_COUNTRY"],
    ["8612800001234", "NO_COUNTRY"],
    ["5551234", "NO_COUNTRY"],
    ["+123456", "LENGTH"],
    ["+1234567890123456", "LENGTH"],
    ["+0441234567", "LENGTH"],
    ["00", "LENGTH"],
    ["+861380000123", "NOT_CHINESE"],
    ["+86138000012345", "NOT_CHINESE"],
    ["+86 0571 8888 0000", "NOT_CHINESE"],
    ["+8612800001234", "NOT_CHINESE"],
    ["0086", "NOT_CHINESE"],
  ] as const)("%j is none: %s", (typed, fault) => {
    expect(readPhone(typed)).toEqual({ fault });
    expect(canonicalPhone(typed)).toBeNull();
    expect(phoneFault(typed)).toBe(fault);
    expect(phoneNumber.safeParse(typed).error?.issues).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/^(E\.164|\+86): /) }),
    ]);
  });

  it.each(["", " ", "\u200b"])("that was not typed (%j) is none, and no fault", (typed) => {
    expect(phoneFault(typed)).toBeNull();
    expect(canonicalPhone(typed)).toBeNull();
    expect(phoneNumber.safeParse(typed).success).toBe(false);
  });

  const mobiles = fc
    .tuple(fc.integer({ min: 13, max: 19 }), fc.integer({ min: 0, max: 999_999_999 }))
    .map(([start, rest]) => `${start}${String(rest).padStart(9, "0")}`);

  it("in its one form is read as itself", () => {
    const digits = fc.tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 0, max: 10 ** 9 }));
    fc.assert(
      fc.property(digits, fc.constantFrom("", "0", "00"), ([country, rest], zeros) => {
        const phone = canonicalPhone(`+${country}${zeros}${rest}`);
        fc.pre(phone !== null);
        expect(canonicalPhone(phone as string)).toBe(phone);
      }),
    );
  });

  it("of China is one and the same, however it is written", () => {
    const gap = fc.constantFrom("", " ", "-", "\u3000", "\u2011");
    const start = fc.constantFrom("", "+86", "0086", "86", "＋８６", "(+86)");
    fc.assert(
      fc.property(mobiles, start, gap, gap, (mobile, country, a, b) => {
        const typed = `${country}${a}${mobile.slice(0, 3)}${b}${mobile.slice(3)}`;
        expect(canonicalPhone(typed)).toBe(`+86${mobile}`);
      }),
    );
  });

  it("is read once and for all: its canonical form is its own, whatever it was", () => {
    const some = fc.stringMatching(/^[+0-9() .-]{1,20}$/);
    fc.assert(
      fc.property(fc.oneof(fc.string(), some, mobiles), (typed) => {
        const phone = canonicalPhone(typed);
        if (phone === null) return;
        expect(phone).toMatch(/^\+[1-9]\d{6,14}$/);
        expect(canonicalPhone(phone)).toBe(phone);
        expect(phoneNumber.parse(typed)).toBe(phone);
      }),
    );
  });

  it("is never two: what differs in a digit is another", () => {
    fc.assert(
      fc.property(mobiles, mobiles, (one, other) => {
        expect(canonicalPhone(one) === canonicalPhone(other)).toBe(one === other);
      }),
    );
  });

  it.each([
    ["+8613800001234", "138****1234"],
    ["13800001234", "138****1234"],
    ["+442079460000", "+44****0000"],
    ["+29022222", "+29****2222"],
    ["1234567", "****"],
  ])("%s is shown to others as %s", (phone, shown) => {
    expect(maskedPhone(phone)).toBe(shown);
  });
});

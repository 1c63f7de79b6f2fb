import { describe, expect, it } from "vitest";
import { decodeText, type Encoding } from "./batch-text";

/** Bytes in hexadecimal, with plain text in quotes: `bytes("'M' fc 'ller'")`. */
function bytes(text: string): Uint8Array {
  const parts = text.match(/'[^']*'|[0-9a-f]{2}/g) ?? [];
  return Uint8Array.from(
    parts.flatMap((part) =>
      part.startsWith("'")
        ? Array.from(part.slice(1, -1), (sign) => sign.charCodeAt(0))
        : [Number.parseInt(part, 16)],
    ),
  );
}

describe("the text of a file", () => {
  it.each<[string, string, Encoding, boolean]>([
    ["'M' c3 bc 'ller'", "Müller", "utf-8", false],
    ["ef bb bf e5 bc a0", "张", "utf-8", false],
    ["'plain'", "plain", "utf-8", false],
    ["ff fe 20 5f 1f 4f", "张伟", "utf-16le", false],
    ["fe ff 5f 20 4f 1f", "张伟", "utf-16be", false],
    ["d5 c5 ce b0", "张伟", "gb18030", true],
    ["bb fd b7 d6", "积分", "gb18030", true],
    ["'u-1,5,' d5 c5 ce b0 ',' cd ed b5 bd", "u-1,5,张伟,晚到", "gb18030", true],
    // 陶喆 and 朱镕基: characters beyond the common ones, among common ones.
    ["cc d5 86 b4", "陶喆", "gb18030", true],
    ["d6 ec e9 46 bb f9", "朱镕基", "gb18030", true],
    ["'M' fc 'ller'", "Müller", "windows-1252", true],
    ["'Gr' f6 df 'e, M' fc 'ller'", "Größe, Müller", "windows-1252", true],
    ["'Ren' e9 ',' 'Fran' e7 'ois'", "René,François", "windows-1252", true],
    ["'na' ef 've'", "naïve", "windows-1252", true],
  ])("%s is %j, in %s", (hex, text, encoding, isAssumed) => {
    expect(decodeText(bytes(hex))).toEqual({ text, encoding, isAssumed });
  });

  it("is read as what somebody chose instead", () => {
    expect(decodeText(bytes("'M' fc 'ller'"), "gb18030")?.text).toBe("M黮ler");
    expect(decodeText(bytes("d5 c5 ce b0"), "windows-1252")?.text).toBe("ÕÅÎ°");
    expect(decodeText(bytes("'M' fc 'ller'"), "utf-8")).toBeNull();
  });

  it.each([
    ["a picture", "89 'PNG' 0d 0a 1a 0a 00"],
    ["a workbook", "'PK' 03 04 14 00"],
    ["half a character of two bytes", "ff fe 20"],
  ])("is not what %s has", (_, hex) => {
    expect(decodeText(bytes(hex))).toBeNull();
  });
});

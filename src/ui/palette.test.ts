import { readFileSync } from "node:fs";
import { wcagContrast } from "culori/fn";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accentStyle, schemeStyle, sealIcon, shadesOf } from "./palette";

const PAPERS = {
  light: ["#f5f0e8", "#fffdf8", "#efe7d9"],
  dark: ["#161210", "#201b17", "#2b2520"],
};

const hex = fc
  .integer({ min: 0, max: 0xffffff })
  .map((value) => `#${value.toString(16).padStart(6, "0")}`);

describe("the shades of an accent", () => {
  it("can be read, whatever the accent is", () => {
    fc.assert(
      fc.property(hex, (accent) => {
        const shades = shadesOf(accent);
        for (const side of ["light", "dark"] as const) {
          const { seal, hover, on, ink, soft } = shades[side];
          expect(wcagContrast(on, seal)).toBeGreaterThanOrEqual(4.5);
          expect(wcagContrast(on, hover)).toBeGreaterThanOrEqual(4.5);
          for (const paper of [...PAPERS[side], soft]) {
            expect(wcagContrast(ink, paper)).toBeGreaterThanOrEqual(4.5);
          }
        }
      }),
      { numRuns: 500, examples: [["#ffffff"], ["#000000"], ["#ffff00"], ["#0000ff"]] },
    );
  });

  it("keep an accent that can be read as it is", () => {
    expect(shadesOf("#1d5c8f").light.seal).toBe("#1d5c8f");
  });

  it("are none for the product’s own", () => {
    expect(accentStyle(null)).toEqual({});
    expect(accentStyle("#1d5c8f")["--seal"]).toMatch(/^light-dark\(#1d5c8f, #[0-9a-f]{6}\)$/);
  });
});

describe("the picture of a tab", () => {
  it.each(["素", "素心", "<", "&"])(
    "has the seal %s, and nothing else of what was typed",
    (seal) => {
      const svg = decodeURIComponent(sealIcon(seal, null).slice("data:image/svg+xml,".length));
      const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
      expect(parsed.querySelector("parsererror")).toBeNull();
      expect([...parsed.querySelectorAll("text")].map(({ textContent }) => textContent)).toEqual([
        ...seal,
      ]);
    },
  );
});

describe("an appearance beside the page’s own", () => {
  it("has the colours of globals.css", () => {
    const css = readFileSync("src/app/globals.css", "utf8");
    for (const [place, scheme] of (["light", "dark"] as const).entries()) {
      for (const [variable, color] of Object.entries(schemeStyle(scheme, "#1d5c8f"))) {
        if (variable.startsWith("--seal")) continue;
        const [, ...both] = css.match(new RegExp(`${variable}: light-dark\\((.+), (.+)\\);`)) ?? [];
        expect([variable, both[place]]).toEqual([variable, color]);
      }
    }
  });
});

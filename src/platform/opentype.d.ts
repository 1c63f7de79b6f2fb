/** As far as it is used; the package brings no types. */
declare module "opentype.js" {
  interface Glyph {
    advanceWidth?: number;
    getPath(x: number, y: number, size: number): { toPathData(decimals: number): string };
  }
  interface Font {
    unitsPerEm: number;
    charToGlyphIndex(letter: string): number;
    charToGlyph(letter: string): Glyph;
  }
  interface Library {
    parse(file: ArrayBuffer): Font;
  }
  export const parse: Library["parse"] | undefined;
}

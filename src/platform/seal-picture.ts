import { readFile } from "node:fs/promises";
import { join } from "node:path";
import * as opentype from "opentype.js";
import sharp from "sharp";

/** A stamp with one or two characters as a picture, for devices that keep one. */
export interface SealPicture {
  seal: string;
  /** `#rrggbb` */
  color: string;
  size: number;
  /** To the edges, without corners of its own. */
  bleed: boolean;
  /** How much of the picture the stamp takes. */
  scale: number;
}

/** Of the house, since a server has no fonts: the characters that names are written with. */
const FONT = "public/fonts/noto-serif-sc-5.3.0.woff";
const LETTERS = "#fffaf3";
const KEPT = 16;

const drawn = new Map<string, Promise<Buffer>>();

/** Drawn once for each look: the last few are kept. */
export function drawSeal(picture: SealPicture): Promise<Buffer> {
  const key = JSON.stringify(picture);
  const known = drawn.get(key);
  if (known) return known;
  const made = draw(picture);
  drawn.set(key, made);
  made.catch(() => drawn.delete(key));
  for (const old of [...drawn.keys()].slice(0, -KEPT)) drawn.delete(old);
  return made;
}

async function draw({ seal, color, size, bleed, scale }: SealPicture): Promise<Buffer> {
  const corner = bleed ? 0 : 7;
  const letters = await outlinesOf(seal);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 32 32"><rect width="32" height="32" rx="${corner}" fill="${color}"/><g transform="translate(16 16) scale(${scale}) translate(-16 -16)"><rect x="3.5" y="3.5" width="25" height="25" rx="4.5" fill="none" stroke="#fff0e6" stroke-opacity=".55" stroke-width="1.5"/><path d="${letters}" fill="${LETTERS}"/></g></svg>`;
  return sharp(Buffer.from(svg)).png().toBuffer();
}

/** A character that the font lacks is left out: a stamp without words is still the shop's. */
async function outlinesOf(seal: string): Promise<string> {
  const file = await readFile(join(process.cwd(), FONT));
  // Node finds all of it in the default; a bundler finds each part by its name, and no default.
  const whole = Reflect.get(opentype, "default") as Partial<typeof opentype> | undefined;
  const parse = opentype.parse ?? whole?.parse;
  if (!parse) return "";
  const font = parse(
    file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer,
  );
  const letters = [...seal];
  const size = letters.length === 1 ? 19 : 12;
  return letters
    .map((letter, place) => {
      if (font.charToGlyphIndex(letter) === 0) return "";
      const y = letters.length === 1 ? 23 : 14.5 + 12 * place;
      const glyph = font.charToGlyph(letter);
      const width = ((glyph.advanceWidth ?? font.unitsPerEm) / font.unitsPerEm) * size;
      return glyph.getPath(16 - width / 2, y, size).toPathData(2);
    })
    .join("");
}

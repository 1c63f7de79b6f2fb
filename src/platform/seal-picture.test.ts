import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { drawSeal } from "./seal-picture";

const look = { color: "#1d5c8f", size: 64, bleed: true, scale: 1 };

/** How many of the picture's points are nearly white, which only the characters are. */
async function written(picture: Buffer): Promise<number> {
  const points = await sharp(picture).removeAlpha().raw().toBuffer();
  let count = 0;
  for (let at = 0; at < points.length; at += 3) if ((points[at] ?? 0) > 240) count++;
  return count;
}

describe("a seal as a picture", () => {
  it.each(["素", "茶铺", "龍", "S", "A5"])("has %s on it", async (seal) => {
    const picture = await drawSeal({ ...look, seal });
    expect(await sharp(picture).metadata()).toMatchObject({ format: "png", width: 64, height: 64 });
    expect(await written(picture)).toBeGreaterThan(60);
  });

  it("is the plain stamp where the font has no such character", async () => {
    expect(await written(await drawSeal({ ...look, seal: "♞" }))).toBe(0);
  });

  it("is drawn once", async () => {
    const one = drawSeal({ ...look, seal: "素" });
    expect(drawSeal({ ...look, seal: "素" })).toBe(one);
    expect(drawSeal({ ...look, seal: "素", color: "#112233" })).not.toBe(one);
  });
});

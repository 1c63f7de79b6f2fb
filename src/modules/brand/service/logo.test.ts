import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { ANONYMOUS } from "@/platform/auth";
import { reader } from "@/platform/db";
import { ADMIN, as, at, OPERATOR } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { setBrand } from "./setting";

const admin = () => as(ADMIN).brand;

const picture = (color: string, { width = 800, height = 400 } = {}) =>
  sharp({ create: { width, height, channels: 4, background: color } });

const piecesOf = (file: Buffer): string[] => file.toString("base64").match(/.{1,12000}/g) ?? [];

async function kept(color: string): Promise<string> {
  return (await admin().keepLogo({ pieces: piecesOf(await picture(color).png().toBuffer()) })).logo;
}

async function change(fields: object) {
  const setting = await admin().setting({});
  return admin().setSetting({ ...setting, name: { "zh-CN": "素", en: "Su" }, ...fields });
}

describe("the shop’s logo", () => {
  useDatabase();

  it("is drawn anew, small, and told to everybody under the name of what it is", async () => {
    const drawn = picture("#b3322b").withMetadata({ exif: { IFD0: { Artist: "Lin Xia" } } });
    for (const file of [drawn.clone().png(), drawn.clone().jpeg(), drawn.clone().webp()]) {
      const { logo } = await admin().keepLogo({ pieces: piecesOf(await file.toBuffer()) });
      const shown = await as(ANONYMOUS).brand.logo({ logo });
      const bytes = Buffer.from(shown.file, "base64");
      expect(await sharp(bytes).metadata()).toMatchObject({
        format: "webp",
        width: 512,
        height: 256,
      });
      expect(bytes.includes("Lin Xia")).toBe(false);
    }
    expect(await kept("#112233")).toBe(await kept("#112233"));
    expect(await kept("#112233")).not.toBe(await kept("#2b6549"));
  });

  it.each([
    ["a drawing that can hold scripts", Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ["a page", Buffer.from("<html><script>alert(1)</script></html>")],
    ["what only begins as a picture does", Buffer.from("\x89PNG\r\n\x1a\nand then not", "latin1")],
    ["nothing", Buffer.alloc(0)],
  ])("is not %s", async (_, file) => {
    const pieces = file.length === 0 ? [""] : piecesOf(file);
    await expect(admin().keepLogo({ pieces })).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
  });

  it("is not one that unfolds to more than anybody looks at", async () => {
    const huge = await picture("#ffffff", { width: 5000, height: 5000 }).png().toBuffer();
    await expect(admin().keepLogo({ pieces: piecesOf(huge) })).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
  });

  it("is shown once the setting names it, with the texture of cards, and no other can be named", async () => {
    const logo = await kept("#445566");
    await change({ logo, texture: "WAVES" });
    expect(await as(ANONYMOUS).brand.current({})).toMatchObject({ logo, texture: "WAVES" });
    await expect(change({ logo: "0".repeat(32) })).rejects.toMatchObject({
      domainCode: "VALIDATION_FAILED",
    });
    await change({ logo: null, texture: "PLAIN" });
  });

  it("goes when another was saved, but for what was just uploaded", async () => {
    const [old, current, fresh] = [
      await kept("#010101"),
      await kept("#020202"),
      await kept("#030303"),
    ];
    await reader.write("UPDATE brand_logo SET createdAt = '2020-01-01' WHERE name IN (?, ?)", [
      old,
      current,
    ]);
    const setting = await admin().setting({});
    await at(new Date(), (work) =>
      setBrand(work, { ...setting, name: { "zh-CN": "素", en: "Su" }, logo: current }),
    );
    const left = await reader.rows<{ name: string }>("SELECT name FROM brand_logo");
    const names = left.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining([current, fresh]));
    expect(names).not.toContain(old);
    await change({ logo: null });
  });

  it("is the admins’ to choose", async () => {
    await expect(as(OPERATOR).brand.keepLogo({ pieces: ["AAAA"] })).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
  });
});

import { z } from "zod";
import { isOrderTemplate } from "@/platform/order-address";
import { humanText } from "@/platform/scalars";
import { localizedText, shownText } from "@/platform/texts";

/** What a seal has room for: letters, numbers and signs, not the marks that join them. */
const SEAL = /^[\p{L}\p{N}\p{S}]{1,2}$/u;

const link = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .nullable();

export const cardTexture = z.enum(["PLAIN", "WAVES", "WEAVE", "STRIPES"]);
export type CardTexture = z.output<typeof cardTexture>;

/** By its digest: another picture has another name. */
const logoName = z.string().regex(/^[0-9a-f]{32}$/);

/** In an address, what a code is put in place of. */
const CODE = "{code}";

/**
 * Whether an address may have `{code}` in its path, query or fragment: of the web, of a host that is
 * written out, and without a name to sign in by.
 */
export function isLinkWithCode(text: string): boolean {
  if (!/^https?:\/\/[^/?#\s{}@]+([/?#]\S*)?$/.test(text)) return false;
  const filled = text.replaceAll(CODE, "0");
  return !/[{}]/.test(filled) && URL.canParse(filled);
}

/** An address in which `{code}` may stand for a code. */
const linkWithCode = z
  .string()
  .max(500)
  .refine(isLinkWithCode, { error: "https://…{code}" })
  .nullable();

/** What the shop calls itself and looks like, to its customers. */
export const setBrandInput = z.strictObject({
  name: localizedText(16),
  seal: humanText(2).regex(SEAL).describe("one or two characters, as a stamp has them"),
  accent: z
    .string()
    .regex(/^#[0-9a-f]{6}$/)
    .nullable()
    .describe(
      "buttons, seals and links; shades of it are chosen so that they can be read. Null: the product’s own",
    ),
  shopUrl: link.describe("the shop itself"),
  supportUrl: link.describe("where customers ask for help"),
  privacyUrl: link.describe("what the shop does with personal data"),
  texture: cardTexture.describe("of cards, over the material of their tier"),
  logo: logoName.nullable().describe("a picture that was kept; null: the seal"),
  couponUrl: linkWithCode.describe(
    "where a coupon is used; {code} in it stands for its code. Null: at the shop itself",
  ),
  orderUrl: z
    .string()
    .max(500)
    .refine((address) => isOrderTemplate(address, { plainHttp: true }))
    .nullable()
    .describe("where the shop shows a member’s order, with {orderId} for its number"),
  revision: z.int().describe("as it was last read"),
});
export type BrandSetting = z.output<typeof setBrandInput>;

export const brand = setBrandInput.omit({ revision: true }).extend({ name: shownText });
export const brandSetting = brand.extend({ revision: z.int() });

/** Of a picture: what a document of JSON takes as one text is too little for it. */
export const LOGO_PIECE_CHARS = 12_000;
const LOGO_PIECES_MAX = 16;
export const LOGO_BYTES_MAX = (LOGO_PIECE_CHARS * LOGO_PIECES_MAX * 3) / 4;

export const keepLogoInput = z.strictObject({
  pieces: z
    .array(
      z
        .string()
        .max(LOGO_PIECE_CHARS)
        .regex(/^[A-Za-z0-9+/]*={0,2}$/),
    )
    .min(1)
    .max(LOGO_PIECES_MAX)
    .describe("a PNG, JPEG or WebP file in base64, cut into pieces"),
});
export type KeepLogoInput = z.output<typeof keepLogoInput>;

export const logoInput = z.strictObject({ logo: logoName });
export const logoFile = z.object({ file: z.base64().describe("a WebP file") });

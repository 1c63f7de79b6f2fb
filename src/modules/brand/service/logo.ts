import { createHash } from "node:crypto";
import sharp from "sharp";
import type { Reader } from "@/platform/db";
import { DomainError } from "@/platform/errors";
import type { Work } from "@/platform/work";
import { type KeepLogoInput, LOGO_BYTES_MAX } from "../schema";
import * as store from "../store/logo";

/** As large as it is ever shown, on the densest screen. */
const SIDE_MAX = 512;
/** What is larger than that when it is unfolded is no logo. */
const PIXELS_MAX = 4096 * 4096;

/** How files of these kinds begin, in hex; of no other kind a byte is looked at. */
const KINDS = [/^89504e470d0a1a0a/, /^ffd8ff/, /^52494646.{8}57454250/];

interface Picture {
  name: string;
  file: string;
}

/**
 * Drawn anew: what is kept is ours, and nothing of the file but what one sees.
 *
 * @throws DomainError VALIDATION_FAILED for what is no picture that we take
 */
export async function drawLogo({ pieces }: KeepLogoInput): Promise<Picture> {
  const given = Buffer.from(pieces.join(""), "base64");
  const head = given.subarray(0, 12).toString("hex");
  if (given.length > LOGO_BYTES_MAX || !KINDS.some((kind) => kind.test(head))) throw refusal();
  const drawn = await sharp(given, { limitInputPixels: PIXELS_MAX })
    .rotate()
    .resize(SIDE_MAX, SIDE_MAX, { fit: "inside", withoutEnlargement: true })
    .webp({ quality: 90 })
    .toBuffer()
    .catch(() => {
      throw refusal();
    });
  const name = createHash("sha256").update(drawn).digest("hex").slice(0, 32);
  return { name, file: drawn.toString("base64") };
}

function refusal(): DomainError {
  return new DomainError("VALIDATION_FAILED", {}, [
    { path: "pieces", message: `PNG, JPEG, WebP, ≤ ${LOGO_BYTES_MAX}` },
  ]);
}

/** Kept, and shown once the setting names it. */
export async function keepLogo(work: Work, { name, file }: Picture): Promise<{ logo: string }> {
  store.keepLogo(work.tx, { name, file, createdAt: work.now });
  work.audit({ action: "brand.keepLogo", target: "brand", after: { logo: name } });
  return { logo: name };
}

/** @throws DomainError NOT_FOUND */
export async function logoOf(db: Reader, name: string): Promise<{ file: string }> {
  const file = await store.readLogo(db, name);
  if (file === undefined) throw new DomainError("NOT_FOUND");
  return { file };
}

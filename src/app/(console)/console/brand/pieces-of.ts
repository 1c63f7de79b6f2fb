import { LOGO_BYTES_MAX, LOGO_PIECE_CHARS } from "@/modules/brand/schema";

const SIDE_MAX = 512;

/**
 * A picture in base64, cut as the API takes it. One that is too large as a file is drawn smaller first.
 *
 * @throws where the browser knows no picture in it
 */
export async function piecesOf(file: File): Promise<string[]> {
  const small = file.size <= LOGO_BYTES_MAX ? file : await drawnSmaller(file);
  const bytes = new Uint8Array(await small.arrayBuffer());
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  return text.match(new RegExp(`.{1,${LOGO_PIECE_CHARS}}`, "g")) ?? [];
}

async function drawnSmaller(file: File): Promise<Blob> {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, SIDE_MAX / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d")?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  const drawn = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, "image/webp", 0.9);
  });
  if (!drawn || drawn.size > LOGO_BYTES_MAX) throw new Error("too large");
  return drawn;
}

import { encode } from "uqr";

export interface QrDrawing {
  text: string;
  size: number;
  path: string;
}

/** A code with its quiet zone, without which scanners can't read it. */
export function qrDrawing(text: string): QrDrawing {
  const { data, size } = encode(text, { ecc: "M", border: 3 });
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
  return { text, size, path };
}

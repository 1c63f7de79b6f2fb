import { encode } from "uqr";

interface QrCodeProps {
  text: string;
  label: string;
  className?: string;
}

/** Dark on light in both themes and with its quiet zone, or scanners can't read it. */
export function QrCode({ text, label, className }: QrCodeProps) {
  const { data, size } = encode(text, { ecc: "M", border: 3 });
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      className={className}
    >
      <rect width={size} height={size} fill="#fffdf8" />
      <path d={path} fill="#1b1814" />
    </svg>
  );
}

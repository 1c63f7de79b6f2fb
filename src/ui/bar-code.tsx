import { code128 } from "./code-128";

interface BarCodeProps {
  digits: string;
  label: string;
  className?: string;
}

/** Modules of nothing on either side, without which scanners don't see where it begins. */
const QUIET = 10;
const HEIGHT = 48;

/** Dark on light in both themes, for scanners that read lines. */
export function BarCode({ digits, label, className }: BarCodeProps) {
  const widths = code128(digits);
  let x = QUIET;
  let path = "";
  for (const [at, width] of widths.entries()) {
    if (at % 2 === 0) path += `M${x} 6h${width}v${HEIGHT - 12}h-${width}z`;
    x += width;
  }
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`0 0 ${x + QUIET} ${HEIGHT}`}
      preserveAspectRatio="none"
      shapeRendering="crispEdges"
      className={className}
    >
      <rect width={x + QUIET} height={HEIGHT} fill="#fffdf8" />
      <path d={path} fill="#1b1814" />
    </svg>
  );
}

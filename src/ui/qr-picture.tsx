import type { QrDrawing } from "./qr-drawing";

interface QrPictureProps {
  drawing: QrDrawing;
  label: string;
  className?: string | undefined;
}

/** Dark on light in both themes, or scanners can't read it. */
export function QrPicture({ drawing: { size, path }, label, className }: QrPictureProps) {
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

import { qrDrawing } from "./qr-drawing";
import { QrPicture } from "./qr-picture";

interface QrCodeProps {
  text: string;
  label: string;
  className?: string;
}

export function QrCode({ text, ...look }: QrCodeProps) {
  return <QrPicture drawing={qrDrawing(text)} {...look} />;
}

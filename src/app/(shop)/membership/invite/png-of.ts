/** Sharp on paper, and small enough to send. */
const SCALE = 3;

/** A drawing of the page as a PNG, made in the browser with the fonts that it has. */
export async function pngOf(id: string): Promise<Blob> {
  const drawing = document.getElementById(id);
  if (!(drawing instanceof SVGSVGElement)) throw new Error(`${id} is no drawing`);
  const { width, height } = drawing.viewBox.baseVal;
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  copy.removeAttribute("class");
  copy.setAttribute("width", String(width * SCALE));
  copy.setAttribute("height", String(height * SCALE));
  const text = new XMLSerializer().serializeToString(copy);
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = width * SCALE;
  canvas.height = height * SCALE;
  canvas.getContext("2d")?.drawImage(image, 0, 0);
  return new Promise((resolve, reject) => {
    const take = (blob: Blob | null) => (blob ? resolve(blob) : reject(new Error("no picture")));
    canvas.toBlob(take, "image/png");
  });
}

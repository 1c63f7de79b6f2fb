import { scaleLinear } from "d3-scale";

/** Bars of the product and of its floor, side by side. */

export interface Bars {
  label: string;
  ours: number;
  floor: number;
}

const WIDTH = 720;
const LEFT = 240;
const RIGHT = 70;
const BAR = 12;
const GAP = 12;
const TOP = 48;

const escaped = (text: string) => text.replace(/[&<>]/g, (one) => `&#${one.charCodeAt(0)};`);
const figure = (value: number) => (value < 20 ? value.toFixed(2) : value.toFixed(0));

export function plot(title: string, bars: readonly Bars[]): string {
  const most = Math.max(1e-9, ...bars.flatMap(({ ours, floor }) => [ours, floor]));
  const x = scaleLinear([0, most], [0, WIDTH - LEFT - RIGHT]);
  const each = BAR * 2 + GAP;
  const height = TOP + bars.length * each + GAP;
  const bar = (value: number, y: number, fill: string) =>
    `<rect x="${LEFT}" y="${y}" width="${x(value).toFixed(1)}" height="${BAR - 1}" fill="${fill}"/>` +
    `<text x="${(LEFT + x(value) + 4).toFixed(1)}" y="${y + BAR - 3}">${figure(value)}</text>`;
  const rows = bars.map(({ label, ours, floor }, at) => {
    const y = TOP + at * each;
    const name = `<text x="${LEFT - 8}" y="${y + BAR + 3}" text-anchor="end">${escaped(label)}</text>`;
    return `${name}${bar(ours, y, "#b45309")}${bar(floor, y + BAR, "#a8a29e")}`;
  });
  const legend =
    `<rect x="${LEFT}" y="28" width="10" height="10" fill="#b45309"/><text x="${LEFT + 14}" y="37">the product</text>` +
    `<rect x="${LEFT + 100}" y="28" width="10" height="10" fill="#a8a29e"/><text x="${LEFT + 114}" y="37">the same statements behind a bare server</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="11" fill="#44403c">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#fff"/>`,
    `<text x="${LEFT}" y="18" font-size="13" font-weight="bold">${escaped(title)}</text>`,
    legend,
    ...rows,
    "</svg>\n",
  ].join("\n");
}

import { encode } from "uqr";

interface PosterProps {
  id: string;
  link: string;
  code: string;
  words: { shop: string; seal: string; by: string; gain: string; scan: string; alt: string };
  shades: { seal: string; on: string };
}

const WIDTH = 360;
const HEIGHT = 500;
const MIDDLE = WIDTH / 2;
const QR = 184;
const QR_TOP = 192;
const INK = "#1b1814";
const INK_SOFT = "#4f483f";
const PAPER = "#f5f0e8";
const SURFACE = "#fffdf8";
const LINE = "#e5dccd";

/** A picture by itself has no style sheet: it names the fonts that people's systems have. */
const SANS =
  'system-ui, "PingFang SC", "HarmonyOS Sans SC", "Noto Sans SC", "Microsoft YaHei", sans-serif';
const SERIF = '"Songti SC", "Noto Serif SC", "Source Han Serif SC", SimSun, Georgia, serif';

/** As large as a line of so many signs fits; Chinese ones are about twice as wide. */
function sizeFor(text: string, size: number): number {
  const width = [...text].reduce((sum, sign) => sum + (sign > "\u2e7f" ? 1 : 0.7), 0);
  return Math.min(size, (WIDTH - 56) / Math.max(1, width));
}

/** The invitation as a sheet of paper to print or send: always light, as what is scanned has to be. */
export function Poster({ id, link, code, words, shades }: PosterProps) {
  const { data, size } = encode(link, { ecc: "M", border: 2 });
  const path = data
    .flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")))
    .join("");
  const glyphs = [...words.seal];
  const groups = code.replace(/(.{6})(?=.)/g, "$1 ");
  return (
    <svg
      id={id}
      role="img"
      aria-label={words.alt}
      xmlns="http://www.w3.org/2000/svg"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      className="mx-auto block w-full max-w-80 rounded-md border border-line"
    >
      <rect width={WIDTH} height={HEIGHT} fill={PAPER} />
      <rect
        x="12"
        y="12"
        width={WIDTH - 24}
        height={HEIGHT - 24}
        rx="10"
        fill={SURFACE}
        stroke={LINE}
      />
      <g transform={`rotate(-3 ${MIDDLE} 62)`}>
        <rect x={MIDDLE - 24} y="38" width="48" height="48" rx="6" fill={shades.seal} />
        {glyphs.map((glyph, place) => (
          <text
            key={`${glyph}-${place === 0 ? "first" : "last"}`}
            x={MIDDLE}
            y={glyphs.length === 1 ? 71 : 59 + place * 20}
            textAnchor="middle"
            fontFamily={SERIF}
            fontSize={glyphs.length === 1 ? 26 : 18}
            fontWeight="600"
            fill={shades.on}
          >
            {glyph}
          </text>
        ))}
      </g>
      <text {...line(words.by, 118, 20)} fontFamily={SERIF} fontWeight="600" fill={INK}>
        {words.by}
      </text>
      <text {...line(words.gain, 144, 14)} fontFamily={SANS} fill={INK_SOFT}>
        {words.gain}
      </text>
      <text {...line(words.shop, 168, 13)} fontFamily={SANS} fill={INK_SOFT}>
        {words.shop}
      </text>
      <svg
        x={MIDDLE - QR / 2}
        y={QR_TOP}
        width={QR}
        height={QR}
        viewBox={`0 0 ${size} ${size}`}
        shapeRendering="crispEdges"
        aria-hidden="true"
      >
        <rect width={size} height={size} fill={SURFACE} />
        <path d={path} fill={INK} />
      </svg>
      <text {...line(words.scan, 406, 13)} fontFamily={SANS} fill={INK_SOFT}>
        {words.scan}
      </text>
      <text {...line(groups, 440, 18)} fontFamily={SANS} fontWeight="600" fill={INK}>
        {groups}
      </text>
    </svg>
  );
}

function line(text: string, y: number, size: number) {
  return { x: MIDDLE, y, textAnchor: "middle", fontSize: sizeFor(text, size) } as const;
}

import {
  clampChroma,
  formatHex,
  modeLrgb,
  modeOklab,
  modeOklch,
  modeRgb,
  useMode as registerMode,
  wcagContrast,
} from "culori/fn";

/** The shades that one accent needs, light and dark, each so that what stands on it can be read. */

// What lies between the two is asked for by name only when a colour is turned.
for (const mode of [modeRgb, modeLrgb, modeOklab]) registerMode(mode);
const oklch = registerMode(modeOklch);

/** What the accent stands on and beside, as globals.css has it. */
const LIGHT = { on: "#fffaf3", papers: ["#f5f0e8", "#fffdf8", "#efe7d9"] };
const DARK = { on: "#fff8f0", papers: ["#161210", "#201b17", "#2b2520"] };

/** WCAG 2.2 AA for text. */
const READABLE = 4.5;
const STEP = 0.005;

type Tone = "seal" | "hover" | "ink" | "soft" | "line";
export type Shades = Record<Tone | "on", string>;

interface Hue {
  c: number;
  h: number;
}

function shade({ c, h }: Hue, lightness: number, chroma = 1): string {
  const l = Math.min(1, Math.max(0, lightness));
  return formatHex(clampChroma({ mode: "oklch", l, c: c * chroma, h }, "oklch"));
}

/** The nearest lightness at or beyond one, going up or down, that can be read with all of these. */
function readable(hue: Hue, from: number, step: number, beside: readonly string[]): number {
  let lightness = from;
  while (lightness > 0 && lightness < 1) {
    const color = shade(hue, lightness);
    if (beside.every((one) => wcagContrast(color, one) >= READABLE)) return lightness;
    lightness += step;
  }
  return lightness;
}

/** @param accent `#rrggbb` */
export function shadesOf(accent: string): { light: Shades; dark: Shades } {
  const { l, c, h = 0 } = oklch(accent) ?? { l: 0.5, c: 0, h: 0 };
  const hue = { c, h };
  const light = readable(hue, Math.min(l, 0.62), -STEP, [LIGHT.on]);
  const lightSoft = shade(hue, 0.93, 0.2);
  const dark = readable(hue, Math.min(Math.max(l, 0.5), 0.62), -STEP, [DARK.on]);
  const darkSoft = shade(hue, 0.27, 0.3);
  return {
    light: {
      on: LIGHT.on,
      seal: shade(hue, light),
      hover: shade(hue, light - 0.06),
      ink: shade(hue, readable(hue, light, -STEP, [...LIGHT.papers, lightSoft])),
      soft: lightSoft,
      line: shade(hue, 0.84, 0.4),
    },
    dark: {
      on: DARK.on,
      seal: shade(hue, dark),
      hover: shade(hue, dark - 0.05),
      ink: shade(hue, readable(hue, Math.max(l, 0.72), STEP, [...DARK.papers, darkSoft])),
      soft: darkSoft,
      line: shade(hue, 0.4, 0.6),
    },
  };
}

const VARIABLES: Record<keyof Shades, string> = {
  seal: "--seal",
  hover: "--seal-hover",
  on: "--seal-on",
  ink: "--seal-ink",
  soft: "--seal-soft",
  line: "--seal-line",
};

/** For a `style`: what stands below it has the accent. Nothing for the product’s own. */
export function accentStyle(accent: string | null): Record<string, string> {
  if (accent === null) return {};
  const { light, dark } = shadesOf(accent);
  return Object.fromEntries(
    Object.entries(VARIABLES).map(([name, variable]) => {
      const tone = name as keyof Shades;
      return [variable, `light-dark(${light[tone]}, ${dark[tone]})`];
    }),
  );
}

/** The page as one of its appearances has it, as globals.css does, whatever the page around it has. */
const SCHEMES = {
  light: {
    ...{ paper: "#f5f0e8", surface: "#fffdf8", sunken: "#efe7d9", line: "#e5dccd" },
    ...{ ink: "#1b1814", "ink-soft": "#4f483f", "ink-faint": "#6a6055", "line-strong": "#8c8172" },
  },
  dark: {
    ...{ paper: "#161210", surface: "#201b17", sunken: "#2b2520", line: "#372f28" },
    ...{ ink: "#f3ecdf", "ink-soft": "#cdc3b4", "ink-faint": "#aba092", "line-strong": "#887c6d" },
  },
};

/** For a `style`: what stands below it looks as it does in that appearance. */
export function schemeStyle(scheme: keyof typeof SCHEMES, accent: string): Record<string, string> {
  const shades = shadesOf(accent)[scheme];
  const tones = Object.entries(VARIABLES).map(([name, variable]) => {
    return [variable, shades[name as keyof Shades]];
  });
  const papers = Object.entries(SCHEMES[scheme]).map(([name, color]) => [`--${name}`, color]);
  return Object.fromEntries([...papers, ...tones]);
}

const XML = new Map([
  ["&", "&amp;"],
  ["<", "&lt;"],
  [">", "&gt;"],
]);

/** The shade that a seal has on paper. */
export function sealShade(accent: string | null): string {
  return accent === null ? "#b3322b" : shadesOf(accent).light.seal;
}

/** The seal as the picture of a tab. */
export function sealIcon(seal: string, accent: string | null): string {
  const color = sealShade(accent);
  const letters = [...seal];
  const text = letters
    .map((letter, place) => {
      const y = letters.length === 1 ? 23 : 14.5 + 12 * place;
      const size = letters.length === 1 ? 19 : 12;
      const shown = XML.get(letter) ?? letter;
      return `<text x="16" y="${y}" font-size="${size}" text-anchor="middle">${shown}</text>`;
    })
    .join("");
  const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="#fffaf3" font-family="Songti SC,STSong,Noto Serif CJK SC,SimSun,serif" font-weight="600"><rect width="32" height="32" rx="7" fill="${color}"/><rect x="3.5" y="3.5" width="25" height="25" rx="4.5" fill="none" stroke="#fff0e6" stroke-opacity=".55" stroke-width="1.5"/>${text}</svg>`;
  return `data:image/svg+xml,${encodeURIComponent(picture)}`;
}

/**
 * Of classes that say the same thing of an element, the later one counts: the part of tailwind-merge
 * that the classes of this product need, at a twentieth of its weight. The test beside it compares the
 * two over every pair of classes that the source has.
 */

const DISPLAY =
  "flex grid hidden block inline contents inline-flex inline-grid inline-block table table-row table-cell table-header-group table-row-group";
const POSITION = "relative absolute sticky fixed static";
const FONT_SIZE = /^(xs|sm|base|lg|[2-9]?xl|\[[\d.]+(rem|px|em)\])$/;
const WIDTH = /^(\d+|\[[\d.]+(px|rem)\])$/;

/** Whole classes → what they are about. */
const WHOLE = new Map(
  Object.entries({
    display: DISPLAY,
    position: POSITION,
    underline: "underline no-underline line-through",
    visible: "visible invisible collapse",
    sr: "sr-only not-sr-only",
    rounded: "rounded",
    border: "border",
    "border-b": "border-b",
    "border-t": "border-t",
    "border-l": "border-l",
    "border-r": "border-r",
    "border-y": "border-y",
    italic: "italic not-italic",
    case: "uppercase lowercase capitalize normal-case",
    truncate: "truncate",
  }).flatMap(([group, names]) => names.split(" ").map((name) => [name, group] as const)),
);

/** The words before a value that say by themselves what a class is about. */
const STEMS = new Set(
  `space-x space-y w h size min-w min-h max-w max-h grid-cols grid-rows items justify justify-items self content
   p px py pt pr pb pl m mx my mt mr mb ml inset inset-x inset-y top right bottom left gap gap-x gap-y
   tracking leading rounded rounded-t rounded-b opacity z order basis grow shrink col-span col-start row-span
   cursor whitespace select aspect animate duration delay ease transition rotate scale translate translate-x
   translate-y overflow overflow-x overflow-y underline-offset outline-offset max-h scroll-px
   scroll-py border-spacing list line-clamp fill align float`.split(/\s+/),
);

/** Groups whose later class also takes these away. */
const ALSO: Record<string, string> = {
  p: "px py pt pr pb pl",
  px: "pr pl",
  py: "pt pb",
  m: "mx my mt mr mb ml",
  mx: "mr ml",
  my: "mt mb",
  inset: "inset-x inset-y top right bottom left",
  "inset-x": "right left",
  "inset-y": "top bottom",
  size: "w h",
  gap: "gap-x gap-y",
  translate: "translate-x translate-y",
  overflow: "overflow-x overflow-y",
  rounded: "rounded-t rounded-b",
  border: "border-y border-t border-r border-b border-l",
  "border-y": "border-t border-b",
  "border-color": "border-t-color border-r-color border-b-color border-l-color",
  "line-clamp": "display overflow",
  "text-size": "leading",
};

function groupOf(name: string): string | undefined {
  const whole = WHOLE.get(name);
  if (whole) return whole;
  const plain = name.startsWith("-") ? name.slice(1) : name;
  const bracket = plain.search(/[[(]/);
  const words = bracket === -1 ? plain : plain.slice(0, bracket);
  for (let end = words.lastIndexOf("-"); end > 0; end = words.lastIndexOf("-", end - 1)) {
    const stem = words.slice(0, end);
    const value = plain.slice(end + 1);
    const group = STEMS.has(stem) ? stem : byValue(stem, value);
    if (group) return group;
  }
  return STEMS.has(plain) ? plain : undefined;
}

/** Of words that mean different things before different values. */
function byValue(stem: string, value: string): string | undefined {
  switch (stem) {
    case "text":
      if (FONT_SIZE.test(value)) return "text-size";
      if (/^(left|center|right|start|end|justify)$/.test(value)) return "text-align";
      return /^(balance|pretty|wrap|nowrap)$/.test(value) ? "text-wrap" : "text-color";
    case "border":
      if (/^(separate|collapse)$/.test(value)) return "border-collapse";
      if (WIDTH.test(value)) return "border";
      return /^(solid|dashed|dotted|none)$/.test(value) ? "border-style" : "border-color";
    case "border-b":
    case "border-t":
    case "border-l":
    case "border-r":
      return WIDTH.test(value) ? stem : `${stem}-color`;
    case "font":
      return /^(serif|sans|mono)$/.test(value) ? "font-family" : "font-weight";
    case "bg":
      return value.startsWith("linear-") ? "bg-image" : "bg-color";
    case "break":
      return value.startsWith("inside-") ? "break-inside" : "break";
    case "object":
      return /^(contain|cover|fill|none|scale-down)$/.test(value)
        ? "object-fit"
        : "object-position";
    case "ring":
      if (value === "inset") return "ring-inset";
      return WIDTH.test(value) ? "ring" : "ring-color";
    case "decoration":
      return "decoration-color";
    case "stroke":
      return "stroke-color";
    case "shadow":
      return "shadow";
    default:
      return undefined;
  }
}

/** `mergeClasses("px-4 text-sm p-2")` → "text-sm p-2" */
export function mergeClasses(classes: string): string {
  const taken = new Set<string>();
  const kept: string[] = [];
  for (const one of classes.split(/\s+/).reverse()) {
    if (one === "") continue;
    const at = endOfModifiers(one);
    const group = groupOf(one.slice(at));
    const scope = one.slice(0, at);
    if (group === undefined || !taken.has(scope + group)) {
      kept.push(one);
      if (group === undefined) continue;
      taken.add(scope + group);
      for (const also of ALSO[group]?.split(" ") ?? []) taken.add(scope + also);
    }
  }
  return kept.reverse().join(" ");
}

/** Behind the last colon that stands in no bracket. */
function endOfModifiers(name: string): number {
  let depth = 0;
  for (let at = name.length - 1; at >= 0; at--) {
    const sign = name[at];
    if (sign === "]" || sign === ")") depth += 1;
    else if (sign === "[" || sign === "(") depth -= 1;
    else if (sign === ":" && depth === 0) return at + 1;
  }
  return 0;
}

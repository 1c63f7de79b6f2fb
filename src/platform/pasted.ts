/** What people type and paste, without what the eye does not see in it. */

/** Full-width signs are plain ones, marks without a width are gone, and any white space is one space. */
export function plainText(text: string): string {
  return text
    .normalize("NFKC")
    .replace(/\p{Cf}/gu, "")
    .replace(/[\s\u0085]+/g, " ")
    .trim();
}

const DASHES = /[\u2010-\u2015\u2212]/g;

/**
 * A figure as digits with a point, or null where it is none: `figureIn("＋１，２００")` → "1200",
 * `figureIn("−1 200.5")` → "-1200.5". Commas and spaces part thousands; anywhere else they may mean
 * something else, so `figureIn("1,5")` → null.
 */
export function figureIn(text: string): string | null {
  const [, sign, whole, fraction = ""] =
    /^([+-]?) ?(\d{1,3}(?:[ ,]\d{3})+|\d+)(\.\d*)?$/.exec(plainText(text).replace(DASHES, "-")) ??
    [];
  if (whole === undefined) return null;
  return `${sign === "-" ? "-" : ""}${whole.replace(/[ ,]/g, "")}${fraction}`;
}

/**
 * A name as it is compared: `foldedName("Ｚoë  Müller")` → "zoe muller". Marks over letters of alphabets
 * that are looked for without them go; those that make another letter (が, й of か, и in other scripts)
 * are none of them.
 */
export function foldedName(text: string): string {
  return plainText(
    plainText(text)
      .normalize("NFD")
      .replace(/(?<=[\p{Script=Latin}\p{Script=Greek}]\p{Mn}*)\p{Mn}/gu, "")
      .normalize("NFC")
      .toLowerCase()
      .toUpperCase()
      .toLowerCase()
      .replaceAll("ς", "σ"),
  );
}

/** Letters of a folded name that are looked at. */
const NAME_MAX = 64;

/**
 * A folded name from each of its letters on: what it has anywhere is the start of one of them.
 * `nameParts("晓 岚")` → [[0, "晓 岚"], [2, "岚"]].
 */
export function nameParts(name: string | null): [place: number, part: string][] {
  const letters = Array.from(foldedName(name ?? "")).slice(0, NAME_MAX);
  return letters.flatMap((letter, place) =>
    letter === " " ? [] : [[place, letters.slice(place).join("")]],
  );
}

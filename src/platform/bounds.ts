/**
 * How much of anything is taken from a caller before it is looked at, and how much of it is ever said
 * back. Whatever a caller makes longer, deeper or wider, the work and the answer stay small.
 */

export const BODY_BYTES_MAX = 1_000_000;
/** Objects and lists inside each other. */
export const DEPTH_MAX = 32;
/** A document has room for one value in so many bytes of what its door takes: 20,000 in 1 MB. */
const BYTES_PER_VALUE = 50;
/** One text or name in a document: far more than any field takes, and little work whatever is made of it. */
export const TEXT_BYTES_MAX = 16_000;
/** What is made of a document grows with it: so many bytes of a body are worth another call. */
const BYTES_OF_A_CALL = 20_000;
export const QUERY_FIELDS_MAX = 100;
export const HEADERS_MAX = 100;
/** Faults told of one input. */
export const ERRORS_MAX = 20;

const PATH_CHARS_MAX = 200;
const MESSAGE_CHARS_MAX = 300;
const FACT_CHARS_MAX = 500;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENINGS = [0x5b, 0x7b];
const CLOSINGS = [0x5d, 0x7d];

/**
 * What is too much about a JSON document, by its bytes alone: nothing is made of it yet. What isn't
 * JSON is for the parser to say.
 *
 * @param limitBytes how many bytes the door takes, which decides how many values
 */
export function excessOf(json: Uint8Array, limitBytes: number): string | undefined {
  const valuesMax = Math.floor(limitBytes / BYTES_PER_VALUE);
  let depth = 0;
  let values = 1;
  let isInText = false;
  let textFrom = 0;
  for (let at = 0; at < json.length; at++) {
    const byte = json[at] as number;
    if (isInText) {
      if (byte === BACKSLASH) at++;
      else if (byte === QUOTE) isInText = false;
      if (at - textFrom > TEXT_BYTES_MAX) return `a text of more than ${TEXT_BYTES_MAX} bytes`;
    } else if (byte === QUOTE) {
      isInText = true;
      textFrom = at + 1;
    } else if (byte === COMMA) values++;
    else if (OPENINGS.includes(byte)) {
      values++;
      if (++depth > DEPTH_MAX) return `nested deeper than ${DEPTH_MAX}`;
    } else if (CLOSINGS.includes(byte)) depth--;
    if (values > valuesMax) return `more than ${valuesMax} values`;
  }
  return undefined;
}

/**
 * As how many calls a body counts beside the one it came with. No more than are left of a caller's minute
 * that had only this one: however low a limit is, what a door takes can be sent.
 */
export function callsOfBody(bytes: number, ratePerMinute: number | null): number {
  const most = ratePerMinute === null ? Number.POSITIVE_INFINITY : ratePerMinute - 1;
  return Math.max(0, Math.min(Math.floor(bytes / BYTES_OF_A_CALL), most));
}

/** `clip("abcdef", 4)` → "abc…"; never half a character. */
export function clip(text: string, charsMax: number): string {
  if (text.length <= charsMax) return text;
  return `${text.slice(0, charsMax - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** The first faults, in words of bounded length. */
export function boundedErrors<E extends { path: string; message: string }>(errors: readonly E[]) {
  return errors.slice(0, ERRORS_MAX).map(({ path, message }) => ({
    path: clip(path, PATH_CHARS_MAX),
    message: clip(message, MESSAGE_CHARS_MAX),
  }));
}

type Fact = string | number | boolean | null;

/** Facts hold what a caller sent, now and then; instants become text. */
export function boundedFacts(facts: Record<string, Fact | Date>): Record<string, Fact> {
  const bounded = Object.entries(facts).map(([name, fact]): [string, Fact] => {
    if (fact instanceof Date) return [name, fact.toISOString()];
    return [name, typeof fact === "string" ? clip(fact, FACT_CHARS_MAX) : fact];
  });
  return Object.fromEntries(bounded);
}

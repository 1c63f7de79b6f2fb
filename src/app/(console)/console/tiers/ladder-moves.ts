/** A rung as far as it decides who is in it. */
export interface Step {
  code: string;
  thresholdMinor: number;
}

/**
 * What a ladder does to those who are members already: a threshold that is lower, or a new rung, lifts
 * at once; a higher one waits for each member's review; a removed rung moves whom it has.
 */
export function movesOf(before: readonly Step[], after: readonly Step[]) {
  const was = (code: string) => before.find((step) => step.code === code);
  const is = (code: string) => after.find((step) => step.code === code);
  return {
    lifts: after.some(
      ({ code, thresholdMinor }) => thresholdMinor < (was(code)?.thresholdMinor ?? Infinity),
    ),
    raises: before.some(
      ({ code, thresholdMinor }) => (is(code)?.thresholdMinor ?? 0) > thresholdMinor,
    ),
    removes: before.some(({ code }) => !is(code)),
  };
}

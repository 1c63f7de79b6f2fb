/** Codes that open something for whoever holds them: nobody reads them in the journal. */
export const BEARER_CODE = "bearer code";

/** Lead to whoever has them, and are forgotten with them. */
export const INVITE_CODE = "invite code";

/**
 * What chance decided in an act: ids that the database gave and codes that were drawn. Written down with
 * the act, they are given again where it is done again, and nothing else of it is chance.
 */
export class Draws {
  private readonly drawn: Record<string, (string | number)[]> = {};
  private readonly given: Record<string, (string | number)[]> | null;

  /** @param again what was drawn when the act was done before; null where it is done for the first time */
  constructor(again: Record<string, (string | number)[]> | null = null) {
    this.given = again && structuredClone(again);
  }

  /** What was drawn before, or else is drawn now. */
  text(of: string, draw: () => string): string {
    const known = this.given?.[of]?.shift();
    const text = known === undefined ? draw() : String(known);
    this.note(of, text);
    return text;
  }

  /** The id that a row had before; undefined where the database gives one. */
  id(of: string): number | undefined {
    const known = this.given?.[of]?.shift();
    return known === undefined ? undefined : Number(known);
  }

  note(of: string, value: string | number): void {
    const known = this.drawn[of];
    if (known) known.push(value);
    else this.drawn[of] = [value];
  }

  /** Undone with the act: nothing was drawn. */
  get all(): Readonly<Record<string, readonly (string | number)[]>> {
    return this.drawn;
  }
}

import { asDomainError } from "./errors";
import { log } from "./log";

/** So many in a row mean that it is not them, such as a database that is away. */
const IN_A_ROW_MAX = 3;

/**
 * What a job does one after the other, such as for each member: one that can't be carried out keeps none of
 * the others waiting. How many they were goes into the job's result, by which its run has failed and comes again
 * soon.
 */
export class EachAlone {
  failed = 0;
  private unavailable = 0;

  /** For the job's result. */
  get faults(): { failed?: number } {
    return this.failed === 0 ? {} : { failed: this.failed };
  }

  /**
   * @param whose for the log: ids alone
   * @returns undefined where it could not be
   * @throws what it failed by, where the next would fail too
   */
  async try<T>(whose: Record<string, number>, act: () => Promise<T>): Promise<T | undefined> {
    try {
      const done = await act();
      this.unavailable = 0;
      return done;
    } catch (err) {
      this.unavailable = asDomainError(err)?.status === 503 ? this.unavailable + 1 : 0;
      if (this.unavailable >= IN_A_ROW_MAX) throw err;
      this.failed += 1;
      log().error({ err, ...whose }, "one of what a job does could not be carried out");
      return undefined;
    }
  }
}

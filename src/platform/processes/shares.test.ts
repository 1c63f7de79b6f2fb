import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sharesOf } from "./shares";

describe("the connections of a server", () => {
  it.each([
    [10, 2, false, { api: 4, pages: 2, jobs: 2 }],
    [10, 2, true, { api: 3, pages: 2, jobs: 2 }],
    [10, 1, false, { api: 8, pages: 2, jobs: 2 }],
    [40, 4, true, { api: 6, pages: 8, jobs: 8 }],
    [2, 4, true, { api: 2, pages: 2, jobs: 2 }],
  ])("%i for %i API processes, jobs %s", (connections, processes, hasJobs, shares) => {
    expect(sharesOf(connections, processes, hasJobs)).toEqual(shares);
  });

  it("are no more in all than were given, or two for each process where those are more", () => {
    const connections = fc.integer({ min: 2, max: 200 });
    const processes = fc.integer({ min: 1, max: 64 });
    fc.assert(
      fc.property(connections, processes, fc.boolean(), (given, count, hasJobs) => {
        const { api, pages, jobs } = sharesOf(given, count, hasJobs);
        const all = api * count + pages + (hasJobs ? jobs : 0);
        expect(all).toBeLessThanOrEqual(Math.max(given, 2 * (count + 1 + Number(hasJobs))));
        expect(Math.min(api, pages, jobs)).toBeGreaterThanOrEqual(2);
      }),
    );
  });
});

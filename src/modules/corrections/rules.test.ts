import { expect, it } from "vitest";
import { mostToOne } from "./rules";

it.each([
  [[], 0],
  [[[1, 5]], 5],
  [
    [
      [1, 5],
      [1, 5],
      [2, -7],
    ],
    10,
  ],
  [
    [
      [1, 5],
      [1, -5],
      [2, 7],
    ],
    10,
  ],
] as [[number, number][], number][])(
  "rows %j move %d points of one member at most",
  (rows, most) => {
    expect(mostToOne(rows.map(([memberId, points]) => ({ memberId, points })))).toBe(most);
  },
);

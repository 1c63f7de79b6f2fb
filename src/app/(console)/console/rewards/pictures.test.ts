import { readdirSync } from "node:fs";
import { expect, it } from "vitest";
import { addressOf, pictures } from "./pictures";

it("offers every drawing there is, and no other", () => {
  const drawn = readdirSync("public/rewards").filter((file) => file.endsWith(".svg"));
  expect(pictures.map(addressOf)).toEqual(drawn.sort().map((file) => `/rewards/${file}`));
});

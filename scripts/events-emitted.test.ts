import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { eventTypes } from "@/modules/events";

const filesIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => `${folder}/${name}`);

const services = [...filesIn("src/modules"), ...filesIn("src/platform")]
  .filter((file) => /\.ts$/.test(file) && !/(\.test|\/events)\.ts$/.test(file))
  .map((file) => readFileSync(file, "utf8"))
  .join("\n");

it.each(eventTypes)("%s is emitted somewhere", (type) => {
  expect(services).toContain(`"${type}"`);
});

import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import auditLog from "@/i18n/messages/zh-CN/auditLog.json";
import { appRouter } from "@/modules/router";
import type { Meta } from "@/platform/trpc";

/** Written down under the name of what they do: rewards.cancel, jobs.runNow, access.takeSecondFactor. */
const SAID_OTHERWISE = ["rewards.withdraw", "system.runNow", "identity.takeSecondFactor"];

const procedures = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { type: string; meta: Meta } }>,
);

it("has words for whatever an operator, an admin or a service may do", () => {
  const said: Record<string, Record<string, string>> = auditLog.actions;
  const unsaid = procedures
    .filter(([, { _def }]) => _def.type === "mutation")
    .filter(([, { _def }]) => "operator" in _def.meta.access || "service" in _def.meta.access)
    .map(([name]) => name)
    .filter((name) => !SAID_OTHERWISE.includes(name))
    .filter((name) => {
      const [noun = "", verb = ""] = name.split(".");
      return said[noun]?.[verb] === undefined;
    });
  expect(unsaid).toEqual([]);
});

it("has words for whatever it is done to", () => {
  const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
    .filter((file) => /^(modules|platform)\/.*(?<!test)\.ts$/.test(file))
    .map((file) => readFileSync(`src/${file}`, "utf8"));
  const named = sources.flatMap((text) =>
    [...text.matchAll(/\btarget(?:: | = )[`"](\w+)[:"]/g)].map(([, type = ""]) => type),
  );
  expect(named.length).toBeGreaterThan(20);
  expect([...new Set(named)].filter((type) => !(type in auditLog.targets))).toEqual([]);
});

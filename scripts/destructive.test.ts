import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const CONSOLE = "src/app/(console)/console";

/** What ends or takes away something that nothing brings back; a publish is taken back by another one. */
const ENDING = [
  "access.changeOperator",
  "access.revokeKey",
  "activities.change",
  "automations.act",
  "coupons.void",
  "coupons.voidIssue",
  "identity.takeSecondFactor",
  "members.merge",
  "members.removeNote",
  "rewards.withdraw",
  "webhooks.remove",
];

const files = readdirSync(CONSOLE, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".tsx"))
  .map((name) => ({ name, text: readFileSync(`${CONSOLE}/${name}`, "utf8") }));

it.each(ENDING)("the dialog of %s looks like none that is asked for daily", (act) => {
  const asking = files.filter(
    ({ text }) =>
      text.includes(`trpc.${act}.mutationOptions`) &&
      /<(ReasonDialog|FormDialog|DialogFooter)/.test(text),
  );
  expect(asking.length).toBeGreaterThan(0);
  for (const { name, text } of asking) expect(text, name).toMatch(/\n\s+destructive/);
});

import { expect, it } from "vitest";
import { messageKind } from "@/modules/sending/schema";
import { locales } from "./config";
import { sentText } from "./sent-text";

const FACTS = { code: "314159", minutes: 10 };
const all = locales.flatMap((locale) =>
  messageKind.options.flatMap((kind) =>
    (["EMAIL", "SMS"] as const).map((channel) => [locale, kind, channel] as const),
  ),
);

it.each(all)("%s %s by %s says all there is to say", (locale, kind, channel) => {
  const { subject, text } = sentText(locale, kind, channel, FACTS, "素");
  expect(subject).not.toMatch(/[{}\n]/);
  expect(text).not.toMatch(/[{}]/);
  expect(text.includes("素")).toBe(channel === "EMAIL");
  expect(text.includes("314159")).toBe(kind.endsWith("_CODE"));
  // What stands on a locked screen tells nobody the code.
  expect(subject).not.toContain("314159");
  if (channel === "SMS") expect([...text].length).toBeLessThanOrEqual(250);
});

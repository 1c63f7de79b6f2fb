import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const CONSOLE = "src/app/(console)/console";
const read = (name: string) => readFileSync(`${CONSOLE}/${name}`, "utf8");
const files = readdirSync(CONSOLE, { recursive: true, encoding: "utf8" });

it.each(files.filter((name) => name.endsWith("page.tsx") && !name.endsWith("desk-page.tsx")))(
  "%s asks by itself who is there",
  (name) => {
    expect(read(name)).toMatch(/requirePerson\(|notFound\(/);
  },
);

/** Pages that one comes to from another, and the one that catches wrong addresses. */
const isLedTo = (name: string) => /\[|\/new\/|\/carriers\//.test(name);

it("the navigation, and so the palette, leads to every page that no other page does", () => {
  const pages = files.filter((name) => /(^|\/)page\.tsx$/.test(name) && !isLedTo(name));
  const places = pages.map((name) => `/console/${name}`.replace(/\/page\.tsx$/, ""));
  const led = [...read("layout.tsx").matchAll(/href: "([^"]+)"/g)].map(([, href]) => href);
  const pathOf = (href = "") => href.replace(/\?.*$/, "");
  const isLed = (href = "") => isLedTo(`${pathOf(href)}/page.tsx`);
  expect([...new Set(led.map(pathOf))].filter((href) => !isLed(href)).sort()).toEqual(
    places.sort(),
  );
  // What can be done at once has a page too.
  const known = files.map((name) => `/console/${name}`);
  for (const href of led.filter(isLed)) expect(known).toContain(`${pathOf(href)}/page.tsx`);
});

it("the words of what runs in the browser are sent there by the layout", () => {
  const [, sent = ""] = read("layout.tsx").match(/pickMessages\(messages, \[([^\]]*)\]/) ?? [];
  const wanted = files
    .filter((name) => /\.tsx?$/.test(name) && read(name).startsWith('"use client"'))
    .flatMap((name) => [...read(name).matchAll(/useTranslations\("(\w+)/g)].map(([, one]) => one));
  expect(wanted.length).toBeGreaterThan(0);
  expect([...new Set(wanted)].filter((name) => !sent.includes(`"${name}"`))).toEqual([]);
});

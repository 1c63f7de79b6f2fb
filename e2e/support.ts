import { readFileSync, statSync } from "node:fs";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, type TestInfo, test } from "./test";

export type Role = "member" | "operator" | "admin";

export interface SignIn {
  role: Role;
  email: string;
  password: string;
  memberId: string | null;
  externalId: string | null;
}

interface Demo {
  url: string;
  serviceKey: string;
  webhookSecret: string;
  memberJwt: { secret: string; issuer: string; audience: string };
  signIns: SignIn[];
}

export const API = "/api/v1/member-system";

const demoFile = () => process.env.DEMO_JSON ?? ".data/demo.json";

let known: Demo | undefined;

/** What the demo printed: who can sign in, and the service's key. */
export function demo(): Demo {
  known ??= JSON.parse(readFileSync(demoFile(), "utf8")) as Demo;
  return known;
}

/** The program's dates are Shanghai's, which has no summer time. */
const businessDay = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10);

/** Whether midnight has not passed since the demo was made: what it made "today" and "yesterday" still is. */
export function isDayOfTheDemo(): boolean {
  return businessDay(statSync(demoFile()).mtimeMs) === businessDay(Date.now());
}

export function operator(): SignIn {
  return signInOf("operator", 0);
}

export function admin(): SignIn {
  return signInOf("admin", 0);
}

/** Another person than the admin. */
export function secondAdmin(): SignIn {
  return signInOf("admin", 1);
}

/** By the tier the demo made them for; the newcomer has done nothing yet. */
export type DemoShopper = "newcomer" | "registered" | "bronze" | "silver" | "gold" | "diamond";

/** A shopper by the tier the demo made them for; each project that writes takes one of its own. */
export function shopper(tier: DemoShopper): SignIn {
  const found = demo().signIns.find(({ externalId }) => externalId === `demo-${tier}`);
  if (!found) throw new Error(`the demo has no ${tier} shopper`);
  return found;
}

function signInOf(role: Role, index: number): SignIn {
  const found = demo()
    .signIns.filter((signIn) => signIn.role === role)
    .at(index);
  if (!found) throw new Error(`the demo has no ${role}`);
  return found;
}

export function isPhone(info: TestInfo): boolean {
  return info.project.name === "phone";
}

/** Signs in without the form, for tests that are about something else. */
export async function signIn(page: Page, { email, password }: SignIn): Promise<void> {
  const { csrfToken } = (await (await page.request.get("/api/auth/csrf")).json()) as {
    csrfToken: string;
  };
  const answer = await page.request.post("/api/auth/callback/credentials", {
    form: { csrfToken, email, password, json: "true" },
  });
  expect(answer.ok(), `signing in as ${email}`).toBe(true);
}

/** Chooses language and appearance before the first page, as a returning visitor has. */
export async function prefer(
  page: Page,
  choice: { locale?: "zh-CN" | "en"; theme?: "light" | "dark" | "system" },
): Promise<void> {
  const url = process.env.BASE_URL ?? "http://localhost:3000";
  const cookies = Object.entries(choice).map(([name, value]) => ({ name, value, url }));
  await page.context().addCookies(cookies);
}

/**
 * How a page is looked at by this project: light and Chinese on the phone, dark and English on the
 * desktop, so that between them each is seen.
 */
export function lookOf(info: TestInfo) {
  return isPhone(info)
    ? ({ locale: "zh-CN", theme: "light" } as const)
    : ({ locale: "en", theme: "dark" } as const);
}

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** Nothing that axe can see is in anybody's way, on the page or in one part of it. */
export async function expectAccessible(page: Page, part = "html"): Promise<void> {
  await expect(page.locator(part)).toBeVisible();
  // From page to page the old title goes a moment before the new one comes.
  await expect(page).toHaveTitle(/\S/);
  // Things that are still fading in have less contrast than they will have.
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map(({ finished }) => finished)),
  );
  const found = await new AxeBuilder({ page })
    .include(part)
    // Where each thing stands is written down for what is in the way alone.
    .options({ runOnly: { type: "tag", values: TAGS }, resultTypes: ["violations"] })
    // In the page itself; what it frames is asked for over a page of axe's own.
    .setLegacyMode(page.frames().length === 1)
    .analyze();
  const said = found.violations.map(({ id, nodes }) => ({
    id,
    where: nodes.map(({ target }) => target.join(" ")),
  }));
  expect(said).toEqual([]);
}

/** Neither as wide as the project's window nor as narrow as the narrowest phone. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const window = page.viewportSize();
  await expectNothingSticksOut(page);
  await page.setViewportSize({ width: 320, height: 640 });
  await expectNothingSticksOut(page);
  if (window) await page.setViewportSize(window);
}

/** Paths in walks that a test can go through in its time: a visit is cheaper than a visitor. */
export function walksOf<T>(paths: readonly T[]): T[][] {
  const walks: T[][] = [];
  for (let from = 0; from < paths.length; from += WALK) walks.push(paths.slice(from, from + WALK));
  return walks;
}

const WALK = 6;

/** Visits pages one after another; each is to be in nobody's way at any width. */
export async function expectEachAccessible(
  page: Page,
  paths: readonly string[],
  ready: (page: Page) => Promise<void> = headed,
): Promise<void> {
  for (const path of paths) {
    await test.step(path, async () => {
      await page.goto(path);
      await ready(page);
      await expectAccessible(page);
      await expectNoSidewaysScroll(page);
    });
  }
}

async function headed(page: Page): Promise<void> {
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
}

export async function expectNothingSticksOut(page: Page): Promise<void> {
  // What has just been resized may still be settling.
  await expect
    .poll(
      () =>
        page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        ),
      { message: "pixels that stick out sideways" },
    )
    .toBeLessThanOrEqual(0);
}

/** Fails the test when the page itself logs an error: a broken hydration shows nowhere else. */
export function watchErrors(page: Page): () => void {
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
  });
  return () => expect(errors).toEqual([]);
}

/** What was just said above the page. What is said to listeners stands beside it for a moment. */
export function toasts(page: Page) {
  return page.getByRole("region", { name: /^(通知|Notifications) \(F8\)$/ });
}

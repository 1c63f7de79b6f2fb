import { shopper, signIn } from "../support";
import { expect, type Page, test } from "../test";

test.describe("by keyboard alone", () => {
  /** Tabs through a page; what of its content was passed by, and what showed no focus. */
  async function tabbedThrough(page: Page) {
    const stops = await page.evaluate(() => {
      const unseen: string[] = [];
      const reached = new Set<Element>();
      Object.assign(window, { walk: { reached, unseen } });
      addEventListener("focusin", ({ target }) => {
        if (!(target instanceof Element)) return;
        reached.add(target);
        const shown = target.closest("label") ?? target;
        // What covers a whole tile shows it around the tile.
        const looks = [
          ...[target, shown].map((one) => getComputedStyle(one)),
          getComputedStyle(target, "::after"),
        ];
        if (looks.every(({ outlineStyle }) => outlineStyle === "none")) {
          unseen.push(target.outerHTML.slice(0, 80));
        }
      });
      return document.querySelectorAll("a[href], button, input, select, summary").length;
    });
    for (let stop = 0; stop < stops; stop += 1) await page.keyboard.press("Tab");
    return page.evaluate(() => {
      const { reached, unseen } = (
        window as unknown as { walk: { reached: Set<Element>; unseen: string[] } }
      ).walk;
      const missed = [
        ...document.querySelectorAll<HTMLElement>(
          "main a[href], main button, main input, main select, main summary",
        ),
      ].filter(
        (one) =>
          one.checkVisibility({ visibilityProperty: true }) &&
          !one.matches(":disabled, [tabindex='-1'], input[type=radio]:not(:checked)") &&
          !reached.has(one),
      );
      return { missed: missed.map((one) => one.outerHTML.slice(0, 80)), unseen };
    });
  }

  for (const path of ["/membership", "/membership/history", "/membership/mall"]) {
    test(`everything on ${path} is reached, and seen to be @once`, async ({ page }) => {
      await signIn(page, shopper("gold"));
      await page.goto(path, { waitUntil: "networkidle" });
      expect(await tabbedThrough(page)).toEqual({ missed: [], unseen: [] });
    });
  }

  /** Goes on by Tab to what is called so. */
  async function tabTo(page: Page, role: "button" | "link", name: string | RegExp) {
    const target = page.getByRole("main").getByRole(role, { name }).first();
    await expect(target).toBeVisible();
    for (let stop = 0; stop < 120; stop += 1) {
      if (await target.evaluate((one) => one === document.activeElement)) return target;
      await page.keyboard.press("Tab");
    }
    throw new Error(`no way by Tab to ${name}`);
  }

  test("the history is filtered, explained and left @once", async ({ page }) => {
    await signIn(page, shopper("gold"));
    await page.goto("/membership/history", { waitUntil: "networkidle" });
    await tabTo(page, "button", "为什么是这个数？");
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog", { name: "积分是怎么来的" })).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await tabTo(page, "button", "使用");
    await page.keyboard.press("Enter");
    await expect(page).toHaveURL(/type=REDEEM/);
    await expect(page.getByRole("main").getByText("购物获得")).toHaveCount(0);
  });

  test("a reward is asked for, and left alone @once", async ({ page }) => {
    await signIn(page, shopper("gold"));
    await page.goto("/membership/mall", { waitUntil: "networkidle" });
    const redeem = await tabTo(page, "button", /^兑换/);
    await page.keyboard.press("Enter");
    await expect(page.getByRole("dialog")).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("dialog")).toHaveCount(0);
    await expect(redeem).toBeFocused();
  });
});

test.describe("with text twice as large", () => {
  test.use({ viewport: { width: 390, height: 844 } });

  const pages = ["", "/history", "/activities", "/benefits", "/coupons", "/profile", "/savings"];

  test("nothing is cut off, and no page goes sideways @once", async ({ page }) => {
    await signIn(page, shopper("gold"));
    for (const path of pages) {
      await page.goto(`/membership${path}`, { waitUntil: "networkidle" });
      await page.addStyleTag({ content: "html { font-size: 200% !important; }" });
      const cut = await page.evaluate(() => {
        const width = document.documentElement.clientWidth;
        const sideways = document.documentElement.scrollWidth > width ? ["the page"] : [];
        const clips = (one: Element) => /hidden|clip/.test(getComputedStyle(one).overflowX);
        const texts = [...document.querySelectorAll<HTMLElement>("main *")].filter(
          (one) =>
            one.checkVisibility({ visibilityProperty: true }) &&
            !one.closest(".sr-only") &&
            getComputedStyle(one).webkitLineClamp === "none" &&
            [...one.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim()),
        );
        const isCut = (one: HTMLElement) => {
          const range = document.createRange();
          range.selectNodeContents(one);
          const text = range.getBoundingClientRect();
          let frame: Element | null = one;
          while (frame && frame !== document.body && !clips(frame)) frame = frame.parentElement;
          if (!frame || frame === document.body) return text.right > width + 1;
          const box = frame.getBoundingClientRect();
          return text.right > box.right + 1 || text.bottom > box.bottom + 1;
        };
        return [...sideways, ...texts.filter(isCut).map((one) => one.textContent?.slice(0, 40))];
      });
      expect({ path, cut }).toEqual({ path, cut: [] });
    }
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { argumentsOf, checkMessages } from "./check-messages.mjs";
import { refusedTerms } from "./message-terms.mjs";

const roots: string[] = [];

interface Given {
  /** A third language, of another script. */
  ja?: unknown;
  zh: unknown;
  /** the Chinese catalog where left out */
  en?: unknown;
  code?: string;
}

function problemsOf({ zh, en = zh, ja = en, code = "" }: Given): string[] {
  const root = mkdtempSync(join(tmpdir(), "messages-"));
  roots.push(root);
  const files = {
    "src/i18n/messages/zh-CN/shop.json": JSON.stringify(zh),
    "src/i18n/messages/en/shop.json": JSON.stringify(en),
    "src/i18n/messages/ja/shop.json": JSON.stringify(ja),
    "src/app/page.tsx": code,
  };
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return checkMessages(root);
}

const SHOP = 'const t = useTranslations("shop");\n';

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

describe("the message check", () => {
  it("knows a translator that is handed in", () => {
    const code = `interface Words { t: ReturnType<typeof useTranslations<"shop">>; }
      export const wordsBy = ({ t }: Words) => t("name");`;
    expect(problemsOf({ zh: { name: "店" }, en: { name: "Shop" }, code })).toEqual([]);
  });

  it.each<[string, Given, string]>([
    [
      "a key one language lacks",
      { zh: { a: "一", b: "二" }, en: { a: "one" }, code: `${SHOP}t("a"); t("b");` },
      "en shop.b: is missing",
    ],
    [
      "a key only another language has",
      { zh: { a: "一" }, en: { a: "one", b: "two" }, code: `${SHOP}t("a");` },
      "en shop.b: is not in zh-CN",
    ],
    [
      "other arguments",
      { zh: { a: "{points} 积分" }, en: { a: "{count} points" }, code: `${SHOP}t("a");` },
      "en shop.a: takes {count}, in zh-CN {points}",
    ],
    [
      "a term that was corrected",
      { zh: { a: "待入账" }, en: { a: "Taken back" }, code: `${SHOP}t("a");` },
      "en shop.a: says “Taken back”, say clawed back, or revoked of a coupon",
    ],
    ["an empty message", { zh: { a: "" }, code: `${SHOP}t("a");` }, "zh-CN shop.a: is empty"],
    [
      "open braces",
      { zh: { a: "{x" }, code: `${SHOP}t("a");` },
      "zh-CN shop.a: its braces do not match",
    ],
    [
      "English among the Chinese",
      { zh: { a: "You have no points yet" }, code: `${SHOP}t("a");` },
      "zh-CN shop.a: looks untranslated: You have no points yet",
    ],
    [
      "Chinese among the English",
      { zh: { a: "积分" }, en: { a: "积 points" }, code: `${SHOP}t("a");` },
      "en shop.a: has Chinese characters: 积 points",
    ],
    ["a message nobody asks for", { zh: { a: "一" } }, "shop.a: nobody asks for it"],
    [
      "a message that does not exist",
      { zh: { a: "一" }, code: `${SHOP}t("a");\nt("b");` },
      'src/app/page.tsx:3: there is no message shop: "b"',
    ],
  ])("reports %s", (_, given, problem) => {
    expect(problemsOf(given)).toContain(problem);
  });

  it.each([
    ["a plain key", `${SHOP}t("a.x")`],
    ["a rich text", `${SHOP}t.rich("a.x", { b: (words) => words })`],
    ["either of two", `${SHOP}t(kind === "y" ? "a.x" : "a.x", { n: 1 })`],
    ["a template", `${SHOP}t(\`a.\${kind}\`)`],
    ["a translator of a part", 'const t = await getTranslations("shop.a");\nt("x")'],
    ["a translator of everything", 'const t = useTranslations();\nt("shop.a.x")'],
    ["a name the code computes", 'const t = useTranslations("shop.a");\nt(kind)'],
    ["a key kept in a table", `${SHOP}const labels = { one: "a.x" }; t(labels.one)`],
    [
      "a translator among other promises",
      'const [locale, say] = await Promise.all([getLocale(), getTranslations("shop")]);\nsay("a.x")',
    ],
    [
      "translators of the same name in several components",
      `function One() { ${SHOP} }\nfunction Two() { const t = useTranslations("shop.a"); return t("x"); }`,
    ],
    ["a catalog imported as a whole", 'import words from "@/i18n/messages/en/shop.json";'],
  ])("recognises %s as a use", (_, code) => {
    expect(problemsOf({ zh: { a: { x: "一" } }, code })).toEqual([]);
  });

  it("takes Chinese characters for a mistake where a language is written in Latin ones alone", () => {
    const code = `${SHOP}t("a");`;
    const given = { zh: { a: "一日" }, en: { a: "One day" }, ja: { a: "毎日" }, code };
    expect(problemsOf(given)).toEqual([]);
    const [problem, ...others] = problemsOf({ ...given, en: { a: "毎日" } });
    expect([problem, others]).toEqual([expect.stringMatching(/^en shop\.a: has Chinese/), []]);
  });
});

describe("the arguments of a message", () => {
  it.each([
    ["积分", []],
    ["{points} of {total}", ["points", "total"]],
    ["{count, plural, one {# point} other {# points for {name}}}", ["count", "name"]],
    ["{kind, select, earn {earned} other {used}}", ["kind"]],
    ["<b>{points}</b>", ["<b>", "points"]],
    ["it's '{literal}'", []],
    ["{day, date, short}", ["day"]],
    ["{open", null],
    ["close}", null],
  ])("%s → %j", (message, names) => {
    expect(argumentsOf(message)).toEqual(names);
  });
});

describe("terms", () => {
  it.each([
    ["en", "No money machine found", "money machine"],
    ["en", "Members aren't told", "n't"],
    ["en", "Enroll unknown customers", "Enroll"],
    ["en", "Fix {count, plural, one {# of the goods} other {# goods}}", "goods"],
    ["zh-CN", "待生效 {points} 积分", "待生效"],
    ["zh-CN", "账户已冻结", "账户已冻结"],
    ["zh-CN", "草稿“{name}”", "“"],
    ["zh-CN", "积分: {points}", "分: "],
    ["zh-CN", "没有保存,请再试一次", "存,"],
  ])("of %s that were corrected are refused: %s", (language, message, term) => {
    expect(refusedTerms(language, message)).toEqual([expect.stringContaining(`“${term}”`)]);
  });

  it.each([
    ["en", "{goods, select, some {Selected items} other {Everything}}: small, enrolled, cancelled"],
    ["en", "It isn’t right now"],
    ["zh-CN", "账户：年-月-日 时:分，共 {count, plural, other {# 张}}（已核对）"],
    ["ja", "批次"],
  ])("of %s that only look like them are let be: %s", (language, message) => {
    expect(refusedTerms(language, message)).toEqual([]);
  });
});

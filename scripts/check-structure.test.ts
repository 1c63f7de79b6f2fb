import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { checkStructure } from "./check-structure.mjs";

const roots: string[] = [];

/** @returns "file:line message" of each violation in a checkout that holds just these files */
function violationsOf(files: Record<string, string>): string[] {
  const root = mkdtempSync(join(tmpdir(), "structure-"));
  roots.push(root);
  for (const [path, text] of Object.entries({ "src/env.ts": "", ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return checkStructure(root).map(({ file, line, message }) => `${file}:${line} ${message}`);
}

const imports = (specifier: string) => `import { a } from "${specifier}";\n`;

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true });
});

describe("the structure check", () => {
  it("accepts a house that is built as designed", () => {
    expect(
      violationsOf({
        "src/dev.ts": imports("@/modules/router") + imports("./platform/db"),
        "src/server.ts": imports("./platform/log"),
        "src/platform/db.ts": imports("mariadb") + imports("@/env"),
        "src/platform/rest/door.ts": imports("../errors"),
        "src/modules/router.ts": imports("./points/router") + imports("@/platform/trpc"),
        "src/modules/points/schema.ts": imports("zod") + imports("../members/schema"),
        "src/modules/points/errors.ts": imports("@/platform/errors"),
        "src/modules/points/rules.ts": imports("./schema") + imports("@/platform/arithmetic"),
        "src/modules/points/rules.test.ts": imports("./rules") + imports("@/testing/actors"),
        "src/modules/points/store/lots.ts": imports("@/platform/db") + imports("../rules"),
        "src/modules/points/service.ts": imports("./store/lots") + imports("../members/service"),
        "src/modules/points/router.ts": imports("./service") + imports("@/platform/trpc"),
        "src/modules/benefits/types/coupon.ts": imports("zod") + imports("../schema"),
        "src/modules/benefits/rules.ts": imports("./types/coupon"),
        "src/modules/points/components/card.tsx": imports("@/ui/panel") + imports("../schema"),
        "src/app/(shop)/membership/page.tsx":
          imports("@/modules/points/components/card") + imports("@/trpc/server"),
        "src/app/api/v1/member-system/[...path]/route.ts": imports("@/modules/router"),
        "src/ui/panel.tsx": imports("./class-names"),
        "src/i18n/messages/zh-CN/common.json": "{}",
      }),
    ).toEqual([]);
  });

  it("refuses files that import each other, by types alone too, and says the way around once", () => {
    const violations = violationsOf({
      "src/app/desk.tsx": `${imports("react")}import { Dialog } from "./row/dialog";\n`,
      "src/app/row/dialog.tsx": 'export * from "./part";\n',
      "src/app/row/part.tsx": 'import type { Row } from "@/app/desk";\n',
      "src/app/page.tsx": imports("./desk"),
      "src/ui/tree.tsx": 'type Own = import("./tree").Leaf;\n',
    });
    expect(violations).toEqual([
      "src/app/desk.tsx:2 imports itself: app/desk.tsx → app/row/dialog.tsx → app/row/part.tsx → app/desk.tsx",
      "src/ui/tree.tsx:1 imports itself: ui/tree.tsx → ui/tree.tsx",
    ]);
  });

  it("lets several files import the same one", () => {
    const violations = violationsOf({
      "src/ui/a.tsx": imports("./b") + imports("./c"),
      "src/ui/b.tsx": imports("./d"),
      "src/ui/c.tsx": imports("./d"),
      "src/ui/d.tsx": "",
    });
    expect(violations).toEqual([]);
  });

  it.each([
    ["a folder in src that nobody planned", { "src/lists/a.ts": "" }, /src holds only/],
    ["a file in src that nobody planned", { "src/main.ts": "" }, /src holds only/],
    [
      "an unknown module",
      { "src/modules/vouchers/rules.ts": "" },
      /vouchers is not one of the modules/,
    ],
    ["a file at the root of modules", { "src/modules/shared.ts": "" }, /modules holds folders and/],
    [
      "an unknown file in a module",
      { "src/modules/points/queries.ts": "" },
      /a module's files are/,
    ],
    [
      "an unknown folder in a module",
      { "src/modules/points/hooks/a.ts": "" },
      /a module's folders/,
    ],
    ["folders in a part's folder", { "src/modules/points/rules/a/b.ts": "" }, /one level deep/],
    [
      "a file beside the folder that replaces it",
      { "src/modules/points/rules.ts": "", "src/modules/points/rules/earn.ts": "" },
      /stand side by side/,
    ],
    ["a barrel", { "src/ui/index.ts": "" }, /no barrels/],
    ["a name that says nothing", { "src/platform/string-utils.ts": "" }, /says nothing/],
    ["a folder that says nothing", { "src/ui/common/a.ts": "" }, /says nothing/],
    ["a name that is not kebab-case", { "src/ui/BarChart.tsx": "" }, /kebab-case/],
    ["a long file", { "src/ui/a.ts": "a;\n".repeat(301) }, /301 lines/],
    ["a long script", { "scripts/a.mjs": "a;\n".repeat(301) }, /301 lines/],
    ["a very long test", { "src/ui/a.test.ts": "a;\n".repeat(601) }, /601 lines/],
  ])("refuses %s", (_, files, message) => {
    expect(violationsOf(files)).toContainEqual(expect.stringMatching(message));
  });

  it.each([
    ["src/platform/db.ts", "@/modules/points/schema", /platform knows no modules/],
    ["src/platform/db.ts", "@/ui/panel", /platform may not import ui/],
    ["src/platform/db.ts", "../trpc/server", /platform may not import trpc/],
    ["src/ui/panel.tsx", "@/modules/points/schema", /ui knows no modules/],
    ["src/ui/panel.tsx", "@/platform/scalars", /ui may not import platform/],
    ["src/i18n/format.ts", "@/platform/scalars", /i18n may not import platform/],
    ["src/app/tiers/page.tsx", "@/modules/tiers/service", /a screen imports from modules only/],
    ["src/app/tiers/page.tsx", "@/modules/router", /a screen imports from modules only/],
    ["src/app/tiers/page.tsx", "@/platform/db", /app may not import platform/],
    ["src/app/api/trpc/route.ts", "@/modules/points/service", /knows the modules by their lists/],
    ["src/server.ts", "./trpc/front", /server may not import trpc/],
    ["src/server.ts", "./modules/jobs", /server knows no modules/],
    ["src/trpc/server.ts", "@/modules/points/router", /knows the modules by their lists/],
    ["src/modules/router.ts", "./points/service", /only lists the modules' own router/],
    ["src/modules/members/service.ts", "../points/service", /comes before points/],
    ["src/modules/points/service.ts", "../members/store", /only schema, rules, service/],
    ["src/modules/stats/service.ts", "../webhooks/service", /nobody imports webhooks/],
    ["src/modules/points/service.ts", "../router", /does not import the list/],
    ["src/modules/points/service.ts", "@/testing/actors", /only tests import testing/],
    ["src/modules/points/service.ts", "./rules.test", /nothing imports a test/],
    ["src/modules/points/service.ts", "mariadb", /platform and stores only/],
    ["src/modules/points/service.ts", "../../../scripts/migrate.mjs", /nothing from outside src/],
    ["src/modules/points/schema.ts", "./service", /schema may not import its own service/],
    ["src/modules/points/schema.ts", "superjson", /schema may use only zod/],
    ["src/modules/points/errors.ts", "./schema", /errors may not import its own schema/],
    ["src/modules/benefits/types/coupon.ts", "../service", /types may not import its own service/],
    ["src/modules/benefits/types/coupon.ts", "@/platform/errors", /types may use of platform only/],
    ["src/modules/benefits/types/coupon.ts", "node:crypto", /types may use only zod/],
    ["src/modules/benefits/schema.ts", "./types/coupon", /schema may not import its own types/],
    ["src/modules/points/rules.ts", "@/platform/db", /rules may use of platform only/],
    ["src/modules/points/rules.ts", "./store", /rules may not import its own store/],
    ["src/modules/points/rules.ts", "node:crypto", /rules may use no packages/],
    ["src/modules/points/store.ts", "./service", /store may not import its own service/],
    ["src/modules/points/router.ts", "./store", /router may not import its own store/],
    ["src/modules/points/router.ts", "../members/service", /only schema/],
    ["src/modules/points/jobs.ts", "./store", /jobs may not import its own store/],
    ["src/modules/points/events.ts", "@/platform/work", /events may use of platform only/],
    ["src/modules/points/schema.ts", "@/platform/events", /schema may use of platform only/],
    ["src/modules/points/events.ts", "./service", /events may not import its own service/],
    ["src/modules/points/components/card.tsx", "../service", /components may not import its own/],
    ["src/modules/points/components/card.tsx", "@/trpc/client", /components may not import trpc/],
  ])("refuses %s importing %s", (file, specifier, message) => {
    expect(violationsOf({ [file]: imports(specifier) })).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    ["points/store.ts", "SELECT id FROM shop_order o", /orders has not published it/],
    ["points/store.ts", "SELECT 1 FROM member m JOIN shop_order ON 1", /orders has not published/],
    ["members/store.ts", "SELECT id FROM shop_order", /members comes before orders/],
    ["points/store/lots.ts", "UPDATE member SET available = 0", /only members writes it/],
    ["points/store.ts", "INSERT IGNORE INTO member (id) VALUES (1)", /only members writes it/],
    ["points/store.ts", "DELETE FROM member WHERE id = 1", /only members writes it/],
    ["points/service.ts", "SELECT id FROM member", /tables are named in stores/],
  ])("refuses %s with the SQL “%s”", (file, sql, message) => {
    const prisma = {
      "prisma/schema/members.prisma": `/// A person.\n/// Published: everybody.\nmodel Member {\n  @@map("member")\n}\n`,
      "prisma/schema/orders.prisma": `/// An order.\nmodel ShopOrder {\n  @@map("shop_order")\n}\n`,
    };
    const files = { ...prisma, [`src/modules/${file}`]: `const sql = \`${sql}\`;\n` };
    expect(violationsOf(files)).toEqual([expect.stringMatching(message)]);
  });

  it.each([
    ["points/store.ts", 'insertInto("member", ["id"], { id })', /member: only members writes it/],
    ["points/store.ts", 'insertAllInto("member", ["id"], [{ id }])', /only members writes it/],
    ["points/store.ts", 'insertOrIgnore("member", ["id"], { id })', /only members writes it/],
    ["points/service.ts", 'insertInto(\n"member", ["id"], { id })', /tables are named in stores/],
    ["members/store.ts", 'insertInto("person", ["id"], { id })', /person: an insert names one of/],
    ["members/store.ts", 'insertInto(table, ["id"], { id })', /an insert names one of the tables/],
  ])("refuses %s with %s", (file, insert, message) => {
    const prisma = `/// A person.\n/// Published: everybody.\nmodel Member {\n  @@map("member")\n}\n`;
    const own = `tx.send(...insertInto("member", ["id"], { id }));\n`;
    const files = {
      "prisma/schema/members.prisma": prisma,
      "src/modules/members/store/members.ts": own,
      [`src/modules/${file.replace("members/store.ts", "members/store/other.ts")}`]: `tx.send(...${insert});\n`,
    };
    expect(violationsOf(files)).toEqual([expect.stringMatching(message)]);
  });

  it("lets stores read what an earlier module publishes, write their own, and read models read all", () => {
    const table = (name: string, map: string, note = "") =>
      `/// One.\n${note}model ${name} {\n  id BigInt\n  @@map("${map}")\n}\n`;
    const read = "db.rows(`SELECT 1 FROM shop_order`);\n// SELECT 1 FROM webhook_endpoint\n";
    expect(
      violationsOf({
        "prisma/schema/members.prisma": table("Member", "member", "/// Published: everybody.\n"),
        "prisma/schema/orders.prisma": table("ShopOrder", "shop_order"),
        "prisma/schema/webhooks.prisma": table("WebhookEndpoint", "webhook_endpoint"),
        "src/modules/orders/store.ts": `${read}db.write("UPDATE shop_order SET id = 1");\n`,
        "src/modules/points/store.ts": "db.rows(`SELECT 1 FROM member`);\n",
        "src/modules/stats/store/figures.ts": read,
        "src/modules/points/store.test.ts": "db.write(`DELETE FROM shop_order`);\n",
      }),
    ).toEqual([]);
  });

  it.each([
    ["over several lines", 'import {\n  a,\n  b,\n} from "@/modules/points/schema";'],
    ["of types only", 'import type { A } from "@/modules/points/schema";'],
    ["for its effect", 'import "@/modules/points/schema";'],
    ["passed on", 'export { a } from "@/modules/points/schema";'],
    ["at run time", 'const a = await import("@/modules/points/schema");'],
    ["in a type", 'type A = import("@/modules/points/schema").A;'],
  ])("sees an import %s", (_, text) => {
    expect(violationsOf({ "src/ui/a.ts": text })).toHaveLength(1);
  });

  it("does not take a comment for an import", () => {
    const text = '/*\nimport { a } from "@/modules/points/schema";\n*/\n// import "@/app/page";\n';
    expect(violationsOf({ "src/ui/a.ts": text })).toEqual([]);
  });

  it("refuses a mock of our own code, also in a test", () => {
    const text = 'vi.mock("@/platform/clock");\n';
    expect(violationsOf({ "src/modules/points/rules.test.ts": text })).toEqual([
      expect.stringContaining("never mocked"),
    ]);
  });

  it("names the line", () => {
    const text = `${imports("react")}\n${imports("@/modules/points/schema")}`;
    expect(violationsOf({ "src/ui/a.ts": text })).toEqual([
      expect.stringContaining("src/ui/a.ts:3 "),
    ]);
  });
});

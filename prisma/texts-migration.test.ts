import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Connection, createConnection } from "mariadb";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { withTexts } from "@/platform/stored-texts";
import type { LocalizedText } from "@/platform/texts";
import { migrate } from "../scripts/migrate.mjs";

const MIGRATIONS = fileURLToPath(new URL("./migrations", import.meta.url));
const NAME = "20261128060000_texts_by_language";

interface Row {
  name: LocalizedText;
  description: LocalizedText | null;
}
type Stored = Record<string, string | null>;

describe("the migration to texts by language", () => {
  const database = `texts_${randomBytes(6).toString("hex")}`;
  const before = mkdtempSync(join(tmpdir(), "migrations-"));
  let url: string;
  let connection: Connection;

  beforeAll(async () => {
    url = new URL(`/${database}`, inject("databases").server).href;
    for (const folder of readdirSync(MIGRATIONS).filter((name) => name < NAME)) {
      cpSync(join(MIGRATIONS, folder), join(before, folder), { recursive: true });
    }
    await migrate(url, { directory: before });
    const { hostname, port, username, password } = new URL(url);
    connection = await createConnection({
      host: hostname,
      port: Number(port || 3306),
      user: decodeURIComponent(username),
      password: decodeURIComponent(password),
      allowPublicKeyRetrieval: true,
      database,
    });
  });
  afterAll(async () => {
    await connection.query(`DROP DATABASE ${database}`);
    await connection.end();
    rmSync(before, { recursive: true });
  });

  /** As a process of the release before writes it. */
  const add = (name: string, description: string | null, descriptionEn: string | null) =>
    connection.query(
      `INSERT INTO reward (kind, name, nameEn, description, descriptionEn, pointsCost, onShelf,
         createdAt, updatedAt) VALUES ('PRODUCT', ?, 'Bag', ?, ?, 1, 1, NOW(3), NOW(3))`,
      [name, description, descriptionEn],
    );
  const rows = (sql: string) => connection.query(sql) as Promise<Stored[]>;

  it("carries every text over, and goes on reading what the release before writes", async () => {
    const quoted = "“包” \"\\ 'a' 👩‍💻";
    await add(quoted, "布的。", "Cloth.");
    await add("包", "布的。", null);
    await add("包", null, "Cloth.");
    await add("包", null, null);
    expect(await migrate(url, { directory: MIGRATIONS })).toContain(NAME);
    await add("袋", "后来的。", "Later.");

    const stored = await rows("SELECT * FROM reward ORDER BY id");
    expect(stored.map(({ nameTexts }) => nameTexts !== null)).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
    expect(JSON.parse(stored[0]?.nameTexts ?? "")).toEqual({ "zh-CN": quoted, en: "Bag" });
    const texts = stored.map((row) =>
      withTexts<Row, keyof Row>(row as never, ["name", "description"]),
    );
    expect(texts.map(({ name }) => name["zh-CN"])).toEqual([quoted, "包", "包", "包", "袋"]);
    expect(texts.map(({ description }) => description)).toEqual([
      { "zh-CN": "布的。", en: "Cloth." },
      { "zh-CN": "布的。" },
      { "zh-CN": "Cloth.", en: "Cloth." },
      null,
      { "zh-CN": "后来的。", en: "Later." },
    ]);
    const [gold] = await rows("SELECT nameTexts FROM tier WHERE code = 'GOLD'");
    expect(JSON.parse(gold?.nameTexts ?? "")).toEqual({ "zh-CN": "金牌会员", en: "Gold" });
  });
});

import { randomBytes } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Connection, createConnection } from "mariadb";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { migrate } from "../scripts/migrate.mjs";

const MIGRATIONS = fileURLToPath(new URL("./migrations", import.meta.url));
const NAME = "20261127120000_sign_in";

/** What an older release let in, the capitals put there by hand. */
const OLD = [
  "Lin@Shop.Example",
  "wang@shop.example",
  "ádmin@démo.example",
  "zhou@shop.example\u200b",
  "lin@例子.example",
  "o'hara@shop.example ",
];

describe("the migration to addresses of one form", () => {
  const database = `sign_in_${randomBytes(6).toString("hex")}`;
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

  const add = (email: string) =>
    connection.query(
      "INSERT INTO user (email, name, role, createdAt) VALUES (?, 'T', 'operator', NOW(3))",
      [email],
    );
  const found = async (email: string) =>
    (await connection.query("SELECT email FROM user WHERE email = ?", [email])) as {
      email: string;
    }[];

  it("keeps every account, finds it by its own letters and by no others", async () => {
    for (const email of OLD) await add(email);
    // What would meet afterwards had met before already.
    await expect(add("LIN@shop.example")).rejects.toMatchObject({ errno: 1062 });
    await expect(add("wáng@shop.example")).rejects.toMatchObject({ errno: 1062 });
    await connection.query(
      `INSERT INTO session (id, userId, createdAt, expiresAt, revokedAt)
       SELECT CONCAT('s', id), id, '2026-01-01', '2099-01-01', NULL FROM user`,
    );

    expect(await migrate(url, { directory: MIGRATIONS })).toContain(NAME);

    expect(await connection.query("SELECT COUNT(*) AS n FROM user")).toEqual([
      { n: BigInt(OLD.length) },
    ]);
    for (const email of ["lin@shop.example", ...OLD.slice(1)]) {
      expect(await found(email), email).toHaveLength(1);
    }
    for (const look of [
      "wáng@shop.example",
      "WANG@shop.example",
      "wang@shop.example\u200b",
      "zhou@shop.example",
      "admin@demo.example",
    ]) {
      expect(await found(look), look).toEqual([]);
    }
    await expect(add("wang@shop.example")).rejects.toMatchObject({ errno: 1062 });
    await add("wáng@shop.example");
    const idle =
      "SELECT COUNT(*) AS n FROM session WHERE lastSeenAt < UTC_TIMESTAMP(3) - INTERVAL 1 HOUR";
    expect(await connection.query(idle)).toEqual([{ n: 0n }]);
  });
});

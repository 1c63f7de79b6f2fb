import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ensureDatabaseProgram, findClients, findDatabaseProgram } from "./database-program.mjs";

const MARIADB = "Ver 10.11.19-MariaDB for debian-linux-gnu on x86_64 (Debian 12)";
const MYSQL = "Ver 9.7.4 for Linux on x86_64 (Debian)";
const ensure = (dataOf: "mariadb" | "mysql" | null = null) =>
  ensureDatabaseProgram(() => undefined, dataOf);

let folder: string;

/** A program that answers what a real one does when asked for its version. */
function install(name: string, answer: string): string {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\necho "${name} ${answer}"\n`);
  chmodSync(path, 0o755);
  return path;
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "programs-"));
  vi.stubEnv("PATH", `${folder}:${process.env.PATH}`);
  vi.stubEnv("DATABASE_PROGRAM", "");
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe("the database program", () => {
  it("is MariaDB where both are installed and nobody chose", async () => {
    install("mariadb-install-db", "");
    install("mysqld", MYSQL);
    const server = install("mariadbd", MARIADB);
    expect(await ensure()).toMatchObject({ flavour: "mariadb", server });
  });

  it.each(["mysql", "mariadb"] as const)(
    "is an installed %s where that is asked for",
    async (word) => {
      install("mariadb-install-db", "");
      const servers = { mysql: install("mysqld", MYSQL), mariadb: install("mariadbd", MARIADB) };
      vi.stubEnv("DATABASE_PROGRAM", word);
      expect(await ensure()).toMatchObject({ flavour: word, server: servers[word] });
    },
  );

  it("is the one that can open the data that are there", async () => {
    install("mariadb-install-db", "");
    install("mariadbd", MARIADB);
    const server = install("mysqld", MYSQL);
    expect(await ensure("mysql")).toMatchObject({ flavour: "mysql", server });
  });

  it("is what stands at the path that was given", async () => {
    const server = install("a-server", MYSQL);
    vi.stubEnv("DATABASE_PROGRAM", server);
    expect(await ensure()).toMatchObject({ flavour: "mysql", server });
  });

  it("does not take a mysqld that is MariaDB under its old name for MySQL", () => {
    install("mariadb-install-db", "");
    const server = install("mysqld", MARIADB);
    expect(findDatabaseProgram("mysql")?.server).not.toBe(server);
  });

  it.each(["postgres", "/nowhere/mysqld"])(
    "can't be %s, and says what it can be",
    async (wanted) => {
      vi.stubEnv("DATABASE_PROGRAM", wanted);
      await expect(ensure()).rejects.toThrow(
        `DATABASE_PROGRAM is "${wanted}"; it can be mariadb, mysql, or the path`,
      );
    },
  );
});

describe("the programs that dump and restore", () => {
  it("are those of the server's kind, whatever their names", () => {
    install("mysqldump", "from 10.11.19-MariaDB");
    install("mysql", MYSQL);
    expect(findClients("mysql")).not.toBe(folder);
    install("mysqldump", MYSQL);
    expect(findClients("mysql")).toBe(folder);
  });
});

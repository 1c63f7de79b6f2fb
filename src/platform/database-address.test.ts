import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { databaseAddress } from "./database-address.mjs";
import { versionFault } from "./database-version.mjs";

const PEM = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
const BASE = "mysql://shop:p%40ss@db.example:3307/member_system";

describe("the database's address", () => {
  let folder: string;
  let file: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "address-"));
    file = join(folder, "ca.pem");
    writeFileSync(file, PEM);
    writeFileSync(join(folder, "key.pem"), "-----BEGIN PRIVATE KEY-----\n");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is read with what is percent-encoded in it, and is not encrypted unless asked for", () => {
    expect(databaseAddress(BASE)).toEqual({
      host: "db.example",
      port: 3307,
      user: "shop",
      password: "p@ss",
      database: "member_system",
      allowPublicKeyRetrieval: false,
      ssl: false,
    });
    expect(databaseAddress("mariadb://u@[::1]/m")).toMatchObject({ host: "::1", port: 3306 });
    expect(databaseAddress(`${BASE}?allowPublicKeyRetrieval=true`).allowPublicKeyRetrieval).toBe(
      true,
    );
  });

  it.each<[query: string, authority: string | undefined, ssl: object]>([
    ["?ssl=true", undefined, { rejectUnauthorized: true }],
    ["?ssl-mode=required", undefined, { rejectUnauthorized: false }],
    ["?ssl-mode=VERIFY_IDENTITY", PEM, { rejectUnauthorized: true, ca: PEM }],
    ["", PEM, { rejectUnauthorized: true, ca: PEM }],
    ["", PEM.replaceAll("\n", "\\n"), { rejectUnauthorized: true, ca: PEM }],
  ])("with %j and a CA of %j is encrypted so", (query, authority, ssl) => {
    expect(databaseAddress(`${BASE}${query}`, authority).ssl).toEqual(ssl);
  });

  it("takes the CA from a file, named in the address or by DATABASE_CA", () => {
    expect(databaseAddress(`${BASE}?ssl-ca=${file}`).ssl).toMatchObject({ ca: PEM });
    expect(databaseAddress(BASE, file).ssl).toMatchObject({ ca: PEM });
  });

  it("verifies the CA alone where the certificate names no host, as a server makes its own", () => {
    const { ssl } = databaseAddress(`${BASE}?ssl-mode=VERIFY_CA`, PEM);
    expect(ssl).toMatchObject({ ca: PEM, rejectUnauthorized: true });
    expect(ssl === false || ssl.checkServerIdentity?.()).toBeUndefined();
  });

  it.each<[query: string, authority: string | undefined, sentence: RegExp]>([
    ["?sslca=x", undefined, /parameter sslca; there are/],
    ["?ssl=yes", undefined, /ssl=yes; it can be true or false/],
    ["?ssl-mode=PREFERRED", undefined, /ssl-mode=PREFERRED; it can be/],
    ["?ssl-mode=DISABLED", PEM, /DISABLED beside/],
    ["?ssl-ca=/nowhere/ca.pem", undefined, /cannot be read from \/nowhere\/ca\.pem \(ENOENT\)/],
  ])("%s is refused rather than connected without encryption", (query, authority, sentence) => {
    expect(() => databaseAddress(`${BASE}${query}`, authority)).toThrow(sentence);
  });

  it("that holds no certificate, or is none at all, is refused", () => {
    expect(() => databaseAddress(BASE, join(folder, "key.pem"))).toThrow(/no certificate/);
    expect(() => databaseAddress("postgres://u@h/d")).toThrow(/DATABASE_URL is none/);
    expect(() => databaseAddress("nothing")).toThrow(/DATABASE_URL is none/);
  });
});

describe("a server's version", () => {
  it.each([
    ["8.0.16"],
    ["8.4.3-log"],
    ["9.7.4-2"],
    ["10.6.0-MariaDB"],
    ["5.5.5-10.11.14-MariaDB-0+deb12u2"],
    ["11.8.9-MariaDB-0+deb13u1"],
    ["8.0.28-cluster"],
  ])("%s will do", (version) => {
    expect(versionFault(version)).toBeNull();
  });

  it.each([
    ["5.7.44-log", "MySQL 5.7.44"],
    ["8.0.15", "MySQL 8.0.15"],
    ["8.0.11-TiDB-v7.5.0", "MySQL 8.0.11"],
    ["10.5.29-MariaDB", "MariaDB 10.5.29"],
    ["5.5.5-10.5.29-MariaDB", "MariaDB 10.5.29"],
    ["", "MySQL "],
  ])("%s will not, in words", (version, named) => {
    expect(versionFault(version)).toContain(`the server is ${named}`);
    expect(versionFault(version)).toContain("needed is MariaDB 10.6 or newer");
  });
});

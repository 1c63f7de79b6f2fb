/**
 * The one reader of DATABASE_URL, for the pools and for the scripts, which run before anything is
 * built: plain JavaScript for that reason.
 *
 * mysql://user:password@host:3306/database?ssl-mode=VERIFY_CA&ssl-ca=/etc/ssl/db.pem
 */

import { readFileSync } from "node:fs";

/** As MySQL's own clients name them. */
const SSL_MODES = ["DISABLED", "REQUIRED", "VERIFY_CA", "VERIFY_IDENTITY"];
const PARAMETERS = ["ssl", "ssl-mode", "ssl-ca", "allowPublicKeyRetrieval"];
const DEFAULT_PORT = 3306;

/**
 * What the driver is told, in both pools and in the scripts.
 * @typedef {object} DatabaseAddress
 * @property {string} host
 * @property {number} port
 * @property {string} user
 * @property {string} password
 * @property {string} database
 * @property {boolean} allowPublicKeyRetrieval
 * @property {false | { ca?: string, rejectUnauthorized: boolean, checkServerIdentity?: () => undefined }} ssl
 */

/**
 * @param {string} text
 * @param {string} [authority] what DATABASE_CA says: the certificate itself (PEM), or a file with it
 * @param {string} [variable] that holds the address
 * @returns {DatabaseAddress}
 * @throws Error with a sentence for people: an unknown parameter, a file that is not there
 */
export function databaseAddress(
  text,
  authority = process.env.DATABASE_CA,
  variable = "DATABASE_URL",
) {
  const url = parsed(text, variable);
  const parameters = url.searchParams;
  const unknown = [...parameters.keys()].find((name) => !PARAMETERS.includes(name));
  // A misspelt wish for encryption must not end in none.
  if (unknown !== undefined) {
    throw new Error(`${variable} has the parameter ${unknown}; there are ${PARAMETERS.join(", ")}`);
  }
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, "$1"),
    port: Number(url.port || DEFAULT_PORT),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)),
    allowPublicKeyRetrieval: isTrue(parameters, "allowPublicKeyRetrieval"),
    ssl: encryption(parameters, authority),
  };
}

/** @param {string} text @param {string} variable */
function parsed(text, variable) {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !["mysql:", "mariadb:"].includes(url.protocol)) {
    throw new Error(`${variable} is none: mysql://user:password@host:3306/database`);
  }
  return url;
}

/** @param {URLSearchParams} parameters @param {string} name */
function isTrue(parameters, name) {
  const value = parameters.get(name) ?? "false";
  if (value !== "true" && value !== "false") {
    throw new Error(`DATABASE_URL has ${name}=${value}; it can be true or false`);
  }
  return value === "true";
}

/**
 * @param {URLSearchParams} parameters
 * @param {string | undefined} authority
 * @returns {DatabaseAddress["ssl"]}
 */
function encryption(parameters, authority) {
  const file = parameters.get("ssl-ca");
  const ca = file ? readAuthority(file) : authority ? readAuthority(authority) : undefined;
  const wantsTls = isTrue(parameters, "ssl") || ca !== undefined;
  const mode = parameters.get("ssl-mode")?.toUpperCase();
  if (mode !== undefined && !SSL_MODES.includes(mode)) {
    throw new Error(`DATABASE_URL has ssl-mode=${mode}; it can be ${SSL_MODES.join(", ")}`);
  }
  switch (mode ?? (wantsTls ? "VERIFY_IDENTITY" : "DISABLED")) {
    case "REQUIRED":
      return { rejectUnauthorized: false };
    case "VERIFY_CA":
      return { ...(ca && { ca }), rejectUnauthorized: true, checkServerIdentity: () => undefined };
    case "VERIFY_IDENTITY":
      return { ...(ca && { ca }), rejectUnauthorized: true };
    default:
      if (wantsTls) throw new Error("DATABASE_URL has ssl-mode=DISABLED beside ssl or a CA");
      return false;
  }
}

/** @param {string} source */
function readAuthority(source) {
  const text = source.includes("-----BEGIN") ? source : readFile(source);
  if (text.includes("-----BEGIN CERTIFICATE-----")) return text.replaceAll("\\n", "\n");
  throw new Error(`${source.slice(0, 200)} holds no certificate (PEM) of the database's CA`);
}

/** @param {string} path */
function readFile(path) {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const { code } = /** @type {NodeJS.ErrnoException} */ (error);
    throw new Error(`the database's CA cannot be read from ${path} (${code})`);
  }
}

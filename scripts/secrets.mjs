/** What a machine of our own needs to keep to itself, made once. */

import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { DATA, readJson, writeJson } from "./workspace.mjs";

const SERVICE_KEY_CHARACTERS = 40;

/**
 * @typedef {object} Secrets
 * @property {string} databasePassword
 * @property {string} authSecret
 * @property {string} webhookSecret `whsec_` and standard base64, as Standard Webhooks wants it
 * @property {string} serviceKey API key of the demo's order system
 * @property {string} memberJwtSecret what the demo's shop signs its members' tokens with
 */

/** @returns {Secrets} */
export function newSecrets() {
  return {
    databasePassword: randomBytes(24).toString("hex"),
    authSecret: randomBytes(32).toString("base64"),
    webhookSecret: `whsec_${randomBytes(32).toString("base64")}`,
    serviceKey: `msk_${randomBytes(32).toString("base64url").slice(0, SERVICE_KEY_CHARACTERS)}`,
    memberJwtSecret: randomBytes(32).toString("base64url"),
  };
}

/**
 * Made on the first call and kept; a secret that a newer version needs is added to the others.
 * @returns {Secrets}
 */
export function keptSecrets() {
  const path = join(DATA, "secrets.json");
  /** @type {Partial<Secrets>} */
  const known = readJson(path) ?? {};
  const secrets = { ...newSecrets(), ...known };
  if (Object.keys(known).length < Object.keys(secrets).length) writeJson(path, secrets);
  return secrets;
}

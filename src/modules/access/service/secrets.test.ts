import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { appRouter } from "@/modules/router";
import type { Caller } from "@/platform/auth";
import { reader } from "@/platform/db";
import type { Meta } from "@/platform/trpc";
import { as } from "@/testing/actors";
import { PASSWORD, signedIn } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { fresh } from "@/testing/factories";
import { authenticate } from "./authenticate";

const commands = Object.entries(
  appRouter._def.procedures as unknown as Record<string, { _def: { meta: Meta } }>,
).filter(([, { _def }]) => _def.meta.kind === "command");

const namesOf = (schema: z.ZodType, io: "input" | "output") =>
  Object.keys(z.toJSONSchema(schema, { io, unrepresentable: "any" }).properties ?? {});

/** What gives a second factor takes a code that may be one to recover by, and answers how many are left. */
const SECRETS = ["password", "secret", "ticket", "link", "token", "recoveryCodesLeft"];
/** Its code signs in; other codes without a ticket, as of a card, don't. */
const BY_CODE_ALONE = ["identity.lookAtHandoff"];
/** Their codes are worth money to whoever has them. */
const TELLS_CODES = ["coupons.issue", "coupons.reveal"];
/** Codes come in, short ones of the shop's own among them, and none goes out. */
const BRINGS_CODES = ["coupons.use", "coupons.takeNamed", "coupons.issueMany"];

describe("what is kept under an idempotency key", () => {
  useDatabase("secrets");

  async function admin(): Promise<Caller> {
    const { headers } = await signedIn("admin");
    return authenticate({ headers: new Headers(headers) });
  }

  const kept = (key: string) =>
    reader.row<{ body: string; requestHash: string }>(
      "SELECT body, requestHash FROM idempotency_key WHERE idemKey = ?",
      [key],
    );

  it("tells nobody the secret of a key, and its owner again", async () => {
    const [caller, key] = [await admin(), fresh("key")];
    const { access } = as(caller, { idempotencyKey: key });
    const wanted = { name: fresh("k"), scopes: ["members:read" as const] };
    const made = await access.createKey(wanted);
    expect((await kept(key))?.body).not.toContain(made.secret.slice(4));
    expect(await access.createKey(wanted)).toEqual(made);
    await expect(access.createKey({ ...wanted, name: "another" })).rejects.toMatchObject({
      domainCode: "IDEMPOTENCY_KEY_REUSED",
    });
  });

  it("is nothing that passwords could be tried against", async () => {
    const [caller, key] = [await admin(), fresh("key")];
    const { access } = as(caller, { idempotencyKey: key });
    const email = `${fresh("op")}@shop.example`;
    const wanted = { email, name: "周航", password: PASSWORD, role: "operator" as const };
    const made = await access.createOperator(wanted);
    const tried = `POST access.createOperator ${JSON.stringify(wanted)}`;
    const guess = createHash("sha256").update(tried).digest("hex");
    expect((await kept(key))?.requestHash).not.toBe(guess);
    expect(await access.createOperator(wanted)).toEqual(made);
  });

  it.each(commands)(
    "is sealed where a secret goes in or comes out: %s",
    (command, { _def: { meta } }) => {
      const names = [...namesOf(meta.input, "input"), ...namesOf(meta.output, "output")];
      const isSecret =
        [...BY_CODE_ALONE, ...TELLS_CODES].includes(command) ||
        SECRETS.some((name) => names.includes(name));
      const brings = BRINGS_CODES.includes(command) && "brought";
      expect(meta.secret ?? false).toBe(isSecret || brings);
    },
  );
});

import { randomBytes } from "node:crypto";
import { createKey } from "@/modules/access/service/keys";
import { closePool } from "@/platform/db";
import { ADMIN, as, at } from "./actors";

/**
 * What the crash suite needs in an empty system: a service's key, and an endpoint for its receiver.
 * Run as a program with the receiver's address; prints both secrets as JSON.
 */
async function main(url: string): Promise<void> {
  const key = `msk_${randomBytes(24).toString("base64url")}`;
  const scopes = ["points:write", "members:read", "members:write"] as const;
  await at(new Date(), (work) =>
    createKey(work, { name: "crash", secret: key, scopes, ratePerMinute: 1_000_000 }),
  );
  const { secret } = await as(ADMIN).webhooks.create({ url, eventTypes: null });
  console.log(JSON.stringify({ key, secret }));
  await closePool();
}

await main(process.argv[2] ?? "");

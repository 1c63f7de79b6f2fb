import { parseArgs } from "node:util";
import { z } from "zod";
import { scope } from "@/modules/access/schema/access";
import { createKey, keySecret, revokeKey } from "@/modules/access/service/keys";
import { ANONYMOUS } from "@/platform/auth";
import { closePool } from "@/platform/db";
import { OwnError } from "@/platform/errors";
import { faultText } from "@/platform/fault";
import { POINTS_MAX } from "@/platform/scalars";
import { runWork } from "@/platform/work";

/**
 * Makes a service's API key: `npm run key:create -- --name orders --scopes points:write,members:read`.
 * Whoever may run it is the operator of the server and needs no second person. `--points-per-day` lets
 * the key give points of a number of its own choice (CUSTOM) up to so many a day; else the program's
 * limit holds. The secret is shown once; `--expires 2027-01-01` ends it by itself, `--revoke 7` at once.
 */
const arguments_ = z.object({
  name: z.string().trim().min(1).max(64),
  scopes: z
    .string()
    .transform((text) => text.split(/[\s,]+/).filter(Boolean))
    .pipe(z.array(scope).min(1)),
  ratePerMinute: z.coerce.number().int().min(1).nullable(),
  pointsPerDayMax: z.coerce.number().int().min(1).max(POINTS_MAX).nullable(),
  expiresAt: z
    .union([z.iso.date(), z.iso.datetime({ offset: true })])
    .transform((text) => new Date(text))
    .refine((moment) => moment > new Date(), { error: "must be ahead" })
    .nullable(),
});

const origin = { caller: { ...ANONYMOUS, actor: "key:create" }, requestId: "key-create" };

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      name: { type: "string" },
      scopes: { type: "string" },
      "rate-per-minute": { type: "string" },
      "points-per-day": { type: "string" },
      expires: { type: "string" },
      revoke: { type: "string" },
    },
  });
  if (values.revoke !== undefined) {
    const revoked = await runWork(origin, null, (work) => revokeKey(work, Number(values.revoke)));
    console.log(revoked ? `key ${values.revoke} is revoked` : `no living key ${values.revoke}`);
  } else {
    const given = arguments_.safeParse({
      ...values,
      ratePerMinute: values["rate-per-minute"] ?? null,
      pointsPerDayMax: values["points-per-day"] ?? null,
      expiresAt: values.expires ?? null,
    });
    if (!given.success) {
      throw new OwnError(
        `usage: --name orders --scopes ${scope.options.join(",")} [--rate-per-minute 600] [--points-per-day 100000] [--expires 2027-01-01], or --revoke ID`,
      );
    }
    const secret = keySecret();
    const id = await runWork(origin, null, (work) => createKey(work, { ...given.data, secret }));
    console.log(`key ${id} (${given.data.scopes.join(" ")}), shown only now:\n${secret}`);
  }
  await closePool();
}

main().catch((error: unknown) => {
  console.error(faultText(error));
  process.exit(1);
});

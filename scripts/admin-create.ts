import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { createUser } from "@/modules/access/service/accounts";
import { ANONYMOUS } from "@/platform/auth";
import { closePool } from "@/platform/db";
import { asDomainError, OwnError } from "@/platform/errors";
import { faultText } from "@/platform/fault";
import { runWork } from "@/platform/work";

/** Makes an admin: `npm run admin:create -- --email you@shop.cn [--name …]`; shows the password once. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { email: { type: "string" }, name: { type: "string" } },
  });
  const { email } = values;
  if (!email) throw new OwnError("which address? npm run admin:create -- --email you@shop.cn");
  const password = process.env.ADMIN_PASSWORD ?? randomBytes(15).toString("base64url");
  const user = {
    email,
    password,
    name: values.name ?? email,
    role: "admin" as const,
    memberId: null,
  };
  const origin = { caller: { ...ANONYMOUS, actor: "admin:create" }, requestId: "admin-create" };
  await runWork(origin, "access.createUser", (work) => createUser(work, user));
  console.log(`admin ${email} made`);
  if (!process.env.ADMIN_PASSWORD) console.log(`password, shown only now: ${password}`);
  await closePool();
}

main().catch((error: unknown) => {
  const refused = asDomainError(error)?.errors.map(({ path, message }) => `${path} ${message}`);
  console.error(refused?.join("; ") ?? faultText(error));
  process.exit(1);
});

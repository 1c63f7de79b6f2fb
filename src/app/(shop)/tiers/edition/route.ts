import { createHash } from "node:crypto";
import { api } from "@/trpc/server";

/** Names what the ladder's page shows to a stranger: another word as soon as any of it is another. */
export async function GET() {
  const caller = await api();
  const shown = await Promise.all([
    caller.tiers.list({}),
    caller.brand.current({}),
    caller.identity.signUpOffer({}),
  ]);
  const edition = createHash("sha256").update(JSON.stringify(shown)).digest("base64url");
  return new Response(edition, { headers: { "Cache-Control": "no-store" } });
}

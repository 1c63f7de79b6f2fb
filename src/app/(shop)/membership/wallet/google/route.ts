import { api } from "@/trpc/server";
import { answered } from "../answered";

/** To Google, with the member's card in the address. */
export function GET() {
  return answered(async () => {
    const { url } = await (await api()).wallets.googleLink({});
    if (url === null) return new Response(null, { status: 404 });
    return new Response(null, {
      status: 302,
      headers: { Location: url, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer" },
    });
  });
}

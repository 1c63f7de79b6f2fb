import { api } from "@/trpc/server";
import { answered } from "../answered";

/** The member's card as a phone from Apple keeps it. */
export function GET() {
  return answered(async () => {
    const { file } = await (await api()).wallets.applePass({});
    if (file === null) return new Response(null, { status: 404 });
    return new Response(Buffer.from(file, "base64"), {
      headers: {
        "Content-Type": "application/vnd.apple.pkpass",
        "Content-Disposition": 'attachment; filename="membership.pkpass"',
        "Cache-Control": "no-store",
      },
    });
  });
}

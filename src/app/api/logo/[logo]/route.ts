import { TRPCError } from "@trpc/server";
import { api } from "@/trpc/server";

interface LogoRoute {
  params: Promise<{ logo: string }>;
}

/** A picture that was drawn by us, under the digest of what it is. */
export async function GET(_: Request, { params }: LogoRoute) {
  try {
    const { file } = await (await api()).brand.logo(await params);
    return new Response(Buffer.from(file, "base64"), {
      headers: {
        "Content-Type": "image/webp",
        "Cache-Control": "public, max-age=31536000, immutable",
      },
    });
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    return new Response(null, { status: 404 });
  }
}

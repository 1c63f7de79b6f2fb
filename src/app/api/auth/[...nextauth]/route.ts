import NextAuth from "next-auth";
import { authOptions } from "@/trpc/sign-in";

type Handler = (request: Request, context: unknown) => Promise<Response>;

/** Made at the first request: the build has no environment. */
const handler: Handler = (request, context) =>
  (NextAuth(authOptions()) as Handler)(request, context);

export { handler as GET, handler as POST };

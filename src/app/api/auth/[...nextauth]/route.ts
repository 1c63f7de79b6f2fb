import NextAuth from "next-auth";
import { authOptions, visitOf } from "@/trpc/sign-in";

type Handler = (request: Request, context: unknown) => Promise<Response>;

/** Made for each request: what it answers depends on where the request came from. */
const handler: Handler = async (request, context) => {
  const visit = visitOf(request.headers);
  const answer = await (NextAuth(authOptions(visit)) as Handler)(request, context);
  for (const cookie of visit.answerCookies) answer.headers.append("set-cookie", cookie);
  return answer;
};

export { handler as GET, handler as POST };

import { NextRequest } from "next/server";
import NextAuth from "next-auth";
import { DomainError } from "@/platform/errors";
import { addressOf, readBodyOf } from "@/platform/rest/fetch";
import { AUTH_BODY_BYTES_MAX, checkAuthRequest, redirectTarget } from "@/trpc/auth-door";
import { problemAnswer } from "@/trpc/refusal";
import { authOptions, visitOf } from "@/trpc/sign-in";

type Handler = (request: Request, context: unknown) => Promise<Response>;

/** The same request once more, whose body has been read and is within bounds. */
async function bounded(request: Request): Promise<NextRequest> {
  const { method, headers, url } = request;
  const limitBytes = AUTH_BODY_BYTES_MAX;
  const body = method === "POST" ? await readBodyOf(request, limitBytes) : new Uint8Array(0);
  if (!body) throw new DomainError("BODY_TOO_LARGE", { limitBytes });
  checkAuthRequest({ method, url: new URL(url), contentType: headers.get("content-type"), body });
  return new NextRequest(url, { method, headers, ...(method === "POST" ? { body } : {}) });
}

/** Made for each request: what it answers depends on where the request came from. */
const handler: Handler = async (request, context) => {
  const boundedRequest = await bounded(request).catch((error: unknown) => ({ error }));
  if (!(boundedRequest instanceof Request)) {
    const refused = problemAnswer(
      boundedRequest.error,
      request.headers,
      addressOf(request.headers),
    );
    return new Response(refused.body, refused);
  }
  const visit = visitOf(request.headers);
  const options = authOptions(visit);
  const callbacks = { ...options.callbacks, redirect: redirectTarget };
  const answer = await (NextAuth({ ...options, callbacks }) as Handler)(boundedRequest, context);
  for (const cookie of visit.answerCookies) answer.headers.append("set-cookie", cookie);
  return answer;
};

export { handler as GET, handler as POST };

import { TRPCError } from "@trpc/server";
import { getHTTPStatusCodeFromError } from "@trpc/server/http";

/** What was asked for, or the status of the refusal: a browser that follows a link shows its own page of it. */
export async function answered(answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer();
  } catch (error) {
    if (!(error instanceof TRPCError)) throw error;
    return new Response(null, { status: getHTTPStatusCodeFromError(error) });
  }
}

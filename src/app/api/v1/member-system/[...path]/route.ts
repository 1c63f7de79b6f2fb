import { openApiText, REST_PREFIX, restDoor } from "@/trpc/doors";

/** The REST door where Next is the host; server.ts answers it itself. */
async function handler(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const path = url.pathname.slice(REST_PREFIX.length + 1);
  if (path === "openapi.json" && request.method === "GET") {
    return new Response(openApiText(), { headers: { "Content-Type": "application/json" } });
  }
  const answer = await restDoor()({
    method: request.method,
    path,
    search: url.searchParams,
    headers: request.headers,
    remoteAddress: request.headers.get("x-forwarded-for") ?? "unknown",
    readBody: async (limitBytes) => {
      const body = new Uint8Array(await request.arrayBuffer());
      return body.length > limitBytes ? undefined : body;
    },
  });
  return new Response(answer.body, { status: answer.status, headers: answer.headers });
}

export { handler as DELETE, handler as GET, handler as PATCH, handler as POST, handler as PUT };

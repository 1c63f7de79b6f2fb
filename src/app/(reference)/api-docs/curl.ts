import type { ApiOperation } from "@/trpc/api-document";

/** Below it lie all paths; the example's variable stands for it. */
export const API_PREFIX = "/api/v1/member-system";

/** What stands in the address of an example where the reader puts their own. */
const SAMPLES: Record<string, string> = { externalId: "u-1001", memberId: "1" };

function address({ path, parameters, access }: ApiOperation): string {
  const below = path.slice(API_PREFIX.length).replace(/\{(\w+)\}/g, "1");
  const query = parameters.filter((parameter) => parameter.in === "query");
  // A service names the member it asks about; the rest of the query is optional.
  const shownParameters = query.filter(
    ({ name, required }) => required || (name === "externalId" && access.service !== undefined),
  );
  const search = shownParameters.map(({ name }) => `${name}=${SAMPLES[name] ?? "…"}`).join("&");
  return `"$URL${below}${search === "" ? "" : `?${search}`}"`;
}

function credentials({ access }: ApiOperation): string[] {
  if (access.public) return [];
  if (access.signature) {
    return [
      '-H "webhook-id: $ID"',
      '-H "webhook-timestamp: $TIME"',
      '-H "webhook-signature: v1,$SIGNATURE"',
    ];
  }
  if (access.service) return ['-H "Authorization: Bearer $KEY"'];
  return ['-H "Cookie: $COOKIE"', '-H "Origin: $ORIGIN"'];
}

function body({ body, access }: ApiOperation): string[] {
  if (!body) return [];
  if (access.signature) return ['-H "Content-Type: application/json"', '-d "$BODY"'];
  const text = JSON.stringify(body.example ?? {}, null, 2).replaceAll("'", "'\\''");
  return ['-H "Content-Type: application/json"', `-d '${text}'`];
}

/** The call as a line for the shell, with `$URL`, `$KEY` and the like for what is the reader's own. */
export function curlOf(operation: ApiOperation): string {
  const { method } = operation;
  const verb = method === "GET" || (method === "POST" && operation.body) ? "" : `-X ${method} `;
  const parts = [...credentials(operation), ...body(operation)];
  return [`curl ${verb}${address(operation)}`, ...parts].join(" \\\n  ");
}

/** Signs one event, for the shell: key and signature by openssl. */
export const SIGNING = `BODY='{"type":"SHARE_CREATED","timestamp":"'$(date -u +%FT%TZ)'",
  "data":{"externalId":"u-1001","shareId":"s-1"}}'
ID=evt-1 TIME=$(date +%s)
HEX=$(printf %s "\${SECRET#whsec_}" | base64 -d | od -An -v -tx1 | tr -d ' \\n')
SIGNATURE=$(printf %s "$ID.$TIME.$BODY" |
  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$HEX" -binary | base64)`;

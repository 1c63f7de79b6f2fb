/**
 * The address a request came from. Every proxy adds the one it was called from at the end of
 * X-Forwarded-For; only what our own proxies added is believed, because anybody can send the rest.
 * Example: clientAddress("10.0.0.2", "6.6.6.6, 203.0.113.7", 1) = "203.0.113.7".
 *
 * @param peer the other end of the connection; null where the host doesn't tell, which is a proxy too
 */
export function clientAddress(
  peer: string | null,
  forwardedFor: string | null,
  trustedProxies: number,
): string {
  const hops = (forwardedFor ?? "")
    .split(",")
    .map((address) => address.trim())
    .filter((address) => address !== "");
  if (peer === null) return hops.at(-Math.max(1, trustedProxies)) ?? hops[0] ?? "unknown";
  const chain = [...hops, peer];
  return chain.at(-1 - trustedProxies) ?? chain[0] ?? "unknown";
}

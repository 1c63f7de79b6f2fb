import { isIPv4, isIPv6 } from "node:net";

/** Whose address it is, as far as limits go: one customer of a provider has all of an IPv6 /64. */
export interface Network {
  /** An IPv4 address or an IPv6 /64. */
  near: string;
  /** What is given out together: an IPv4 /24 or an IPv6 /48. */
  region: string;
}

const NOWHERE: Network = { near: "unknown", region: "unknown" };

/**
 * The network of an address as a connection or a proxy tells it. IPv4 within IPv6 (mapped, NAT64,
 * 6to4, this machine) is IPv4; what is no address is one and the same network.
 * Examples: "::ffff:203.0.113.7" → 203.0.113.7 in 203.0.113.0/24,
 * "2001:db8:1:2:aaaa::1" → 2001:db8:1:2::/64 in 2001:db8:1::/48.
 */
export function networkOf(address: string): Network {
  const text = bare(address);
  if (isIPv4(text)) return network4(text.split(".").map(Number));
  if (!isIPv6(text)) return NOWHERE;
  const groups = groupsOf(text);
  const inside = inside4(groups);
  if (inside) return network4(inside);
  const hex = (count: number) => groups.slice(0, count).map((group) => group.toString(16));
  return { near: `${hex(4).join(":")}::/64`, region: `${hex(3).join(":")}::/48` };
}

/** Without the port that some proxies add, and without the zone of a link. */
function bare(address: string): string {
  const text = address.trim();
  const inner = /^\[([^\]]*)\](:\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  return inner.split("%")[0] ?? "";
}

function network4(parts: readonly number[]): Network {
  return { near: parts.join("."), region: `${parts.slice(0, 3).join(".")}.0/24` };
}

/** The eight groups; the parser of addresses writes a dotted end in hexadecimal. */
function groupsOf(address: string): number[] {
  const [head = "", tail = ""] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const [left, right] = [head, tail].map((part) => (part === "" ? [] : part.split(":")));
  const groups = [...(left ?? []), ...(right ?? [])];
  const zeros = new Array<string>(8 - groups.length).fill("0");
  groups.splice(left?.length ?? 0, 0, ...zeros);
  return groups.map((group) => Number.parseInt(group, 16));
}

/** `::1` is the same machine. */
const LOOPBACK = [127, 0, 0, 1];

function inside4(groups: readonly number[]): number[] | undefined {
  const starts = (...prefix: number[]) => prefix.every((group, at) => groups[at] === group);
  if (starts(0, 0, 0, 0, 0, 0xffff)) return bytesOf(groups.slice(6));
  if (starts(0, 0, 0, 0, 0, 0, 0, 1)) return LOOPBACK;
  if (starts(0x64, 0xff9b, 0, 0, 0, 0)) return bytesOf(groups.slice(6));
  return starts(0x2002) ? bytesOf(groups.slice(1, 3)) : undefined;
}

function bytesOf(groups: readonly number[]): number[] {
  return groups.flatMap((group) => [group >> 8, group & 0xff]);
}

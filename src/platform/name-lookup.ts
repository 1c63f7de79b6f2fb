import { Resolver } from "node:dns/promises";
import { isIP, type LookupFunction } from "node:net";
import { refuseInsideTransaction } from "./outside";

/** A try of one name server, and how many there are: less than a message waits for its answer. */
const TRY_MS = 2_000;
const TRIES = 2;

/**
 * Names as the DNS alone has them, without the machine's own file. The system's lookup takes one of a
 * process's four threads until it has an answer: a few names whose servers say nothing would keep
 * everybody else's waiting, and with them passwords and files, which need the same threads.
 *
 * @param servers others than the machine's, as `address:port`
 */
export function dnsLookup(servers?: readonly string[]): LookupFunction {
  return (hostname, options, callback) => {
    refuseInsideTransaction("a name was looked up");
    addressesOf(hostname, servers).then(
      (addresses) => {
        const found = addresses.map((address) => ({ address, family: isIP(address) }));
        const [first] = found;
        if (options.all) callback(null, found);
        else callback(null, first?.address ?? "", first?.family);
      },
      (error: NodeJS.ErrnoException) => callback(error, "", 0),
    );
  };
}

/** Of IPv4 first; what one of the two kinds has is enough. */
async function addressesOf(hostname: string, servers?: readonly string[]): Promise<string[]> {
  const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES });
  if (servers) resolver.setServers(servers);
  const kinds = await Promise.allSettled([
    resolver.resolve4(hostname),
    resolver.resolve6(hostname),
  ]);
  const found = kinds.flatMap((kind) => (kind.status === "fulfilled" ? kind.value : []));
  const [refusal] = kinds.flatMap((kind) => (kind.status === "rejected" ? [kind.reason] : []));
  if (found.length === 0) throw refusal;
  return found;
}

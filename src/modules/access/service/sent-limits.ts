import { env } from "@/env";
import type { Network } from "@/platform/network";
import type { Ask } from "@/platform/trpc";
import { runWork } from "@/platform/work";
import { type Contact, mailboxOf } from "../rules/contact";
import { HOUR_SECONDS, type Sending, spentSending } from "../rules/sign-in";
import { isCounting, lockCounts, saveCount } from "../store/sign-in-counts";
import type { Device } from "./devices";
import { begun, type Counter, counterId } from "./sign-in-counts";

interface Whence {
  network: Network;
  /** The browser, where it is known. */
  device: Device | null;
  /** One of the staff sends it: no stranger asked. */
  isByStaff?: boolean;
}

/** Where somebody asks, the best known first: what one has no more of, the next one may have. */
async function whence(
  address: string,
  { network, device, isByStaff = false }: Whence,
  now: Date,
): Promise<Sending[]> {
  if (isByStaff) return ["STAFF"];
  const isNear = await isCounting(counterId("KNOWN", address, network.near), now);
  return [
    ...(device ? ["DEVICE" as const] : []),
    ...(isNear ? ["NETWORK" as const] : []),
    "STRANGER",
  ];
}

/**
 * What is sent in all, wherever it is asked for: so many messages to an address a day, and so many of a
 * channel an hour. Counted whether there is such an account or not, so that neither tells.
 *
 * @returns null where it was counted, or until when nothing more is sent
 */
export async function countSending(
  ask: Ask,
  contact: Contact,
  from: Whence,
  now: Date,
): Promise<Date | null> {
  let soonest: Date | null = null;
  for (const kind of await whence(contact.address, from, now)) {
    const until = await countAs(ask, contact, kind, from.network, now);
    if (until === null) return null;
    if (soonest === null || until < soonest) soonest = until;
  }
  return soonest;
}

async function countAs(
  ask: Ask,
  contact: Contact,
  from: Sending,
  { region }: Network,
  now: Date,
): Promise<Date | null> {
  const { channel } = contact;
  const mailbox = mailboxOf(contact);
  const counter = (kind: "CODES_DAY" | "CODES_HOUR", ...of: string[]): Counter => ({
    id: counterId(kind, ...of),
    kind,
    seconds: kind === "CODES_HOUR" ? HOUR_SECONDS : 24 * HOUR_SECONDS,
  });
  const isStranger = from === "STRANGER";
  const counters = {
    day: counter("CODES_DAY", mailbox, ...(isStranger ? [] : [from])),
    hour: counter("CODES_HOUR", channel),
    ...(isStranger && {
      dayOfRegion: counter("CODES_DAY", mailbox, "REGION", region),
      hourOfRegion: counter("CODES_HOUR", channel, "REGION", region),
    }),
  };
  return runWork(ask, null, async (work) => {
    const found = await lockCounts(work.tx, Object.values(counters), now);
    const rowOf = (of: Counter | undefined) => {
      const row = of && found.get(of.id);
      return of && row && begun(row, of, now).row;
    };
    const rows = {
      day: rowOf(counters.day),
      hour: rowOf(counters.hour),
      dayOfRegion: rowOf(counters.dayOfRegion),
      hourOfRegion: rowOf(counters.hourOfRegion),
    };
    const before = {
      day: rows.day?.used ?? 0,
      hour: rows.hour?.used ?? 0,
      dayOfRegion: rows.dayOfRegion?.used ?? 0,
      hourOfRegion: rows.hourOfRegion?.used ?? 0,
    };
    const spent = spentSending(from, before, env().CODES_PER_HOUR);
    if (spent) return rows[spent]?.endsAt ?? now;
    for (const row of Object.values(rows)) {
      if (row) saveCount(work.tx, { ...row, used: row.used + 1 });
    }
    return null;
  });
}

import { env } from "@/env";
import { invariant } from "@/platform/errors";
import type { Network } from "@/platform/network";
import type { Ask } from "@/platform/trpc";
import { runWork } from "@/platform/work";
import { type Contact, mailboxOf } from "../rules/contact";
import { CODES_OF_ADDRESS, HOUR_SECONDS } from "../rules/sign-in";
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

/**
 * What is sent in all, wherever it is asked for: so many messages to an address a day, and so many of a
 * channel an hour. Counted whether there is such an account or not, so that neither tells.
 *
 * @returns null where it was counted, or until when nothing more is sent
 */
export async function countSending(
  ask: Ask,
  contact: Contact,
  { network, device, isByStaff = false }: Whence,
  now: Date,
): Promise<Date | null> {
  const { channel, address } = contact;
  const isKnown =
    isByStaff ||
    device !== null ||
    (await isCounting(counterId("KNOWN", address, network.near), now));
  const { ofAll, ofStrangers, ofRegion } = CODES_OF_ADDRESS;
  const mailbox = mailboxOf(contact);
  const daily = (id: string): Counter => ({ id, kind: "CODES_DAY", seconds: 24 * HOUR_SECONDS });
  const ofDay = daily(counterId("CODES_DAY", mailbox));
  const fromHere = daily(counterId("CODES_DAY", mailbox, network.region));
  const ofHour: Counter = {
    id: counterId("CODES_HOUR", channel),
    kind: "CODES_HOUR",
    seconds: HOUR_SECONDS,
  };
  const { CODES_PER_HOUR } = env();
  const bounds = [
    { counter: ofDay, most: isKnown ? ofAll : ofStrangers },
    ...(isKnown ? [] : [{ counter: fromHere, most: ofRegion }]),
    ...(CODES_PER_HOUR === 0 ? [] : [{ counter: ofHour, most: CODES_PER_HOUR }]),
  ];
  return runWork(ask, null, async (work) => {
    const found = await lockCounts(
      work.tx,
      bounds.map(({ counter }) => counter),
      now,
    );
    const counted = bounds.map(({ counter, most }) => {
      const row = found.get(counter.id);
      invariant(row, "a counter that was locked is there");
      return { row: begun(row, counter, now).row, most };
    });
    const spent = counted.find(({ row, most }) => row.used >= most);
    if (spent) return spent.row.endsAt;
    for (const { row } of counted) saveCount(work.tx, { ...row, used: row.used + 1 });
    return null;
  });
}

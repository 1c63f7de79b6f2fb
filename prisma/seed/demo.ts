import { scope } from "@/modules/access/schema/access";
import { createUser } from "@/modules/access/service/accounts";
import { createKey } from "@/modules/access/service/keys";
import { findMember } from "@/modules/members/service/members";
import { closeMember } from "@/modules/profile/service/close";
import type { MemberRef } from "@/platform/auth";
import { reader } from "@/platform/db";
import type { Work } from "@/platform/work";
import {
  type ActivityIds,
  announce,
  customerJoins,
  customerTakesCoupon,
  joining,
  SHOPPERS_JOINED,
} from "./activities";
import { at, businessDaysAgo, daysAgo, play, type TimedAct } from "./acts";
import { startAutomations } from "./automations";
import { usesOn } from "./benefits";
import { type CouponIds, couponsOf, defineCoupons, printLeaflets, SHOPPERS_GIVEN } from "./coupons";
import { ABROAD, publishRates, storyAbroad } from "./currencies";
import { extrasOf } from "./extras";
import { FRIENDS, inviteFriends, readUpTo, SEEN } from "./friends";
import { guestOrders } from "./guests";
import { birthdayOf, DEMO_PASSWORD, DEMO_PEOPLE, type DemoPerson, nameOf, phoneOf } from "./people";
import { Random } from "./random";
import { keepRecords } from "./records";
import {
  customerTakings,
  fillShelf,
  type RewardIds,
  SHOPPERS_TOOK,
  saving,
  takings,
} from "./rewards";

export interface SignIn {
  role: "member" | "operator" | "admin";
  email: string;
  password: string;
  memberId: string | null;
  externalId: string | null;
}

type Say = (line: string) => void;

/** What there is to join and to take in the demo. */
interface Offers {
  activities: ActivityIds;
  rewards: RewardIds;
  coupons: CouponIds;
}

const CUSTOMERS = 360;
const AT_ONCE = 6;

const email = (name: string) => `${name}@demo.test`;
const externalIdOf = (person: DemoPerson) => `demo-${person.tier}`;

function storyOf(person: DemoPerson, offers: Offers): TimedAct[] {
  const externalId = externalIdOf(person);
  const first = Math.max(-1, ...person.orders.map(([days]) => days));
  const { name: nickname, phone, birthday } = person;
  const story: TimedAct[] = [
    { at: daysAgo(first + 3, 60), act: { kind: "enrol", nickname, phone, birthday } },
  ];
  for (const [index, [days, yuan]] of person.orders.entries()) {
    const orderId = `${externalId}-${index + 1}`;
    const minute = 200 + index * 7;
    story.push({ at: daysAgo(days, minute), act: { kind: "order", orderId, yuan } });
    story.push(...usesOn({ orderId, days, minute, yuan, birthday }));
  }
  for (const days of person.orders.length > 0 ? [4, 3, 2, 1] : []) {
    const act = { kind: "action", event: "CHECKIN", referenceId: `${externalId}-${days}` } as const;
    // Half past eight: a streak is one of business dates.
    story.push({ at: businessDaysAgo(days, 510), act });
  }
  for (const [name, days] of SHOPPERS_JOINED[person.tier] ?? []) {
    story.push(joining(offers.activities, name, days, 100));
  }
  story.push(...takings(offers.rewards, SHOPPERS_TOOK[person.tier] ?? [], nickname));
  story.push(...saving(offers.rewards, person.tier, nickname));
  story.push(...couponsOf(offers.coupons, SHOPPERS_GIVEN[person.tier] ?? [], externalId));
  story.push(readUpTo(8));
  if (person.orders.length > 0) story.push(SEEN);
  story.push(...extrasOf(person.tier, externalId));
  return story;
}

/** Some have been there for longer than points last. */
const LONG_STANDING = { every: 10, days: 600 };
/** Some have closed their accounts by now. */
const CLOSED = { every: 45, days: 40 };

/** A year of one customer: some come once, some every other week. */
function customerStory(number: number, offers: Offers): [string, TimedAct[]] {
  const random = new Random(number);
  const whims = new Random(number + 10_000);
  const externalId = `demo-c${String(number).padStart(4, "0")}`;
  const longer = number % LONG_STANDING.every === 0 ? LONG_STANDING.days : 0;
  const joined = random.between(8, 365) + longer;
  const enrolledAt = daysAgo(joined, random.between(0, 1200));
  const nickname = nameOf(random);
  const phone = phoneOf(random);
  const birthday = random.chance(0.6) ? birthdayOf(random) : undefined;
  const acts: TimedAct[] = [
    { at: enrolledAt, act: { kind: "enrol", nickname, phone, birthday } },
    ...customerJoins(offers.activities, whims, joined),
    ...customerTakesCoupon(offers.activities, number, joined),
    ...customerTakings(offers.rewards, whims, { name: nickname, joined }),
  ];
  const eagerness = random.next() ** 3;
  const orders = Math.round(eagerness * 22);
  const size = 60 + Math.round(random.next() ** 2 * 900);
  for (let n = 1; n <= orders; n++) {
    const days = random.between(0, joined - 1);
    const yuan = size * (0.4 + random.next() * 1.4);
    acts.push(...visit(random, externalId, { n, days, yuan, birthday }));
  }
  if (number % CLOSED.every === 7 && joined > CLOSED.days) {
    return [externalId, closing(acts, daysAgo(CLOSED.days - (number % 31), 720))];
  }
  return [externalId, acts];
}

/** What came before a closing, and the closing. */
function closing(acts: readonly TimedAct[], moment: Date): TimedAct[] {
  const run = (work: Work, ref: MemberRef) => closeMember(work, ref, null);
  return [...acts.filter((act) => act.at < moment), { at: moment, act: { kind: "do", run } }];
}

interface Visit {
  n: number;
  days: number;
  yuan: number;
  birthday: string | undefined;
}

function visit(random: Random, externalId: string, visit: Visit): TimedAct[] {
  const { n, days, yuan, birthday } = visit;
  const orderId = `${externalId}-${n}`;
  const minute = random.between(1, 1300);
  const paid = Math.round(yuan * 100) / 100;
  const acts: TimedAct[] = [
    { at: daysAgo(days, minute), act: { kind: "order", orderId, yuan: paid } },
    ...usesOn({ orderId, days, minute, yuan: paid, birthday }),
  ];
  if (days > 3 && random.chance(0.12)) {
    const part = random.chance(0.5) ? paid : Math.floor(paid * random.next() * 100) / 100;
    const act = {
      kind: "refund",
      orderId,
      refundId: `${orderId}-r`,
      yuan: Math.max(1, part),
    } as const;
    acts.push({ at: daysAgo(days - random.between(1, 3), minute), act });
  }
  if (random.chance(0.25)) {
    const points = random.between(1, 6) * 50;
    const act = { kind: "redeem", orderId, points, yuan: paid + points / 100 } as const;
    acts.push({ at: daysAgo(days, minute - 1), act });
  }
  if (days > 2 && random.chance(0.3)) {
    const act = { kind: "action", event: "REVIEW", referenceId: `${orderId}-v` } as const;
    acts.push({ at: daysAgo(days - 2, minute), act });
  }
  return acts;
}

async function inLanes<T>(items: readonly T[], run: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const lane = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await run(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
}

async function isSeeded(): Promise<boolean> {
  const row = await reader.row("SELECT 1 AS one FROM user WHERE email = ?", [email("admin")]);
  return row !== undefined;
}

async function addUser(role: SignIn["role"], name: string, user: string, memberId: number | null) {
  const known = await reader.row("SELECT 1 AS one FROM user WHERE email = ?", [email(user)]);
  if (known) return;
  const account = {
    email: email(user),
    password: DEMO_PASSWORD,
    isDemo: true,
    name,
    role,
    memberId,
  };
  await at(new Date(), (work) => createUser(work, account));
}

async function addKey(secret: string | undefined): Promise<void> {
  if (!secret) return;
  const key = { name: "demo", secret, scopes: scope.options, ratePerMinute: null };
  const known = await reader.row("SELECT 1 AS one FROM api_key WHERE secretHash = SHA2(?, 256)", [
    secret,
  ]);
  if (!known) await at(new Date(), (work) => createKey(work, key));
}

/** Two admins: what wants a second person has one. */
const STAFF = [
  ["operator", "operator"],
  ["admin", "admin"],
  ["admin", "admin-2"],
] as const;

async function signIns(): Promise<SignIn[]> {
  const password = DEMO_PASSWORD;
  const staff = STAFF.map(([role, user]) => {
    return { role, email: email(user), password, memberId: null, externalId: null };
  });
  const shoppers: SignIn[] = [];
  for (const person of DEMO_PEOPLE) {
    const externalId = externalIdOf(person);
    const member = await findMember(reader, { externalId });
    const memberId = member ? String(member.id) : null;
    shoppers.push({ role: "member", email: email(person.tier), password, memberId, externalId });
  }
  return [...shoppers, ...staff];
}

/** Seeds what is missing and tells who can sign in. */
export async function seedDemo(say: Say): Promise<SignIn[]> {
  await addKey(process.env.DEMO_SERVICE_KEY);
  if (await isSeeded()) return signIns();
  const coupons = await defineCoupons();
  const rewards = await fillShelf(coupons.get("off-30") ?? null);
  const offers: Offers = { activities: await announce(coupons), rewards, coupons };
  await publishRates();
  const stories: [string, TimedAct[]][] = [
    [ABROAD, storyAbroad()],
    ...DEMO_PEOPLE.map((person): [string, TimedAct[]] => [
      externalIdOf(person),
      storyOf(person, offers),
    ]),
    ...Array.from({ length: CUSTOMERS }, (_, index) => customerStory(index + 1, offers)),
  ];
  let done = 0;
  await inLanes(stories, async ([externalId, acts]) => {
    await play(externalId, acts);
    done += 1;
    if (done % 60 === 0) say(`${done} of ${stories.length} customers`);
  });
  await inviteFriends("demo-gold");
  await guestOrders();
  await printLeaflets(coupons);
  await startAutomations(coupons);
  for (const person of DEMO_PEOPLE) {
    const member = await findMember(reader, { externalId: externalIdOf(person) });
    if (member) await addUser("member", person.name, person.tier, member.id);
  }
  for (const { name, nickname } of FRIENDS) {
    const member = await findMember(reader, { externalId: `demo-${name}` });
    if (member) await addUser("member", nickname, name, member.id);
  }
  await addUser("operator", "何运营", "operator", null);
  await addUser("admin", "顾明", "admin-2", null);
  await keepRecords();
  // Last of all: an interrupted run is taken up again.
  await addUser("admin", "管理员", "admin", null);
  return signIns();
}

import { randomBytes } from "node:crypto";
import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { networkOf } from "@/platform/network";
import { at } from "@/testing/actors";
import { account, changeRow, PASSWORD } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { countOf, fresh } from "@/testing/factories";
import { deviceOf, newDeviceId, rememberingCookie } from "./devices";
import { signIn } from "./sessions";
import { type Outcome, PasswordSignIn } from "./sign-in";
import { pruneSignInCounts } from "./sign-in-counts";

const times = (count: number) => Array.from({ length: count }, (_, n) => n);
const byte = () => String(randomBytes(1)[0]);
/** An address in a region that no other test uses. */
const somewhere = () => `${100 + Math.floor(Math.random() * 100)}.${byte()}.${byte()}.${byte()}`;
const prefix48 = () => `2001:${randomBytes(2).toString("hex")}:${randomBytes(2).toString("hex")}`;
const nobody = () => `${fresh("n").toLowerCase()}@shop.example`;
const NEVER_STOPPED = { stopping: () => false, now: new Date(), progress: null };

const said = (outcome: Outcome) => ("refused" in outcome ? outcome.refused : "IN");
const looked = (outcomes: readonly string[]) => outcomes.filter((one) => one !== "TOO_MANY").length;

describe("signing in with a password", () => {
  useDatabase("sign-in");
  const process = new PasswordSignIn({ refusedAfterMs: 0 });
  const asIs = new PasswordSignIn();

  const attempt = async (
    email: string,
    from: string,
    password = "not the password",
    { by = process, device = null as Awaited<ReturnType<typeof deviceOf>> } = {},
  ) => said(await by.attempt({ email, password, network: networkOf(from), device }));

  /** So many different places guess once each. */
  const guessedFrom = (email: string, places: readonly string[]) =>
    Promise.all(places.map((place) => attempt(email, place)));

  it("lets in who has the right one, and says the same of a wrong one and of no account", async () => {
    const { email } = await account("operator");
    expect(await attempt(email, somewhere(), PASSWORD)).toBe("IN");
    const began = Date.now();
    const answers = await Promise.all([
      attempt(email, somewhere(), "wrong", { by: asIs }),
      attempt(nobody(), somewhere(), "wrong", { by: asIs }),
      attempt("no address at all", somewhere(), "wrong", { by: asIs }),
    ]);
    expect(answers).toEqual(["WRONG", "WRONG", "WRONG"]);
    expect(Date.now() - began).toBeGreaterThanOrEqual(245);
  });

  it("is refused at the same moment with and without an account", async () => {
    const { email } = await account("operator");
    const took = async (who: string) => {
      const began = performance.now();
      await attempt(who, somewhere(), "wrong", { by: asIs });
      return performance.now() - began;
    };
    const median = async (who: () => string) => {
      const all = [];
      for (const _ of times(5)) all.push(await took(who()));
      return all.sort((a, b) => a - b)[2] as number;
    };
    const [known, unknown] = [await median(() => email), await median(nobody)];
    for (const ms of [known, unknown]) expect(ms).toBeGreaterThanOrEqual(245);
    expect(Math.abs(known - unknown)).toBeLessThan(200);
  });

  it("is stopped after eight tries of an account from an address, all 64 at once, in two processes", async () => {
    const { email } = await account("operator");
    const [from, others] = [somewhere(), new PasswordSignIn({ refusedAfterMs: 0 })];
    const answers = await Promise.all(
      times(64).map((n) => attempt(email, from, "wrong", { by: n % 2 ? process : others })),
    );
    expect(looked(answers)).toBe(8);
  });

  it("is still stopped after a restart", async () => {
    const { email } = await account("operator");
    const from = somewhere();
    for (const _ of times(8)) expect(await attempt(email, from)).toBe("WRONG");
    const restarted = new PasswordSignIn();
    expect(await attempt(email, from, PASSWORD, { by: restarted })).toBe("TOO_MANY");
  });

  it("gives eight guesses, not sixty, to who writes the address with U+200B, in capitals, with blanks", async () => {
    const { email } = await account("operator");
    const from = somewhere();
    const [name = "", domain = ""] = email.split("@");
    const written = [
      ...times(30).map(
        (n) => `${email.slice(0, n % email.length)}\u200b${email.slice(n % email.length)}`,
      ),
      ...times(15).map((n) => `${" ".repeat(n)}${email.toUpperCase()}\t`),
      ...times(15).map(
        (n) => `${name.slice(0, n % 3).toUpperCase()}${name.slice(n % 3)}@${domain}`,
      ),
    ];
    const answers = [];
    for (const one of written) answers.push(await attempt(one, from));
    // Written with what is not seen it is no address, and so nobody's: not even the right password opens it.
    const guesses = answers.filter((_, at) => !written[at]?.includes("\u200b"));
    expect(looked(guesses)).toBe(8);
    expect(await attempt(`${email}\u200b`, somewhere(), PASSWORD)).toBe("WRONG");
    expect(await attempt(email.replace("@", "\u200b@"), somewhere(), PASSWORD)).toBe("WRONG");
  });

  it("gives eight guesses, not 240, to who has a whole IPv6 /64", async () => {
    const { email } = await account("operator");
    const home = `${prefix48()}:7`;
    const places = times(240).map((n) => `${home}:${(n + 1).toString(16)}::${n}`);
    expect(looked(await guessedFrom(email, places))).toBe(8);
  });

  it("gives twenty guesses an hour to who has a whole /48, and eight to IPv4 within IPv6", async () => {
    const first = await account("operator");
    const home = prefix48();
    const places = times(120).map((n) => `${home}:${n.toString(16)}::1`);
    expect(looked(await guessedFrom(first.email, places))).toBe(20);
    const { email } = await account("operator");
    const from = somewhere();
    const written = times(24).map((n) => (n % 2 ? from : `::ffff:${from}`));
    expect(looked(await guessedFrom(email, written))).toBe(8);
  });

  it("gives a hundred guesses of one account an hour to however many there are", async () => {
    const { email } = await account("operator");
    const places = times(240).map(somewhere);
    const spread = new Set(places.map((place) => networkOf(place).region)).size;
    expect(spread).toBeGreaterThan(200);
    expect(looked(await guessedFrom(email, places))).toBe(100);
  });

  it("gives a hundred guesses to an address, however many accounts it tries", async () => {
    const from = somewhere();
    const answers = [];
    for (const _ of times(3)) {
      answers.push(...(await Promise.all(times(50).map(() => attempt(nobody(), from)))));
    }
    expect(looked(answers)).toBe(100);
    expect(await attempt(nobody(), from)).toBe("TOO_MANY");
  });

  describe("while others guess", () => {
    /** As many as there may be, from as many places. */
    const underAttack = async (email: string) => {
      await guessedFrom(email, times(130).map(somewhere));
      expect(await attempt(email, somewhere(), PASSWORD)).toBe("TOO_MANY");
    };

    it("still lets the account's own person in, where they signed in before", async () => {
      const { email } = await account("operator");
      const home = somewhere();
      expect(await attempt(email, home, PASSWORD)).toBe("IN");
      await underAttack(email);
      expect(await attempt(email, home)).toBe("WRONG");
      expect(await attempt(email, home, PASSWORD)).toBe("IN");
    });

    it("still lets them in with their browser, wherever they are and whoever is there too", async () => {
      const { email } = await account("operator");
      const cookie = await rememberingCookie(null, newDeviceId(), email);
      const device = await deviceOf(cookie.split(";")[0] ?? "");
      await underAttack(email);
      const [office] = [somewhere()];
      for (const _ of times(3)) await Promise.all(times(40).map(() => attempt(nobody(), office)));
      expect(await attempt(email, office, PASSWORD)).toBe("TOO_MANY");
      expect(await attempt(email, office, PASSWORD, { device })).toBe("IN");
      const guesses = await Promise.all(
        times(40).map(() => attempt(email, office, "wrong", { device })),
      );
      expect(looked(guesses)).toBe(10);
    });

    it("still lets them in at a new place, while the guesses come from few", async () => {
      const { email } = await account("operator");
      const few = times(3).map(somewhere);
      for (const _ of times(10)) await guessedFrom(email, few);
      const [first, second] = [somewhere(), somewhere()];
      expect(await attempt(email, first, PASSWORD)).toBe("IN");
      expect(await attempt(email, second)).toBe("WRONG");
      expect(await attempt(email, second, PASSWORD)).toBe("TOO_MANY");
    });

    it("gives nobody's browser a budget at another's account", async () => {
      const { email } = await account("operator");
      const cookie = await rememberingCookie(null, newDeviceId(), nobody());
      const device = await deviceOf(cookie.split(";")[0] ?? "");
      await underAttack(email);
      expect(await attempt(email, somewhere(), PASSWORD, { device })).toBe("TOO_MANY");
    });
  });

  it("stops nobody who is right, however often, and takes nothing from others there", async () => {
    const { email } = await account("operator");
    const from = somewhere();
    for (const n of times(30)) expect(await attempt(email, from, PASSWORD), `${n}`).toBe("IN");
    for (const _ of times(2)) {
      const others = await Promise.all(times(50).map(() => attempt(nobody(), from)));
      expect(looked(others)).toBe(50);
    }
  });

  it("begins anew when its time is over", async () => {
    const { email } = await account("operator");
    const from = somewhere();
    let now = Date.now();
    const later = new PasswordSignIn({ clock: () => new Date(now), refusedAfterMs: 0 });
    for (const _ of times(9)) await attempt(email, from, "wrong", { by: later });
    expect(await attempt(email, from, PASSWORD, { by: later })).toBe("TOO_MANY");
    now += 601_000;
    expect(await attempt(email, from, PASSWORD, { by: later })).toBe("IN");
  });

  describe("in the audit log and among the events", () => {
    const rows = (action: string, target: string) =>
      countOf("audit_log", "action = ? AND target = ?", [action, target]);

    it("stands one by one up to five, then as a sum when the hour is over; and one alarm", async () => {
      const { email, id } = await account("operator");
      const target = `user:${id}`;
      for (const _ of times(3)) await guessedFrom(email, times(20).map(somewhere));
      expect(await rows("access.signInFailed", target)).toBe(5);
      expect(await rows("access.signInAttack", target)).toBe(1);
      const alarms = await reader.rows<{ data: string }>(
        "SELECT data FROM outbox_event WHERE type = 'access.sign_in_attack' AND data LIKE ?",
        [`%"userId":"${id}"%`],
      );
      expect(alarms.map(({ data }) => JSON.parse(data))).toEqual([
        { against: "ACCOUNT", userId: String(id), region: expect.any(String), failures: 20 },
      ]);
      await changeRow("UPDATE sign_in_count SET endsAt = startsAt WHERE target = ?", [target]);
      await pruneSignInCounts(NEVER_STOPPED);
      const [sum] = await reader.rows<{ after: string }>(
        "SELECT `after` FROM audit_log WHERE action = 'access.signInFailed' AND target = ? ORDER BY id DESC LIMIT 1",
        [target],
      );
      expect(JSON.parse(sum?.after ?? "")).toMatchObject({ times: 60 });
      expect(await countOf("sign_in_count", "target = ?", [target])).toBe(0);
    });

    it("grows by no more than six rows for however many accounts a place makes up", async () => {
      const from = somewhere();
      const before = await countOf("audit_log", "1 = 1", []);
      for (const _ of times(3)) await Promise.all(times(40).map(() => attempt(nobody(), from)));
      const region = networkOf(from).region;
      expect(await rows("access.signInFailed", `region:${region}`)).toBe(5);
      expect(await rows("access.signInAttack", `region:${region}`)).toBe(1);
      expect((await countOf("audit_log", "1 = 1", [])) - before).toBe(6);
    });

    it("says of a sign-in whose it was, from where and by which way", async () => {
      const { id } = await account("operator");
      const visit = { by: "PASSWORD", network: networkOf("203.0.113.9") } as const;
      for (const _ of times(8)) await at(new Date(), (work) => signIn(work, id, visit));
      const found = await reader.rows<{ after: string }>(
        "SELECT `after` FROM audit_log WHERE action = 'access.signIn' AND target = ?",
        [`user:${id}`],
      );
      expect(found).toHaveLength(5);
      expect(JSON.parse(found[0]?.after ?? "")).toEqual({ by: "PASSWORD", network: "203.0.113.9" });
    });

    it("holds no password and no address of who tried", async () => {
      const secret = `tried-${fresh("s")}`;
      const email = nobody();
      await attempt(email, somewhere(), secret);
      const found =
        "CONCAT_WS(' ', target, `after`) LIKE ? OR CONCAT_WS(' ', target, `after`) LIKE ?";
      expect(await countOf("audit_log", found, [`%${secret}%`, `%${email}%`])).toBe(0);
      expect(await countOf("sign_in_count", "target LIKE ?", [`%${email}%`])).toBe(0);
    });
  });
});

import { describe, expect, it } from "vitest";
import type { Caller } from "@/platform/auth";
import { ANONYMOUS } from "@/platform/auth";
import { reader } from "@/platform/db";
import { networkOf } from "@/platform/network";
import { ADMIN, as, at } from "@/testing/actors";
import {
  codeSentTo,
  enterWith,
  joined,
  sentTo,
  someEmail,
  somePhone,
  somewhere,
  stranger,
  waitForResend,
} from "@/testing/codes";
import { changeRow, signedIn } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { countOf } from "@/testing/factories";
import { arrivedBy, type CodePurpose } from "../schema/access";
import { type UserRow, userById } from "../store/users";
import { authenticate } from "./authenticate";
import { askCode } from "./enter";
import { changePassword } from "./own-password";
import { openSession, signIn } from "./sessions";
import { PasswordSignIn } from "./sign-in";
import { counterId } from "./sign-in-counts";

const PASSWORD = "seven brave otters hum";
const OTHER = "nine quiet herons dance";
const times = (count: number) => Array.from({ length: count }, (_, n) => n);

interface Refusal {
  domainCode: string;
  facts: Record<string, unknown>;
  errors: { path: string }[];
}

async function refusalOf(run: Promise<unknown>): Promise<string> {
  const outcome = await outcomeOf(run);
  if (!("domainCode" in outcome)) return "none";
  const { domainCode, errors } = outcome as Refusal;
  return [domainCode, ...errors.map(({ path }) => path)].join(" ");
}

async function outcomeOf(run: Promise<unknown>): Promise<object> {
  return run.then(
    (answer) => answer as object,
    (error: object) => error,
  );
}

async function asked(
  contact: string,
  purpose: CodePurpose,
  browser = stranger(),
  instead?: string,
) {
  const { ticket } = await browser.access.askCode({ purpose, contact, instead });
  return { browser, ticket };
}

/** Another code than the right one. */
const wrong = (code: string) => (code === "000000" ? "000001" : "000000");

async function passwordWorks(typed: string, password: string): Promise<boolean> {
  const from = { network: networkOf(somewhere()), device: null };
  const attempt = { email: typed, password, ...from };
  return "user" in (await new PasswordSignIn({ refusedAfterMs: 0 }).attempt(attempt));
}

describe("codes", () => {
  useDatabase("enter");

  it.each([someEmail, () => `+86${somePhone()}`])(
    "let in who was sent one, once",
    async (someone) => {
      const contact = someone();
      const { id } = await joined(contact, contact);
      const { browser, ticket } = await asked(contact, "SIGN_IN");
      const code = await codeSentTo(contact);
      const { pass } = await browser.access.signInByCode({ ticket, code });
      expect(await enterWith(pass)).toMatchObject({ user: { id }, by: "CODE" });
      expect(await refusalOf(browser.access.signInByCode({ ticket, code }))).toBe(
        "VALIDATION_FAILED code",
      );
    },
  );

  it("are not kept readable, nor are tickets and passes", async () => {
    const email = someEmail();
    await joined(email, email);
    const { browser, ticket } = await asked(email, "SIGN_IN");
    const code = await codeSentTo(email);
    const { pass } = await browser.access.signInByCode({ ticket, code });
    // Whoever is signed in already leaves a row in the audit log with each act.
    const staff = as(ADMIN, { remoteAddress: somewhere() });
    const again = await staff.access.askCode({ purpose: "SIGN_IN", contact: email });
    const proof = { ticket: again.ticket, code: await codeSentTo(email) };
    const other = await staff.access.signInByCode(proof);
    for (const table of ["one_time_code", "sign_in_pass", "outgoing_message", "audit_log"]) {
      const rows = JSON.stringify(await reader.rows(`SELECT * FROM ${table}`));
      for (const secret of [ticket, pass, again.ticket, other.pass])
        expect(rows).not.toContain(secret);
      if (table !== "audit_log") expect(rows).not.toMatch(new RegExp(`\\b${code}\\b`));
    }
  });

  it("bear five guesses, all 64 at once from everywhere, and the right one comes too late", async () => {
    const email = someEmail();
    await joined(email, email);
    const { browser, ticket } = await asked(email, "SIGN_IN");
    const code = await codeSentTo(email);
    const guesses = await Promise.all(
      times(64).map(() => refusalOf(stranger().access.signInByCode({ ticket, code: wrong(code) }))),
    );
    expect(guesses).not.toContain("none");
    const row = await reader.row<{ tries: number }>(
      "SELECT tries FROM one_time_code WHERE address = ? AND purpose = 'SIGN_IN'",
      [email],
    );
    expect(row?.tries).toBe(5);
    expect(await refusalOf(browser.access.signInByCode({ ticket, code }))).toBe(
      "VALIDATION_FAILED code",
    );
  });

  it("bear being shown right ten times, all 32 at once, where the act is refused for a weak password", async () => {
    const email = someEmail();
    await joined(email, email);
    const { browser, ticket } = await asked(email, "RESET");
    const code = await codeSentTo(email);
    const weak = { ticket, code, password: "password1234" };
    const answers = await Promise.all(
      times(32).map(() => refusalOf(stranger().access.resetPassword(weak))),
    );
    expect(
      answers.filter((one) => one === "VALIDATION_FAILED password"),
      answers.join(),
    ).toHaveLength(10);
    const late = browser.access.resetPassword({ ticket, code, password: OTHER });
    expect(await refusalOf(late)).toBe("VALIDATION_FAILED code");
  });

  it("of one browser are not used up, guessed at or ended by another’s", async () => {
    const email = someEmail();
    await joined(email, email);
    const { browser, ticket } = await asked(email, "SIGN_IN");
    const code = await codeSentTo(email);
    for (const _ of times(3)) {
      const attacker = stranger();
      const { ticket: theirs } = await asked(email, "SIGN_IN", attacker);
      expect(await refusalOf(attacker.access.signInByCode({ ticket: theirs, code }))).toBe(
        "VALIDATION_FAILED code",
      );
      for (const _ of times(5)) {
        await refusalOf(attacker.access.signInByCode({ ticket: theirs, code: wrong(code) }));
      }
    }
    expect(await refusalOf(browser.access.signInByCode({ ticket, code }))).toBe("none");
  });

  it("live one at a time for a browser, and another may be asked for after a minute", async () => {
    const [email, from] = [someEmail(), somewhere()];
    await joined(email, email);
    const first = await asked(email, "SIGN_IN", stranger(from));
    const firstCode = await codeSentTo(email);
    const tooSoon = (await outcomeOf(asked(email, "SIGN_IN", stranger(from)))) as Refusal;
    expect(tooSoon.domainCode).toBe("RATE_LIMIT_EXCEEDED");
    expect(tooSoon.facts.retryAfterSeconds).toBeLessThanOrEqual(60);
    await waitForResend();
    const second = await asked(email, "SIGN_IN", stranger(from), first.ticket);
    const secondCode = await codeSentTo(email);
    const old = first.browser.access.signInByCode({ ticket: first.ticket, code: firstCode });
    expect(await refusalOf(old)).toBe("VALIDATION_FAILED code");
    const { ticket } = second;
    expect(await refusalOf(second.browser.access.signInByCode({ ticket, code: secondCode }))).toBe(
      "none",
    );
  });

  it("are sent once where one is asked for 16 times at once", async () => {
    const [email, from] = [someEmail(), somewhere()];
    await joined(email, email);
    const before = (await sentTo(email)).length;
    await Promise.all(times(16).map(() => outcomeOf(asked(email, "SIGN_IN", stranger(from)))));
    expect((await sentTo(email)).length).toBe(before + 1);
  });

  it("end after ten minutes, and are for one purpose", async () => {
    const email = someEmail();
    await joined(email, email);
    const { browser, ticket } = await asked(email, "SIGN_IN");
    const code = await codeSentTo(email);
    const other = browser.access.resetPassword({ ticket, code, password: PASSWORD });
    expect(await refusalOf(other)).toBe("VALIDATION_FAILED code");
    await changeRow(
      "UPDATE one_time_code SET expiresAt = ? WHERE address = ? AND purpose = 'SIGN_IN'",
      [new Date(Date.now() - 1), email],
    );
    expect(await refusalOf(browser.access.signInByCode({ ticket, code }))).toBe(
      "VALIDATION_FAILED code",
    );
  });

  it("are asked for a bounded number of times, and who was there before is not shut out by strangers", async () => {
    const [email, home] = [someEmail(), somewhere()];
    await joined(email, email);
    const { browser, ticket } = await asked(email, "SIGN_IN", stranger(home));
    const code = await codeSentTo(email);
    await browser.access.signInByCode({ ticket, code });
    const answers = [];
    for (const _ of times(45)) answers.push(await refusalOf(asked(email, "SIGN_IN")));
    const granted = answers.filter((answer) => answer === "none").length;
    // Strangers have sixteen, each of another region; two were sent before: to sign up, and at home.
    expect(granted).toBe(14);
    expect(answers.at(-1)).toBe("RATE_LIMIT_EXCEEDED");
    const atHome = [];
    for (const _ of times(4)) {
      await waitForResend();
      atHome.push(await refusalOf(asked(email, "SIGN_IN", stranger(home))));
    }
    expect(atHome).toEqual(["none", "none", "none", "RATE_LIMIT_EXCEEDED"]);
  });

  it("go out so many an hour for everybody, the last fifth to whoever is known, and then to nobody", async () => {
    const [email, home] = [someEmail(), somewhere()];
    await joined(email, email);
    const { browser, ticket } = await asked(email, "SIGN_IN", stranger(home));
    await browser.access.signInByCode({ ticket, code: await codeSentTo(email) });
    const before = (await sentTo(email)).length;
    const hour = counterId("CODES_HOUR", "EMAIL");
    const spend = (used: number) =>
      changeRow("UPDATE sign_in_count SET used = ? WHERE id = ?", [used, hour]);
    await reader.write("DELETE FROM sign_in_count WHERE kind = 'CODES_HOUR'", []);
    await asked(someEmail(), "SIGN_IN");
    await spend(1592);
    const answers = await Promise.all(
      times(16).map(() => refusalOf(asked(someEmail(), "SIGN_IN"))),
    );
    expect(answers.filter((one) => one === "none")).toHaveLength(8);
    for (const contact of [email, someEmail()]) {
      const late = (await outcomeOf(asked(contact, "RESET"))) as Refusal;
      expect(late.domainCode).toBe("RATE_LIMIT_EXCEEDED");
      expect(late.facts.retryAfterSeconds).toBeGreaterThan(3000);
    }
    expect((await sentTo(email)).length).toBe(before);
    expect(await refusalOf(asked(email, "RESET", stranger(home)))).toBe("none");
    await spend(2000);
    await waitForResend();
    expect(await refusalOf(asked(email, "RESET", stranger(home)))).toBe("RATE_LIMIT_EXCEEDED");
    await stranger().access.askCode({ purpose: "SIGN_IN", contact: `+86${somePhone()}` });
    await reader.write("DELETE FROM sign_in_count WHERE kind = 'CODES_HOUR'", []);
  });

  it("are texted to the shop’s countries alone", async () => {
    const asking = stranger().access.askCode({ purpose: "SIGN_IN", contact: "+85251234567" });
    expect(await refusalOf(asking)).toBe("VALIDATION_FAILED contact");
  });
});

describe("whether there is an account", () => {
  useDatabase("enumeration");

  const took = async (run: () => Promise<unknown>) => {
    const began = performance.now();
    const outcome = await outcomeOf(run());
    return { outcome, ms: performance.now() - began };
  };
  const shape = (outcome: object) => {
    if ("domainCode" in outcome) {
      const { domainCode, errors } = outcome as Refusal;
      return { domainCode, errors };
    }
    return Object.keys(outcome).sort();
  };
  const median = (all: number[]) => all.sort((a, b) => a - b)[Math.floor(all.length / 2)] as number;

  it.each(["SIGN_UP", "SIGN_IN", "RESET"] as const)(
    "%s does not tell: the same answers, in the same time",
    async (purpose) => {
      const known = [];
      for (const _ of times(5)) {
        const email = someEmail();
        await joined(email, email, PASSWORD);
        known.push(email);
      }
      const unknown = times(5).map(someEmail);
      const figures = { known: [] as number[], unknown: [] as number[] };
      const answers: Record<string, Set<string>> = { known: new Set(), unknown: new Set() };
      for (const n of times(5)) {
        for (const [kind, contact] of [
          ["known", known[n]],
          ["unknown", unknown[n]],
        ] as const) {
          const browser = stranger();
          const ask = await took(() =>
            browser.access.askCode({ purpose, contact: contact as string }),
          );
          const { ticket } = ask.outcome as { ticket: string };
          const guess = await took(() => {
            const proof = { ticket, code: "123456" };
            if (purpose === "SIGN_UP")
              return browser.identity.signUp({ ...proof, password: OTHER });
            if (purpose === "SIGN_IN") return browser.access.signInByCode(proof);
            return browser.access.resetPassword({ ...proof, password: OTHER });
          });
          figures[kind].push(ask.ms, guess.ms);
          answers[kind]?.add(JSON.stringify([shape(ask.outcome), shape(guess.outcome)]));
        }
      }
      expect(answers.known).toEqual(answers.unknown);
      expect(answers.known?.size).toBe(1);
      for (const ms of [...figures.known, ...figures.unknown])
        expect(ms).toBeGreaterThanOrEqual(345);
      expect(Math.abs(median(figures.known) - median(figures.unknown))).toBeLessThan(200);
    },
  );
});

describe("one’s own account", () => {
  useDatabase("own-account");

  const callerOf = (browser: { headers: Record<string, string> }): Promise<Caller> =>
    authenticate({ headers: new Headers(browser.headers), remoteAddress: "127.0.0.1" } as never);

  it("a forgotten password is set anew by a code: all sessions end, other codes too, and the address is told", async () => {
    const email = someEmail();
    const { id, memberId } = await joined(email, email, PASSWORD);
    const { browser, ticket } = await asked(email, "RESET");
    const code = await codeSentTo(email);
    const entry = await asked(email, "SIGN_IN");
    const entryCode = await codeSentTo(email);
    await reader.write(
      "INSERT INTO session (id, userId, createdAt, expiresAt) VALUES (?, ?, NOW(3), ?)",
      ["s".repeat(43), id, new Date(Date.now() + 60_000)],
    );
    const { pass } = await browser.access.resetPassword({ ticket, code, password: OTHER });
    expect(await countOf("session", "userId = ? AND revokedAt IS NULL", [id])).toBe(0);
    expect(await enterWith(pass)).toMatchObject({ user: { id }, by: "RESET" });
    expect([await passwordWorks(email, PASSWORD), await passwordWorks(email, OTHER)]).toEqual([
      false,
      true,
    ]);
    const late = entry.browser.access.signInByCode({ ticket: entry.ticket, code: entryCode });
    expect(await refusalOf(late)).toBe("VALIDATION_FAILED code");
    expect((await sentTo(email))[0]?.kind).toBe("PASSWORD_CHANGED");
    expect(memberId).toBeGreaterThan(0);
  });

  it("a disabled account gets no codes, and its address makes no other", async () => {
    const email = someEmail();
    const { id } = await joined(email, email, PASSWORD);
    await changeRow("UPDATE user SET disabledAt = NOW(3) WHERE id = ?", [id]);
    const before = (await sentTo(email)).length;
    for (const purpose of ["SIGN_UP", "SIGN_IN", "RESET"] as const) {
      await stranger().access.askCode({ purpose, contact: email });
    }
    expect((await sentTo(email)).length).toBe(before);
  });

  it.each(["operator", "admin"] as const)(
    "an %s gets no codes, and none opens the account",
    async (role) => {
      const { email } = await signedIn(role);
      const answers = [];
      for (const purpose of ["SIGN_UP", "SIGN_IN", "RESET"] as const) {
        answers.push(await stranger().access.askCode({ purpose, contact: email }));
      }
      const { ticket: _, ...unknown } = await stranger().access.askCode({
        purpose: "RESET",
        contact: email.replace("@", "x@"),
      });
      const { sentTo: masked } = unknown;
      for (const { ticket: __, ...answer } of answers) {
        expect({ ...answer, sentTo: masked }).toEqual(unknown);
      }
      expect(await sentTo(email)).toEqual([]);
    },
  );

  it("codes that were sent before somebody joined the staff do not open the account", async () => {
    const email = someEmail();
    const { id } = await joined(email, email, PASSWORD);
    const entry = await asked(email, "SIGN_IN");
    const entryProof = { ticket: entry.ticket, code: await codeSentTo(email) };
    const reset = await asked(email, "RESET");
    const resetProof = { ticket: reset.ticket, code: await codeSentTo(email) };
    await changeRow("UPDATE user SET role = 'operator' WHERE id = ?", [id]);
    expect(await refusalOf(entry.browser.access.signInByCode(entryProof))).toBe(
      "VALIDATION_FAILED code",
    );
    const anew = reset.browser.access.resetPassword({ ...resetProof, password: OTHER });
    expect(await refusalOf(anew)).toBe("VALIDATION_FAILED code");
    const newcomer = someEmail();
    const { ticket } = await stranger().access.askCode({ purpose: "SIGN_UP", contact: newcomer });
    const code = await codeSentTo(newcomer);
    await changeRow("UPDATE user SET email = ? WHERE id = ?", [newcomer, id]);
    expect(await refusalOf(stranger().identity.signUp({ ticket, code }))).toBe(
      "VALIDATION_FAILED code",
    );
  });

  it("a password is changed by who says the present one, and ends every other session", async () => {
    const browser = await signedIn("operator");
    const elsewhere = await signedIn("operator");
    await changeRow("UPDATE session SET userId = ? WHERE id = ?", [
      browser.id,
      elsewhere.sessionId,
    ]);
    const caller = await callerOf(browser);
    const change = (currentPassword: string, password: string) =>
      as(caller).access.changePassword({ currentPassword, password });
    expect(await refusalOf(change("not it", OTHER))).toBe("VALIDATION_FAILED currentPassword");
    expect(await refusalOf(change("correct horse battery staple", "passwordpassword"))).toBe(
      "VALIDATION_FAILED password",
    );
    expect(await change("correct horse battery staple", OTHER)).toEqual({ ended: 1 });
    expect(await callerOf(elsewhere)).toMatchObject({ kind: "anonymous" });
    expect(await callerOf(browser)).toMatchObject({ kind: "operator" });
    expect(await passwordWorks(browser.email, OTHER)).toBe(true);
  });

  it("bears eight guesses at the present password in ten minutes, all 64 at once", async () => {
    const caller = await callerOf(await signedIn("operator"));
    const answers = await Promise.all(
      times(64).map(() =>
        refusalOf(as(caller).access.changePassword({ currentPassword: "no", password: OTHER })),
      ),
    );
    expect(answers.filter((one) => one === "VALIDATION_FAILED currentPassword")).toHaveLength(8);
  });

  it("sessions are told without their ids, and the others end at once", async () => {
    const browser = await signedIn("operator");
    const elsewhere = await signedIn("operator");
    await changeRow("UPDATE session SET userId = ?, userAgent = ? WHERE id = ?", [
      browser.id,
      "Mozilla/5.0 (Windows NT 10.0) Chrome/130.0 Safari/537.36",
      elsewhere.sessionId,
    ]);
    const caller = await callerOf(browser);
    const { items, hasPassword, email } = await as(caller).access.sessions({});
    expect(items.map(({ isCurrent, browser: name }) => [isCurrent, name])).toEqual(
      expect.arrayContaining([
        [true, null],
        [false, "Chrome"],
      ]),
    );
    expect([items.length, hasPassword, email]).toEqual([2, true, browser.email]);
    const text = JSON.stringify(items);
    for (const id of [browser.sessionId, elsewhere.sessionId]) expect(text).not.toContain(id);
    expect(await as(caller).access.endOtherSessions({})).toEqual({ ended: 1 });
    expect(await callerOf(elsewhere)).toMatchObject({ kind: "anonymous" });
    expect(await callerOf(browser)).toMatchObject({ kind: "operator" });
  });

  it("passes that are not used yet end with a reset, a change and signing out elsewhere", async () => {
    const email = someEmail();
    const { id, memberId, pass } = await joined(email, email, PASSWORD);
    const reset = await asked(email, "RESET");
    const proof = { ticket: reset.ticket, code: await codeSentTo(email) };
    const { pass: own } = await reset.browser.access.resetPassword({ ...proof, password: OTHER });
    expect(await enterWith(pass)).toBeNull();
    expect(await enterWith(own)).toMatchObject({ user: { id } });
    const sessionId = await at(new Date(), (work) => openSession(work, id));
    const caller = { ...ANONYMOUS_MEMBER(memberId), userId: id, sessionId };
    const entered = async () => {
      await waitForResend();
      const { browser, ticket } = await asked(email, "SIGN_IN");
      return (await browser.access.signInByCode({ ticket, code: await codeSentTo(email) })).pass;
    };
    const before = await entered();
    await as(caller).access.endOtherSessions({});
    expect(await enterWith(before)).toBeNull();
    const again = await entered();
    await as(caller).access.changePassword({ currentPassword: OTHER, password: PASSWORD });
    expect(await enterWith(again)).toBeNull();
  });

  it("codes for the account’s addresses end with a reset, whosever they were", async () => {
    const email = someEmail();
    await joined(email, email, PASSWORD);
    const { browser, ticket } = await asked(email, "RESET");
    const code = await codeSentTo(email);
    await stranger().access.askCode({ purpose: "SIGN_UP", contact: email });
    await changeRow(
      "UPDATE one_time_code SET userId = NULL WHERE address = ? AND purpose = 'SIGN_UP' AND usedAt IS NULL",
      [email],
    );
    await browser.access.resetPassword({ ticket, code, password: OTHER });
    expect(await countOf("one_time_code", "address = ?", [email])).toBe(0);
  });

  it("a password takes the place of the one that was looked at: four resets at once set one", async () => {
    const email = someEmail();
    const { id } = await joined(email, email, PASSWORD);
    const proofs = [];
    for (const _ of times(4)) {
      const { ticket } = await asked(email, "RESET");
      proofs.push({ ticket, code: await codeSentTo(email) });
    }
    const before = (await userById(reader, id)) as UserRow;
    const answers = await Promise.all(
      proofs.map((proof) =>
        refusalOf(stranger().access.resetPassword({ ...proof, password: OTHER })),
      ),
    );
    expect(answers.filter((one) => one === "none")).toHaveLength(1);
    const late = { user: before, hash: "of a late change" };
    expect(await refusalOf(at(new Date(), (work) => changePassword(work, late)))).toBe(
      "VERSION_CONFLICT",
    );
    expect(await passwordWorks(email, OTHER)).toBe(true);
  });

  it.each(arrivedBy.options)("sessions that were opened by %s are told so", async (by) => {
    const browser = await signedIn("operator");
    const arrival = { by, network: networkOf(somewhere()) };
    await at(new Date(), (work) => signIn(work, browser.id, arrival));
    const { items } = await as(await callerOf(browser)).access.sessions({});
    expect(items.map(({ openedBy }) => openedBy)).toEqual(expect.arrayContaining([null, by]));
  });

  it("a pass opens one session, all 16 at once, and none after a minute or for a disabled account", async () => {
    const email = someEmail();
    const { id, pass } = await joined(email, email);
    const entered = await Promise.all(times(16).map(() => enterWith(pass)));
    expect(entered.filter(Boolean)).toHaveLength(1);
    const fresh = async () => {
      await waitForResend();
      const { browser, ticket } = await asked(email, "SIGN_IN");
      const code = await codeSentTo(email);
      return (await browser.access.signInByCode({ ticket, code })).pass;
    };
    const late = await fresh();
    await changeRow("UPDATE sign_in_pass SET expiresAt = ? WHERE userId = ?", [new Date(), id]);
    expect(await enterWith(late)).toBeNull();
    const disabled = await fresh();
    await changeRow("UPDATE user SET disabledAt = NOW(3) WHERE id = ?", [id]);
    expect(await enterWith(disabled)).toBeNull();
    expect(await enterWith("never made")).toBeNull();
  });

  it("a wrong code is audited as the member’s, and where from is erased when they close", async () => {
    const email = someEmail();
    const { id, memberId } = await joined(email, email);
    const { browser, ticket } = await asked(email, "SIGN_IN");
    const code = wrong(await codeSentTo(email));
    await refusalOf(browser.access.signInByCode({ ticket, code }));
    const told = "action = 'access.signInFailed' AND target = ? AND memberId = ?";
    expect(await countOf("audit_log", told, [`user:${id}`, memberId])).toBe(1);
    const { memberCode } = await as(ANONYMOUS_MEMBER(memberId)).profile.get({});
    await as(ANONYMOUS_MEMBER(memberId)).profile.close({ memberCode });
    expect(
      await countOf("audit_log", `${told} AND \`after\` IS NOT NULL`, [`user:${id}`, memberId]),
    ).toBe(0);
  });

  it("nothing is sent to, nor kept of, a member who closes while a code is asked for", async () => {
    const email = someEmail();
    const { id, memberId } = await joined(email, email);
    const owner = (await userById(reader, id)) as UserRow;
    const contact = { channel: "EMAIL", address: email } as const;
    const { memberCode } = await as(ANONYMOUS_MEMBER(memberId)).profile.get({});
    await as(ANONYMOUS_MEMBER(memberId)).profile.close({ memberCode });
    const asking = { purpose: "SIGN_IN", contact, instead: undefined, owner } as const;
    const answer = await at(new Date(), (work) =>
      askCode(work, { ...asking, sends: "SIGN_IN_CODE" }),
    );
    expect(answer.ticket).toMatch(/^[\w-]{43}$/);
    expect(await countOf("outgoing_message", "address = ?", [email])).toBe(0);
    expect(await countOf("one_time_code", "userId = ?", [id])).toBe(0);
  });

  it("nothing of it is left when the member closes", async () => {
    const email = someEmail();
    const { id, memberId } = await joined(email, email);
    await asked(email, "SIGN_IN");
    const { memberCode } = await as(ANONYMOUS_MEMBER(memberId)).profile.get({});
    await as(ANONYMOUS_MEMBER(memberId)).profile.close({ memberCode });
    for (const table of ["one_time_code", "sign_in_pass"]) {
      expect(await countOf(table, "userId = ?", [id])).toBe(0);
    }
    expect(await countOf("outgoing_message", "memberId = ?", [memberId])).toBe(0);
    expect(await countOf("user", "id = ?", [id])).toBe(0);
  });
});

const ANONYMOUS_MEMBER = (memberId: number): Caller => ({
  ...ANONYMOUS,
  kind: "member",
  actor: `member:${memberId}`,
  memberId,
});

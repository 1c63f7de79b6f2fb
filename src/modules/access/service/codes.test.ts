import { describe, expect, it } from "vitest";
import { ANONYMOUS } from "@/platform/auth";
import { reader } from "@/platform/db";
import { asDomainError } from "@/platform/errors";
import { ADMIN, as } from "@/testing/actors";
import { codeSentTo, joined, someEmail, somewhere, stranger, waitForResend } from "@/testing/codes";
import { useDatabase } from "@/testing/database";
import type { CodePurpose } from "../schema/access";
import { newDeviceId, rememberingCookie } from "./devices";

const times = (count: number) => Array.from({ length: count }, (_, n) => n);

const refusalOf = (run: Promise<unknown>): Promise<string> =>
  run.then(
    () => "none",
    (error: unknown) => String(asDomainError(error)?.domainCode),
  );

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

describe("codes that are asked for by several", () => {
  useDatabase("codes");

  it("are not ended by whoever asks for one on the same network", async () => {
    const [email, office] = [someEmail(), somewhere()];
    await joined(email, email);
    const { browser, ticket } = await asked(email, "SIGN_IN", stranger(office));
    const code = await codeSentTo(email);
    await waitForResend();
    const theirs = await asked(email, "SIGN_IN", stranger(office));
    await waitForResend();
    // What they hold names nobody else's code, nor one of another address.
    await asked(someEmail(), "SIGN_IN", stranger(office), ticket);
    expect(theirs.ticket).not.toBe(ticket);
    expect(await refusalOf(browser.access.signInByCode({ ticket, code }))).toBe("none");
  });

  it("are asked for and guessed at by a browser that signed in before, whatever its network used up", async () => {
    const [email, office] = [someEmail(), somewhere()];
    await joined(email, email);
    const [cookies = ""] = (await rememberingCookie(null, newDeviceId(), email)).split(";");
    const own = as(ANONYMOUS, { remoteAddress: office, cookies });
    const answers = [];
    for (const _ of times(6)) {
      answers.push(await refusalOf(asked(email, "SIGN_IN", stranger(office))));
      await waitForResend();
    }
    expect(answers.at(-1)).toBe("RATE_LIMIT_EXCEEDED");
    const { ticket } = await own.access.askCode({ purpose: "SIGN_IN", contact: email });
    const code = await codeSentTo(email);
    const spent = "UPDATE sign_in_count SET used = 1000 WHERE kind = 'CODE_NETWORK'";
    await refusalOf(stranger(office).access.signInByCode({ ticket, code: wrong(code) }));
    await reader.write(spent, []);
    const elsewhere = stranger(office).access.signInByCode({ ticket, code });
    expect(await refusalOf(elsewhere)).toBe("RATE_LIMIT_EXCEEDED");
    expect(await refusalOf(own.access.signInByCode({ ticket, code }))).toBe("none");
  });

  it("go to a mailbox so many a day, by whichever of its names", async () => {
    const [box = ""] = someEmail().split("@");
    const answers = [];
    for (const n of times(18)) {
      const contact = `${box.slice(0, 1 + (n % 3))}.${box.slice(1 + (n % 3))}+${n}@shop.example`;
      answers.push(await refusalOf(asked(contact, "SIGN_UP")));
    }
    // Each from a region of its own: six together, then one for each, sixteen at most.
    expect(answers.filter((answer) => answer === "none")).toHaveLength(16);
  });

  it("are not used up by a few regions: its owner gets one in a new place and where they were, staff their letters", async () => {
    const [email, home] = [someEmail(), somewhere()];
    await joined(email, email, null, stranger(home));
    const [cookies = ""] = (await rememberingCookie(null, newDeviceId(), email)).split(";");
    const regions = times(3).map(() => somewhere().replace(/\d+$/, ""));
    const tries = times(24).map((n) => stranger(`${regions[n % 3]}${n}`));
    const answers = [];
    for (const one of tries) answers.push(await refusalOf(asked(email, "SIGN_IN", one)));
    expect(answers.filter((answer) => answer === "none").length).toBeLessThanOrEqual(7);
    for (const _ of times(6)) expect(await refusalOf(asked(email, "SIGN_UP"))).toBe("none");
    for (const _ of times(8)) await refusalOf(asked(email, "SIGN_UP"));
    expect(await refusalOf(asked(email, "SIGN_UP"))).toBe("RATE_LIMIT_EXCEEDED");
    // Whatever strangers and the network used up.
    for (const _ of times(3)) {
      expect(await refusalOf(asked(email, "RESET", stranger(home)))).toBe("none");
      await waitForResend();
    }
    expect(await refusalOf(asked(email, "RESET", stranger(home)))).toBe("RATE_LIMIT_EXCEEDED");
    const own = as(ANONYMOUS, { remoteAddress: home, cookies });
    expect(await refusalOf(asked(email, "SIGN_IN", own))).toBe("none");
    const desk = as(ADMIN, { remoteAddress: somewhere() });
    // The same mailbox, by another of its names.
    const invitation = {
      email: email.replace("@", "+desk@"),
      name: "林夏",
      role: "operator",
    } as const;
    expect(await refusalOf(desk.identity.invite(invitation))).toBe("none");
  });

  it("are had by one's own browser though another that was in the account used up what browsers have", async () => {
    const email = someEmail();
    await joined(email, email);
    const browser = async () => {
      const [cookies = ""] = (await rememberingCookie(null, newDeviceId(), email)).split(";");
      return as(ANONYMOUS, { remoteAddress: somewhere(), cookies });
    };
    const [intruder, own] = [await browser(), await browser()];
    const answers = [];
    for (const _ of times(10)) {
      answers.push(await refusalOf(asked(email, "SIGN_IN", intruder)));
      await waitForResend();
    }
    expect(answers.filter((answer) => answer === "none")).toHaveLength(8);
    expect(await refusalOf(asked(email, "SIGN_IN", own))).toBe("none");
  });
});

import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { as, at } from "@/testing/actors";
import {
  codeSentTo,
  joined,
  sentTo,
  someEmail,
  somePhone,
  somewhere,
  stranger,
  waitForResend,
} from "@/testing/codes";
import { cookieOf, signedIn } from "@/testing/credentials";
import { useDatabase } from "@/testing/database";
import { countOf, enrolled } from "@/testing/factories";
import { accountOfMember } from "../../access/service/accounts";
import { authenticate } from "../../access/service/authenticate";
import type { Asked } from "../../access/service/codes";
import { openSession } from "../../access/service/sessions";
import { userById } from "../../access/store/users";
import { findMember } from "../../members/service/members";
import { closeMember } from "../../profile/service/close-member";
import { askContactCode } from "./contact";

const E164 = (phone: string) => `+86${phone}`;

/** A browser of somebody who has signed up, and another one of theirs. */
async function shopper(contact: string, address: string) {
  const { id, memberId } = await joined(contact, address);
  const sessions = [0, 1].map(() => at(new Date(), (work) => openSession(work, id)));
  const [here = "", elsewhere = ""] = await Promise.all(sessions);
  const callerOf = async (sessionId: string) =>
    authenticate({ headers: new Headers({ cookie: await cookieOf(sessionId) }) });
  const remoteAddress = somewhere();
  const browser = as(await callerOf(here), { remoteAddress, locale: "zh-CN" });
  return { id, memberId, browser, callerOf, here, elsewhere, address };
}

type Shopper = Awaited<ReturnType<typeof shopper>>;

function byEmail() {
  const email = someEmail();
  return shopper(email, email);
}

/** Asks for both codes and reads what was sent. */
async function bothCodes({ browser, address }: Shopper, contact: string, sent: string) {
  const channel = address.includes("@") ? "EMAIL" : "SMS";
  const current = await browser.identity.askContactCode({ side: "FROM", channel });
  const next = await browser.identity.askContactCode({ side: "TO", contact });
  return {
    currentTicket: current.ticket,
    currentCode: await codeSentTo(address),
    ticket: next.ticket,
    code: (await sentTo(sent))[0]?.code ?? "000000",
  };
}

const failed = (path: string) => ({ domainCode: "VALIDATION_FAILED", errors: [{ path }] });
const wrong = (code: string) => (code === "000000" ? "000001" : "000000");

describe("a change of address", () => {
  useDatabase("contact");

  it("is proven on both sides, signs out elsewhere, tells the old address and is audited masked", async () => {
    const who = await byEmail();
    const email = someEmail();
    const proof = await bothCodes(who, email, email);
    expect(await who.browser.identity.changeContact(proof)).toEqual({ ended: 1 });
    expect(await userById(reader, who.id)).toMatchObject({ email, phone: null });
    expect((await who.callerOf(who.here)).userId).toBe(who.id);
    expect((await who.callerOf(who.elsewhere)).kind).toBe("anonymous");
    expect((await sentTo(who.address))[0]?.kind).toBe("CONTACT_CHANGED");
    const row = await reader.row<{ before: string; after: string }>(
      "SELECT `before`, `after` FROM audit_log WHERE action = 'identity.changeContact' AND memberId = ?",
      [who.memberId],
    );
    expect(row?.before).toMatch(/\*\*\*@shop\.example/);
    expect(`${row?.before}${row?.after}`).not.toContain(email);
    expect(`${row?.before}${row?.after}`).not.toContain(who.address);
    const again = who.browser.identity.changeContact(proof);
    await expect(again).rejects.toMatchObject(failed("currentCode"));
  });

  it.each(["currentCode", "code"] as const)("is refused with a wrong %s", async (side) => {
    const from = someEmail();
    const who = await shopper(from, from);
    const to = someEmail();
    const proof = await bothCodes(who, to, to);
    const spoilt = { ...proof, [side]: wrong(proof[side]) };
    await expect(who.browser.identity.changeContact(spoilt)).rejects.toMatchObject(failed(side));
    expect(await userById(reader, who.id)).toMatchObject({ email: from });
    await who.browser.identity.changeContact(proof);
    expect(await userById(reader, who.id)).toMatchObject({ email: to });
  });

  it("asks for a code to an address that the account has, whatever else is shown", async () => {
    const from = someEmail();
    const who = await shopper(from, from);
    const other = await byEmail();
    const to = someEmail();
    const mine = await bothCodes(who, to, to);
    const none = { ...mine, currentTicket: null, currentCode: null };
    await expect(who.browser.identity.changeContact(none)).rejects.toMatchObject(
      failed("currentCode"),
    );
    const spare = someEmail();
    const theirs = await bothCodes(other, spare, spare);
    const borrowed = {
      ...mine,
      currentTicket: theirs.currentTicket,
      currentCode: theirs.currentCode,
    };
    await expect(who.browser.identity.changeContact(borrowed)).rejects.toMatchObject(
      failed("currentCode"),
    );
    const lent = { ...mine, ticket: theirs.ticket, code: theirs.code };
    await expect(who.browser.identity.changeContact(lent)).rejects.toMatchObject(failed("code"));
  });

  it("answers alike where somebody has the new address, who alone is told", async () => {
    const [from, taken, free] = [someEmail(), someEmail(), someEmail()];
    const who = await shopper(from, from);
    const owner = await joined(taken, taken);
    const ask = (contact: string) => who.browser.identity.askContactCode({ side: "TO", contact });
    const shapes = [];
    for (const contact of [taken, free]) {
      const begun = performance.now();
      const { ticket, sentTo: masked, ...rest } = await ask(contact);
      expect(performance.now() - begun).toBeGreaterThan(340);
      shapes.push({ ...rest, ticket: ticket.length, masked: masked.length > 0 });
    }
    expect(shapes[0]).toEqual(shapes[1]);
    expect((await sentTo(taken))[0]).toMatchObject({ kind: "ADDRESS_IN_USE", code: null });
    const row = "kind = 'ADDRESS_IN_USE' AND memberId = ?";
    expect(await countOf("outgoing_message", row, [owner.memberId])).toBe(1);
    await waitForResend();
    const staff = await signedIn("operator");
    await ask(staff.email);
    expect(await sentTo(staff.email)).toEqual([]);
  });

  it("goes to one of two who prove the same address at once", async () => {
    const phones = [somePhone(), somePhone()];
    const both = await Promise.all(phones.map((phone) => shopper(phone, E164(phone))));
    const to = someEmail();
    const proofs: Awaited<ReturnType<typeof bothCodes>>[] = [];
    for (const who of both) {
      proofs.push(await bothCodes(who, to, to));
      await waitForResend();
    }
    const results = await Promise.allSettled(
      both.map((who, n) =>
        who.browser.identity.changeContact(proofs[n] as (typeof proofs)[number]),
      ),
    );
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = results.find(({ status }) => status === "rejected") as PromiseRejectedResult;
    expect(refused.reason).toMatchObject(failed("contact"));
    expect(await countOf("user", "email = ?", [to])).toBe(1);
  });

  it("of an account without any is the owner’s who came in a moment ago, not of a browser left alone", async () => {
    const { id: memberId } = await enrolled();
    const userId = await at(new Date(), (work) =>
      accountOfMember(work, { id: memberId, name: "林夏", email: null }),
    );
    const sessionId = await at(new Date(), (work) => openSession(work, userId));
    const headers = new Headers({ cookie: await cookieOf(sessionId) });
    const browser = as(await authenticate({ headers }), { remoteAddress: somewhere() });
    const [first, second] = [someEmail(), someEmail()];
    const ask = (contact: string) => browser.identity.askContactCode({ side: "TO", contact });
    const { ticket } = await ask(first);
    const code = await codeSentTo(first);
    const opened = (ms: number) =>
      reader.write("UPDATE session SET createdAt = ? WHERE id = ?", [
        new Date(Date.now() - ms),
        sessionId,
      ]);
    const proof = { ticket, code, currentTicket: null, currentCode: null };
    await opened(15 * 60_000 + 1000);
    const again = { domainCode: "SIGN_IN_AGAIN" };
    await expect(ask(second)).rejects.toMatchObject(again);
    await expect(browser.identity.changeContact(proof)).rejects.toMatchObject(again);
    await opened(60_000);
    await browser.identity.changeContact(proof);
    expect(await userById(reader, userId)).toMatchObject({ email: first });
  });

  it("is begun for nobody who closed since it was asked for, and sent to nobody", async () => {
    const [who, other] = [await byEmail(), await byEmail()];
    const begin = (asked: Pick<Asked, "owner" | "contact" | "purpose" | "sends" | "receiver">) =>
      at(new Date(), (work) => askContactCode(work, { instead: undefined, ...asked }));
    const contactOf = ({ address }: Shopper) => ({ channel: "EMAIL", address }) as const;
    await at(new Date(), (work) => closeMember(work, { memberId: other.memberId }, null));
    const own = {
      purpose: "CHANGE_FROM",
      contact: contactOf(other),
      sends: "CHANGE_FROM_CODE",
    } as const;
    await expect(begin({ ...own, owner: other })).rejects.toMatchObject({
      domainCode: "AUTHENTICATION_REQUIRED",
    });
    const next = {
      purpose: "CHANGE_TO",
      contact: contactOf(other),
      sends: "ADDRESS_IN_USE",
    } as const;
    const answer = await begin({ ...next, owner: who, receiver: other });
    expect(answer.ticket).toMatch(/^[\w-]{43}$/);
    expect(await countOf("outgoing_message", "address = ?", [other.address])).toBe(0);
    expect(await countOf("one_time_code", "userId = ?", [other.id])).toBe(0);
  });

  it("is not for staff, who get no codes, nor for strangers", async () => {
    const { headers } = await signedIn("operator");
    const operator = as(await authenticate({ headers: new Headers(headers) }));
    const asked = { side: "TO", contact: someEmail() } as const;
    await expect(operator.identity.askContactCode(asked)).rejects.toMatchObject({
      domainCode: "PERMISSION_DENIED",
    });
    await expect(stranger().identity.askContactCode(asked)).rejects.toMatchObject({
      domainCode: "AUTHENTICATION_REQUIRED",
    });
  });
});

describe("the phone of a member who changes theirs", () => {
  useDatabase("contact");

  const move = async (who: Shopper, phone: string) =>
    who.browser.identity.changeContact(await bothCodes(who, phone, E164(phone)));

  it("finds the member in the same act, and the former one nobody", async () => {
    const [from, to] = [somePhone(), somePhone()];
    const who = await shopper(from, E164(from));
    await move(who, to);
    expect(await findMember(reader, { phone: E164(to) })).toMatchObject({ id: who.memberId });
    expect(await findMember(reader, { phone: E164(from) })).toBeUndefined();
    const told = "memberId = ? AND type = 'member.updated'";
    expect(await countOf("outbox_event", told, [who.memberId])).toBe(1);
  });

  /** As a release before kept phones. */
  const shareWith = async (phone: string) => {
    const { id } = await enrolled();
    await reader.write("UPDATE member SET phone = ? WHERE id = ?", [E164(phone), id]);
    return id;
  };
  const meaning = async (phone: string) => (await findMember(reader, { phone: E164(phone) }))?.id;

  it("means the one other member who had it too, once they are the only one", async () => {
    const shared = somePhone();
    const who = await shopper(shared, E164(shared));
    const left = await shareWith(shared);
    await reader.write("UPDATE member SET phoneKey = NULL WHERE id = ?", [who.memberId]);
    expect(await meaning(shared)).toBeUndefined();
    await move(who, somePhone());
    expect(await meaning(shared)).toBe(left);
  });

  it("means the last one of three of whom two leave it at once, by closing and by changing", async () => {
    const shared = somePhone();
    const who = await shopper(shared, E164(shared));
    const [closing, left] = [await shareWith(shared), await shareWith(shared)];
    await reader.write("UPDATE member SET phoneKey = NULL WHERE id = ?", [who.memberId]);
    const to = somePhone();
    const proof = await bothCodes(who, to, E164(to));
    await Promise.all([
      who.browser.identity.changeContact(proof),
      at(new Date(), (work) => closeMember(work, { memberId: closing }, null)),
    ]);
    expect(await meaning(shared)).toBe(left);
  });

  it.each([
    ["stays another’s whom it means: the account has it, and the member none", true],
    ["is theirs who proved it, where it meant nobody", false],
  ])("%s", async (_, isKeyed) => {
    const [from, to] = [somePhone(), somePhone()];
    const who = await shopper(from, E164(from));
    const other = await shareWith(to);
    if (isKeyed) await reader.write("UPDATE member SET phoneKey = phone WHERE id = ?", [other]);
    await move(who, to);
    expect(await userById(reader, who.id)).toMatchObject({ phone: E164(to) });
    const [own] = await reader.rows("SELECT phone, phoneKey FROM member WHERE id = ?", [
      who.memberId,
    ]);
    const phone = isKeyed ? null : E164(to);
    expect(own).toEqual({ phone, phoneKey: phone });
    expect(await meaning(to)).toBe(isKeyed ? other : who.memberId);
  });
});

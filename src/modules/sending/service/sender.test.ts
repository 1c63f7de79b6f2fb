import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { Webhook } from "standardwebhooks";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { env } from "@/env";
import { ANONYMOUS } from "@/platform/auth";
import { reader } from "@/platform/db";
import { runWork } from "@/platform/work";
import { as, at, SYSTEM } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { fresh } from "@/testing/factories";
import { MailServer } from "@/testing/mail-server";
import { type Message, pruneMessages, sendLater } from "./messages";
import { Sender } from "./sender";

const MINUTE = 60_000;
const SECRET = `whsec_${Buffer.alloc(32, 7).toString("base64")}`;

interface Stored {
  status: string;
  attempts: number;
  sealed: string | null;
  error: string | null;
  claim: string | null;
}

async function stored(address: string): Promise<Stored> {
  const sql = "SELECT * FROM outgoing_message WHERE address = ?";
  return (await reader.row<Stored>(sql, [address])) as Stored;
}

const nobody = () => `${fresh("m").toLowerCase()}@shop.example`;

function message(address: string, changes: Partial<Message> = {}): Message {
  return {
    channel: "EMAIL",
    address,
    kind: "SIGN_UP_CODE",
    memberId: null,
    facts: { code: "314159", minutes: 10 },
    expiresAt: new Date(Date.now() + 10 * MINUTE),
    ...changes,
  };
}

const queue = (one: Message, locale: "zh-CN" | "en" = "en") =>
  runWork({ caller: SYSTEM, requestId: "test", locale }, null, async (work) =>
    sendLater(work, one),
  );

/** Turns until nothing is due. @param ms how far time has gone on */
async function turn(sender: Sender): Promise<void> {
  await sender.turn();
  await sender.settled();
}

describe("what goes out", () => {
  useDatabase("sending");
  const mail = new MailServer();
  let hook: Server;
  const posts: { headers: Record<string, string>; body: string }[] = [];
  let hookStatus = 204;
  let ms = 0;
  const clock = () => new Date(Date.now() + ms);
  let senders: Sender[] = [];
  const sender = () => {
    const one = new Sender({ clock });
    senders.push(one);
    return one;
  };

  beforeAll(async () => {
    const place = await mail.start();
    hook = createServer((request, response) => {
      let body = "";
      request.on("data", (chunk) => {
        body += chunk;
      });
      request.on("end", () => {
        posts.push({ headers: request.headers as Record<string, string>, body });
        response.writeHead(hookStatus).end();
      });
    });
    await new Promise<void>((resolve) => hook.listen(0, "127.0.0.1", resolve));
    Object.assign(env(), {
      SMTP_URL: `smtp://shop:right@${place}`,
      MAIL_FROM: "素会员 <hello@shop.example>",
      SMS_HOOK_URL: `http://127.0.0.1:${(hook.address() as AddressInfo).port}/sms`,
      SMS_HOOK_SECRET: SECRET,
    });
  });

  afterEach(async () => {
    ms = 0;
    hookStatus = 204;
    mail.refuse = () => null;
    for (const one of senders) await one.stop();
    senders = [];
  });

  afterAll(async () => {
    await mail.stop();
    hook.close();
  });

  it("an e-mail is told to a real SMTP server, in the asker’s language, and its code is erased here", async () => {
    const address = nobody();
    await queue(message(address), "zh-CN");
    expect((await stored(address)).sealed).not.toContain("314159");
    await turn(sender());
    const [letter] = mail.received.filter(({ to }) => to.includes(address));
    expect(letter?.from).toBe("hello@shop.example");
    expect(letter?.raw).toMatch(/Subject: =\?UTF-8\?/);
    expect(letter?.raw).toMatch(/Message-ID: <[\w-]{36}@shop\.example>/i);
    const text = Buffer.from(letter?.raw.split("\r\n\r\n")[1] ?? "", "base64").toString();
    expect(text).toContain("验证码 314159，用于注册会员，10 分钟内有效");
    expect(mail.logins).toContain("shop");
    expect(await stored(address)).toMatchObject({ status: "SENT", sealed: null, claim: null });
  });

  it("nothing goes out of an act that is undone", async () => {
    const address = nobody();
    const undone = at(new Date(), async (work) => {
      sendLater(work, message(address));
      throw new Error("no");
    });
    await expect(undone).rejects.toThrow("no");
    await turn(sender());
    expect(await stored(address)).toBeUndefined();
    expect(mail.received.some(({ to }) => to.includes(address))).toBe(false);
  });

  it("each is sent once by many processes at once", async () => {
    const addresses = Array.from({ length: 40 }, nobody);
    await Promise.all(addresses.map((address) => queue(message(address))));
    const many = [sender(), sender(), sender()];
    for (let round = 0; round < 6; round++) await Promise.all(many.map(turn));
    const sent = mail.received.flatMap(({ to }) => to).filter((one) => addresses.includes(one));
    expect(sent.sort()).toEqual(addresses.sort());
  });

  it("what the server can’t take now is tried again, later each time, and arrives", async () => {
    const address = nobody();
    mail.refuse = () => ({ message: "try later", responseCode: 451 });
    await queue(message(address));
    const one = sender();
    await turn(one);
    expect(await stored(address)).toMatchObject({
      status: "WAITING",
      attempts: 1,
      error: "SMTP_451",
    });
    await turn(one);
    expect((await stored(address)).attempts).toBe(1);
    mail.refuse = () => null;
    ms = 3_000;
    await turn(one);
    expect(await stored(address)).toMatchObject({ status: "SENT", attempts: 2, sealed: null });
  });

  it("what is refused for good is given up at once, and its code is gone", async () => {
    const address = nobody();
    mail.refuse = () => ({ message: "no such mailbox", responseCode: 550 });
    await queue(message(address));
    await turn(sender());
    expect(await stored(address)).toMatchObject({
      status: "FAILED",
      error: "SMTP_550",
      sealed: null,
    });
  });

  it("a code that has expired is not sent any more, and is gone", async () => {
    const address = nobody();
    await queue(message(address));
    ms = 11 * MINUTE;
    await turn(sender());
    expect(await stored(address)).toMatchObject({ status: "EXPIRED", attempts: 0, sealed: null });
    expect(mail.received.some(({ to }) => to.includes(address))).toBe(false);
  });

  it("one whose process died while sending is sent by another, and not for ever", async () => {
    const address = nobody();
    await queue(message(address, { expiresAt: new Date(Date.now() + 600 * MINUTE) }));
    const dead = new Sender({
      clock,
      transports: () => ({ keepsText: false, send: () => new Promise(() => {}), close: () => {} }),
    });
    await dead.turn();
    expect((await stored(address)).claim).not.toBeNull();
    await turn(sender());
    expect((await stored(address)).status).toBe("WAITING");
    ms = 3 * MINUTE;
    await turn(sender());
    expect(await stored(address)).toMatchObject({ status: "SENT", attempts: 2 });
  });

  it("a hook that hangs holds up no e-mail, however many text messages wait for it", async () => {
    const phones = Array.from({ length: 40 }, (_, n) => `+86139000100${10 + n}`);
    const expiresAt = new Date(Date.now() + 600 * MINUTE);
    for (const phone of phones) await queue(message(phone, { channel: "SMS", expiresAt }));
    const address = nobody();
    await queue(message(address));
    let asked = 0;
    const hanging = new Sender({
      clock,
      transports: (channel) => ({
        keepsText: false,
        send: (letter) => {
          if (channel === "EMAIL") return Promise.resolve({ result: "SENT" });
          asked += 1;
          return new Promise(() => letter);
        },
        close: () => {},
      }),
    });
    expect(await hanging.turn()).toBe(true);
    await hanging.turn();
    await sleep(200);
    expect((await stored(address)).status).toBe("SENT");
    expect(asked).toBe(16);
    await reader.write("DELETE FROM outgoing_message WHERE channel = 'SMS'", []);
  });

  it("a code goes before news, however much of it waits, and has places while all news hangs", async () => {
    const expiresAt = new Date(Date.now() + 600 * MINUTE);
    const news = {
      channel: "SMS",
      kind: "POINTS_EXPIRING",
      facts: { points: 5, days: 7 },
    } as const;
    for (let n = 0; n < 60; n++) {
      const phone = `+86139000200${10 + n}`;
      await queue(message(phone, { ...news, consents: { email: false, sms: true }, expiresAt }));
    }
    const sent: string[] = [];
    const hanging = new Sender({
      clock,
      transports: () => ({
        keepsText: false,
        send: ({ kind, address }) => {
          sent.push(kind === "POINTS_EXPIRING" ? "news" : address);
          return kind === "POINTS_EXPIRING"
            ? new Promise(() => {})
            : Promise.resolve({ result: "SENT" });
        },
        close: () => {},
      }),
    });
    const codes = ["+8613900020100", "+8613900020101"];
    await queue(message(codes[0] ?? "", { channel: "SMS" }));
    await hanging.turn();
    expect(sent[0]).toBe(codes[0]);
    await hanging.turn();
    await queue(message(codes[1] ?? "", { channel: "SMS" }));
    await hanging.turn();
    await sleep(200);
    expect(sent.at(-1)).toBe(codes[1]);
    expect(sent.filter((one) => one === "news")).toHaveLength(12);
    await reader.write("DELETE FROM outgoing_message WHERE channel = 'SMS'", []);
  });

  it("a text message goes to the shop’s hook, signed, with what a template needs", async () => {
    await queue(message("+8613900001111", { channel: "SMS", kind: "SIGN_IN_CODE" }));
    await turn(sender());
    const post = posts.at(-1);
    const told = new Webhook(SECRET).verify(post?.body ?? "", post?.headers ?? {});
    expect(told).toMatchObject({
      type: "sms.send",
      data: { to: "+8613900001111", kind: "SIGN_IN_CODE", language: "en", code: "314159" },
    });
    expect(await stored("+8613900001111")).toMatchObject({ status: "SENT", sealed: null });
  });

  it("a hook gets the same id over all attempts, so that it sends none twice", async () => {
    hookStatus = 503;
    await queue(message("+8613900002222", { channel: "SMS" }));
    const one = sender();
    await turn(one);
    hookStatus = 200;
    ms = 3_000;
    await turn(one);
    const ids = posts.slice(-2).map(({ headers }) => headers["webhook-id"]);
    expect(new Set(ids).size).toBe(1);
  });

  it("a hook at a private address is not asked where that is not allowed", async () => {
    Object.assign(env(), { WEBHOOK_ALLOW_PRIVATE: "off" });
    try {
      const count = posts.length;
      await queue(message("+8613900003333", { channel: "SMS" }));
      await turn(sender());
      expect(await stored("+8613900003333")).toMatchObject({ error: "ADDRESS_NOT_ALLOWED" });
      expect(posts.length).toBe(count);
    } finally {
      Object.assign(env(), { WEBHOOK_ALLOW_PRIVATE: undefined });
    }
  });

  it("in production no mail is sent readably", async () => {
    Object.assign(env(), { MEMBER_SYSTEM_ENV: "production" });
    try {
      const address = nobody();
      await queue(message(address));
      await turn(sender());
      expect(await stored(address)).toMatchObject({ status: "WAITING", error: "TLS_FAILED" });
    } finally {
      Object.assign(env(), { MEMBER_SYSTEM_ENV: "development" });
    }
  });

  describe("without a way out", () => {
    beforeAll(() => Object.assign(env(), { SMTP_URL: undefined, SMS_HOOK_URL: undefined }));

    it("a development system keeps it in the mailbox, readable", async () => {
      const address = nobody();
      await queue(message(address));
      await turn(sender());
      expect((await stored(address)).status).toBe("SENT");
      const { items } = await as(ANONYMOUS).sending.mailbox({});
      const shown = items.find((item) => item.address === address);
      expect(shown).toMatchObject({ code: "314159", subject: "Your sign-up code", status: "SENT" });
    });

    it("production sends nothing, keeps nothing readable and has no mailbox", async () => {
      Object.assign(env(), { MEMBER_SYSTEM_ENV: "production" });
      try {
        const address = nobody();
        await queue(message(address));
        await turn(sender());
        expect(await stored(address)).toMatchObject({
          status: "FAILED",
          error: "NO_TRANSPORT",
          sealed: null,
        });
        await expect(as(ANONYMOUS).sending.mailbox({})).rejects.toMatchObject({
          domainCode: "NOT_FOUND",
        });
      } finally {
        Object.assign(env(), { MEMBER_SYSTEM_ENV: "development" });
      }
    });
  });

  it("is forgotten after a while", async () => {
    const [old, recent] = [nobody(), nobody()];
    await queue(message(old));
    await queue(message(recent));
    await reader.write("UPDATE outgoing_message SET createdAt = ? WHERE address = ?", [
      new Date(Date.now() - 31 * 24 * 60 * MINUTE),
      old,
    ]);
    await pruneMessages({ stopping: () => false, now: new Date(), progress: null });
    expect(await stored(old)).toBeUndefined();
    expect(await stored(recent)).toBeDefined();
  });
});

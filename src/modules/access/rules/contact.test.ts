import { describe, expect, it } from "vitest";
import { contactOf, isServed, mailboxOf, maskedContact } from "./contact";

describe("what somebody typed as their address", () => {
  it.each([
    [" Lin@Shop.CN ", { channel: "EMAIL", address: "lin@shop.cn" }],
    ["13800001234", { channel: "SMS", address: "+8613800001234" }],
    ["138 0000-1234", { channel: "SMS", address: "+8613800001234" }],
    ["１３８００００１２３４", { channel: "SMS", address: "+8613800001234" }],
    ["+86 138 0000 1234", { channel: "SMS", address: "+8613800001234" }],
    ["0044 20 7946 0000", { channel: "SMS", address: "+442079460000" }],
    ["0571-88880000", null],
    ["+86 571 88880000", null],
    ["12800001234", null],
    ["lin", null],
    ["lin@", null],
    ["ａdmin@shop.cn", null],
    ["", null],
  ])("%j", (typed, contact) => {
    expect(contactOf(typed)).toEqual(contact);
  });

  it.each([
    ["linxia@shop.cn", "li***@shop.cn"],
    ["lin@shop.cn", "l***@shop.cn"],
    ["13800001234", "138****1234"],
  ])("is shown of %s as %s", (typed, shown) => {
    const contact = contactOf(typed);
    expect(contact && maskedContact(contact)).toBe(shown);
  });
});

describe("text messages", () => {
  it.each<[string, string[], boolean]>([
    ["+8613800001234", ["86"], true],
    ["+85251234567", ["86"], false],
    ["+85251234567", ["86", "852"], true],
    ["+447700900123", ["*"], true],
    ["+12025550123", ["86"], false],
  ])("to %s where %j is served: %s", (address, countries, served) => {
    expect(isServed({ channel: "SMS", address }, countries)).toBe(served);
  });

  it("leave e-mails alone", () => {
    expect(isServed({ channel: "EMAIL", address: "a@b.example" }, ["86"])).toBe(true);
  });
});

describe("the mailbox of an address", () => {
  it.each([
    ["li.lei+shop@shop.cn", "lilei@shop.cn"],
    ["lilei@shop.cn", "lilei@shop.cn"],
    ["+++@shop.cn", "@shop.cn"],
  ])("of %s is %s", (address, mailbox) => {
    expect(mailboxOf({ channel: "EMAIL", address })).toBe(mailbox);
  });

  it("is a phone itself", () => {
    expect(mailboxOf({ channel: "SMS", address: "+8613800001234" })).toBe("+8613800001234");
  });
});

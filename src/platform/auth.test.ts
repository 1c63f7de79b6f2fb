import { describe, expect, it } from "vitest";
import { ANONYMOUS, checkOrigin } from "./auth";

describe("a write by cookie", () => {
  it.each([
    ["https://members.shop.example", 200],
    ["http://members.shop.example", 403],
    ["https://inner.example:8080", 200],
    ["http://inner.example:8080", 403],
    ["https://inner.example", 403],
  ])("behind https, reached as inner.example:8080, from %s: %i", (origin, status) => {
    const headers = new Headers({ origin, host: "inner.example:8080" });
    const caller = { ...ANONYMOUS, sessionId: "s" };
    const check = () => checkOrigin("POST", headers, caller, "https://members.shop.example");
    if (status === 200) expect(check).not.toThrow();
    else expect(check).toThrow(expect.objectContaining({ domainCode: "PERMISSION_DENIED" }));
  });
});

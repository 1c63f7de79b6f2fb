import { describe, expect, it } from "vitest";
import { reader } from "@/platform/db";
import { useDatabase } from "@/testing/database";
import { guestKeyOf, guestSecretOf, keptKey } from "./key";

describe("a guest key", () => {
  useDatabase();

  it.each([
    ["lin@shop.cn", "e2237fc2c20a56e09b2780351aca60ce70f6afdad8901182f2dd296b9c1ae5ce"],
    ["+8613800001234", "d1024da3581d43db1c160bc28eb73a8bd67befeceb2c78c46ac3501bd04a1653"],
  ])("of %s is what any HMAC-SHA-256 makes of it", (address, expected) => {
    expect(guestKeyOf("0123456789abcdef", address)).toBe(expected);
  });

  it("is made under a key that stays, and kept as neither the shop nor we send it", async () => {
    const secret = await guestSecretOf(reader);
    expect(secret).toMatch(/^[0-9a-f]{64}$/);
    expect(await guestSecretOf(reader)).toBe(secret);
    const key = guestKeyOf(secret, "lin@shop.cn");
    expect(await keptKey(reader, key)).not.toBe(key);
  });
});

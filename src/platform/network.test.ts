import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { networkOf } from "./network";

describe("the network of an address", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7", "203.0.113.0/24"],
    ["::ffff:203.0.113.7", "203.0.113.7", "203.0.113.0/24"],
    ["::FFFF:cb00:7107", "203.0.113.7", "203.0.113.0/24"],
    ["0:0:0:0:0:ffff:203.0.113.7", "203.0.113.7", "203.0.113.0/24"],
    ["64:ff9b::203.0.113.7", "203.0.113.7", "203.0.113.0/24"],
    ["2002:cb00:7107:1::1", "203.0.113.7", "203.0.113.0/24"],
    ["203.0.113.7:51234", "203.0.113.7", "203.0.113.0/24"],
    ["2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64", "2001:db8:1::/48"],
    ["2001:0DB8:0001:0002:0:0:0:ffff", "2001:db8:1:2::/64", "2001:db8:1::/48"],
    ["[2001:db8:1:2::9]:443", "2001:db8:1:2::/64", "2001:db8:1::/48"],
    ["fe80::1%eth0", "fe80:0:0:0::/64", "fe80:0:0::/48"],
    ["::1", "127.0.0.1", "127.0.0.0/24"],
    ["::2", "0:0:0:0::/64", "0:0:0::/48"],
    ["unknown", "unknown", "unknown"],
    ["", "unknown", "unknown"],
    ["203.0.113.07", "unknown", "unknown"],
    ["<script>", "unknown", "unknown"],
  ])("%s is %s in %s", (address, near, region) => {
    expect(networkOf(address)).toEqual({ near, region });
  });

  it("is one for all that share the first 64 bits, however they are written", () => {
    const group = fc.nat(0xffff).map((n) => n.toString(16));
    const four = fc.array(group, { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(four, four, four, (first, last, other) => {
        const [one, two] = [last, other].map((end) => networkOf([...first, ...end].join(":")));
        fc.pre(one?.near.endsWith("/64") === true && two?.near.endsWith("/64") === true);
        expect(one).toEqual(two);
        expect(networkOf([...first, ...last].join(":").toUpperCase())).toEqual(one);
      }),
    );
  });
});

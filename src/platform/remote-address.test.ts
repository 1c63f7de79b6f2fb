import { describe, expect, it } from "vitest";
import { clientAddress } from "./remote-address";

describe("the address of whoever calls", () => {
  it.each<[string, string | null, string | null, number, string]>([
    ["is the other end where no proxy is trusted", "10.0.0.2", "6.6.6.6", 0, "10.0.0.2"],
    ["is what the one proxy saw", "10.0.0.2", "203.0.113.7", 1, "203.0.113.7"],
    ["is never what the caller made up", "10.0.0.2", "6.6.6.6, 203.0.113.7", 1, "203.0.113.7"],
    ["is found behind two proxies", "10.0.0.3", "6.6.6.6, 203.0.113.7, 10.0.0.2", 2, "203.0.113.7"],
    ["is the other end of who came past the proxy", "203.0.113.9", null, 1, "203.0.113.9"],
    [
      "is the host's last word where it tells no peer",
      null,
      "6.6.6.6, 203.0.113.7",
      0,
      "203.0.113.7",
    ],
    ["counts the host as one proxy", null, "6.6.6.6, 203.0.113.7, 10.0.0.2", 2, "203.0.113.7"],
    ["is unknown where nobody tells", null, "", 0, "unknown"],
  ])("%s", (_, peer, forwardedFor, proxies, expected) => {
    expect(clientAddress(peer, forwardedFor, proxies)).toBe(expected);
  });
});

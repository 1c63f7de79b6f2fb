import { describe, expect, it } from "vitest";
import { useDatabase } from "@/testing/database";
import { ANONYMOUS, type Caller } from "./auth";
import { asDomainError } from "./errors";
import { countRequest, type Door } from "./rate-limit";

const asked = (door: Door, address: string, caller: Caller = ANONYMOUS) =>
  countRequest(door, caller, address, new Map()).then(
    () => "answered",
    (error) => asDomainError(error)?.domainCode ?? error,
  );

describe("strangers of one region", () => {
  useDatabase();

  it.each<[Door, number]>([
    ["page", 4 * 300],
    ["rest", 4 * 600],
  ])(
    "have no more of %s together than four addresses, from however many networks",
    async (door, most) => {
      const answers = await Promise.all(
        Array.from({ length: 4 * most }, (_, n) =>
          asked(door, `2001:db8:${door === "page" ? 1 : 2}:${n.toString(16)}::1`),
        ),
      );
      expect(answers.filter((one) => one === "answered")).toHaveLength(most);
      const next = `2001:db8:${door === "page" ? 11 : 12}::1`;
      expect(await asked(door, next)).toBe("answered");
      const person = { ...ANONYMOUS, kind: "operator", actor: "operator:9" } as const;
      const here = `2001:db8:${door === "page" ? 1 : 2}::1`;
      expect(await asked(door, here, person)).toBe("answered");
      expect(await asked(door, here)).toBe("RATE_LIMIT_EXCEEDED");
    },
  );
});

import { describe, expect, it } from "vitest";
import { env } from "@/env";
import { at, SYSTEM } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { countOf, fresh } from "@/testing/factories";
import { createUser } from "./accounts";
import { requireStrong } from "./passwords";

const WEAK = { domainCode: "VALIDATION_FAILED", errors: [{ path: "password" }] };

describe("a password that is set", () => {
  useDatabase();

  const made = (password: string, isDemo = false) => {
    const email = `${fresh("pw").toLowerCase()}@shop.example`;
    const user = { email, password, name: "Zhou Hang", role: "admin", memberId: null } as const;
    return {
      email,
      act: () => at(new Date(), (work) => createUser(work, { ...user, isDemo }), SYSTEM),
    };
  };

  it.each([
    "aaaaaaaaaaaa",
    "password1234",
    "qwertyuiop12",
    "abcdefghijkl",
    "123456789012",
    "admin123admin",
    "woaini123456",
    "密码密码密码密码密码密码",
    "Kf8$2mvQz_p",
    "a".repeat(200),
    `${"Kf8$2mvQz_pL".repeat(17)}`,
  ])("%s is refused, and there is no account", async (password) => {
    const { email, act } = made(password);
    await expect(act()).rejects.toMatchObject(WEAK);
    expect(await countOf("user", "email = ?", [email])).toBe(0);
  });

  it.each(["Kf8$2mvQz_pL", "correct horse battery staple", "七月的海边有三只猫在下棋"])(
    "%s is taken",
    async (password) => {
      expect(await made(password).act()).toBeGreaterThan(0);
    },
  );

  it("that is made of whose it is is refused", async () => {
    const about = ["linxia@shop.example", "Lin Xia"];
    await expect(requireStrong("linxia@shop.example", about)).rejects.toMatchObject(WEAK);
    await expect(requireStrong("linxialinxia", about)).rejects.toMatchObject(WEAK);
  });

  it("that everybody knows is the demo's alone, and only in development", async () => {
    expect(await made("member-demo", true).act()).toBeGreaterThan(0);
    await expect(made("member-demo").act()).rejects.toMatchObject(WEAK);
    env().MEMBER_SYSTEM_ENV = "production";
    try {
      await expect(made("member-demo", true).act()).rejects.toMatchObject(WEAK);
    } finally {
      env().MEMBER_SYSTEM_ENV = "development";
    }
  });
});

import { describe, expect, it } from "vitest";
import { readEnv } from "@/env";
import { newSecrets } from "./secrets.mjs";
import { programEnvironment, toolEnvironment } from "./serving.mjs";

const DATABASE_URL = "mysql://somebody:secret@db.example:3306/member_system";
const options = {
  databaseUrl: DATABASE_URL,
  secrets: newSecrets(),
  mode: "production" as const,
  port: 3000,
  given: { NODE_ENV: "test" as const, DATABASE_URL },
};

describe("with nothing but the address of a database", () => {
  it("a tool runs", () => {
    expect(readEnv(toolEnvironment(options))).toMatchObject({
      DATABASE_URL,
      MEMBER_SYSTEM_ENV: "production",
    });
  });

  it("a server in production does not: sessions need a secret that stays", () => {
    expect(() => readEnv(programEnvironment(options))).toThrow("AUTH_SECRET");
  });

  it("a tool takes the secret it was given", () => {
    const AUTH_SECRET = "a secret that is long enough for sessions";
    const given = { ...options.given, AUTH_SECRET };
    expect(toolEnvironment({ ...options, given }).AUTH_SECRET).toBe(AUTH_SECRET);
  });
});

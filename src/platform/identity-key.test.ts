import { beforeAll, describe, expect, it } from "vitest";
import { env } from "@/env";
import { findMember } from "@/modules/members/service/members";
import { keyIdentities } from "@/modules/members/service/upkeep";
import { closeMember } from "@/modules/profile/service/close-member";
import { as, at, OPERATOR, SERVICE } from "@/testing/actors";
import { useDatabase } from "@/testing/database";
import { accountsOf, enrolled, fresh } from "@/testing/factories";
import { reader } from "./db";
import { identityKey, keyedIdentity, plainIdentity } from "./identity-key";

const NOW = "2026-07-01T04:00:00Z";
const RUN = { now: new Date(NOW), progress: null, stopping: () => false };

async function closed() {
  const { id, externalId } = await enrolled();
  await at(NOW, (work) => closeMember(work, { memberId: id }, null), OPERATOR);
  return { id, externalId: externalId ?? "" };
}

/** As another process does that starts now. */
function startAnew(secret: string, previous: string[] = []): void {
  globalThis.__memberSystemIdentityKey = undefined;
  Object.assign(env(), { AUTH_SECRET: secret, AUTH_SECRET_PREVIOUS: previous });
}

describe("how those who are gone are recognised", () => {
  useDatabase("identity");
  let secret = "";
  beforeAll(() => {
    secret = env().AUTH_SECRET;
  });

  it("is a hash that nobody makes without the key", async () => {
    const { id, externalId } = await closed();
    const row = await reader.row<{ hash: string }>(
      "SELECT externalIdHash AS hash FROM closed_identity WHERE memberId = ?",
      [id],
    );
    const plain = plainIdentity(`member-system:${externalId}`);
    expect(row?.hash).toBe(await keyedIdentity(reader, plain));
    expect(row?.hash).not.toBe(plain);
    expect((await findMember(reader, { externalId }))?.id).toBe(id);
  });

  it("is one key for processes that start at the same moment", async () => {
    await reader.write("DELETE FROM identity_key");
    const keys = await Promise.all(
      Array.from({ length: 8 }, () => {
        globalThis.__memberSystemIdentityKey = undefined;
        return identityKey();
      }),
    );
    expect(new Set(keys.map((key) => key.toString("hex"))).size).toBe(1);
  });

  it("outlives a change of AUTH_SECRET, and another secret is said rather than taken", async () => {
    const { id, externalId } = await closed();
    const next = "another secret that is long enough for it";
    startAnew(next);
    await expect(findMember(reader, { externalId })).rejects.toThrow("AUTH_SECRET_PREVIOUS");
    startAnew(next, ["a third one that nothing is encrypted under", secret]);
    expect((await findMember(reader, { externalId }))?.id).toBe(id);
    // Encrypted anew: from here on the secret before is not needed.
    startAnew(next);
    expect((await findMember(reader, { externalId }))?.id).toBe(id);
    startAnew(secret, [next]);
    expect((await findMember(reader, { externalId }))?.id).toBe(id);
  });

  it("goes on with the plain hashes of a release before, and gives them the key", async () => {
    const { id, externalId } = await closed();
    const plain = plainIdentity(`member-system:${externalId}`);
    await reader.write(
      "UPDATE closed_identity SET externalIdHash = ?, isKeyed = 0 WHERE memberId = ?",
      [plain, id],
    );
    expect((await findMember(reader, { externalId }))?.id).toBe(id);
    await Promise.all([keyIdentities(RUN), keyIdentities(RUN)]);
    const row = await reader.row(
      "SELECT externalIdHash AS hash, isKeyed FROM closed_identity WHERE memberId = ?",
      [id],
    );
    expect(row).toEqual({ hash: await keyedIdentity(reader, plain), isKeyed: 1 });
    expect((await findMember(reader, { externalId }))?.id).toBe(id);
  });

  it("a service’s call from before the closing, repeated after it, does nothing", async () => {
    const externalId = fresh("u");
    const key = { idempotencyKey: fresh("key") };
    const { memberId } = await as(SERVICE, key).members.create({ externalId, nickname: "林夏" });
    const earn = { memberId, event: "REVIEW", referenceId: fresh("rev") } as const;
    const earnKey = { idempotencyKey: fresh("key") };
    await as(SERVICE, earnKey).orders.earn(earn);
    await at(NOW, (work) => closeMember(work, { externalId }, null), OPERATOR);
    for (const repeat of [
      () => as(SERVICE, key).members.create({ externalId, nickname: "林夏" }),
      () => as(SERVICE, earnKey).orders.earn(earn),
    ]) {
      await expect(repeat()).rejects.toMatchObject({
        domainCode: "MEMBER_STATUS_INVALID",
        facts: { memberStatus: "CLOSED" },
      });
    }
    expect(await accountsOf(Number(memberId))).toMatchObject({ available: 0, pending: 0 });
  });
});

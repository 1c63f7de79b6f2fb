import { describe, expect, it } from "vitest";
import { as, OPERATOR, SECOND_ADMIN } from "@/testing/actors";
import { coupon } from "@/testing/coupons";
import { useDatabase } from "@/testing/database";

type Automations = ReturnType<typeof as>["automations"];
type Settings = Omit<Parameters<Automations["create"]>[0], "name" | "definitionId">;

const own = () => as(OPERATOR).automations;
type Seen = { automationId: string; revision: number };
const idOf = ({ automationId, revision }: Seen) => ({ automationId, revision });
const act = (one: Seen, action: "start" | "pause") => own().act({ ...idOf(one), action });

/** One of any number of coupons, to which a second person agreed as it is here, and paused since. */
async function agreed(settings: Settings) {
  const { definitionId } = await coupon();
  const name = { "zh-CN": "回归礼", en: "Come back" };
  const made = await own().create({ name, definitionId, ...settings });
  const { approvalId } = await act(made, "start");
  const decision = { approvalId: approvalId ?? "", approve: true, reason: "fine" };
  await as(SECOND_ADMIN).approvals.decide(decision);
  const running = await own().get({ automationId: made.automationId });
  const paused = await act(running, "pause");
  const edit = (changes: Partial<Settings>, called = name) =>
    own().update({ ...idOf(paused), definitionId, ...settings, ...changes, name: called });
  return { edit };
}

const quiet: Settings = { trigger: { kind: "QUIET", days: 365 }, againAfterDays: 365 };

describe("an automation of any number of coupons that a second person agreed to", () => {
  useDatabase("automations-agreed");

  it.each<[string, Settings, Partial<Settings>]>([
    ["sooner", quiet, { trigger: { kind: "QUIET", days: 1 } }],
    ["more often", quiet, { againAfterDays: 1 }],
    [
      "to more members",
      { ...quiet, conditions: { tiers: ["GOLD"] } },
      { conditions: { tiers: [] } },
    ],
    ["for longer", { ...quiet, endsAt: "2099-01-01T00:00:00Z" }, { endsAt: null }],
    ["up to a number", quiet, { trigger: { kind: "QUIET", days: 1 }, totalLimit: 1_000_000 }],
  ])("asks again before it gives %s", async (_, settings, changes) => {
    const { edit } = await agreed(settings);
    const started = await act(await edit(changes), "start");
    expect(started.state).toBe("PAUSED");
    expect(started.approvalId).not.toBeNull();
  });

  it("asks nobody for another name", async () => {
    const { edit } = await agreed(quiet);
    const renamed = await edit({}, { "zh-CN": "欢迎回来", en: "Welcome back" });
    expect(await act(renamed, "start")).toMatchObject({ state: "RUNNING", approvalId: null });
  });
});

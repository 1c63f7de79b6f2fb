import { describe, expect, it } from "vitest";
import { lookForMachines } from "@/modules/machines/service/once";
import { reader } from "@/platform/db";
import { useDatabase } from "@/testing/database";
import { announce } from "./activities";
import { defineCoupons } from "./coupons";
import { fillShelf } from "./rewards";

describe("the demo", () => {
  useDatabase("demo_machines");

  it("makes nobody rich by what they do in two steps", async () => {
    const coupons = await defineCoupons();
    await fillShelf(coupons.get("off-30") ?? null);
    await announce(coupons);
    // Whatever their window and whoever may join: by a machine it would be asked for.
    await reader.write("UPDATE activity SET startsAt = '2020-01-01', endsAt = '2099-01-01'", []);
    const { depth, told } = await lookForMachines({ stepsMax: 2 });
    expect(told.en.machine).toBeNull();
    expect(depth).toBe(2);
    expect(told["zh-CN"].notes.map(({ kind }) => kind)).toContain("UNPRICED");
  });
});

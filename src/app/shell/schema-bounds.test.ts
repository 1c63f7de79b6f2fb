import { describe, expect, it } from "vitest";
import { createKeyInput, createOperatorInput } from "@/modules/access/schema/access";
import { createInput as createActivity } from "@/modules/activities/schema/activity";
import { shipInput } from "@/modules/rewards/schema/fulfilment";
import { createInput as createReward } from "@/modules/rewards/schema/managed";
import { redeemInput } from "@/modules/rewards/schema/rewards";
import { createInput as createEndpoint } from "@/modules/webhooks/schema";
import { boundsOf } from "./schema-bounds";

describe("the bounds of a control", () => {
  it.each([
    ["a text", createKeyInput, "name", { required: true, maxLength: 64 }],
    ["a plain string", createOperatorInput, "password", { required: true, maxLength: 200 }],
    [
      "what may be missing",
      createEndpoint(["a"]),
      "description",
      { required: false, maxLength: 200 },
    ],
    ["what may be null", createReward, "image", { required: false, maxLength: 500 }],
    ["a part of a part", redeemInput, "deliveryAddress.line", { required: true, maxLength: 200 }],
    ["a part of a list", shipInput, "shipments.0.carrier", { required: true, maxLength: 64 }],
    [
      "one of several kinds",
      createActivity,
      "effect.target",
      { required: true, maxLength: undefined },
    ],
    ["what there is not", createKeyInput, "nothing", { required: false, maxLength: undefined }],
  ])("are the schema's for %s", (_what, schema, path, bounds) => {
    expect(boundsOf(schema, path)).toEqual(bounds);
  });
});

import { command, query } from "@/platform/trpc";
import * as carriers from "../schema/carriers";
import * as schema from "../schema/fulfilment";
import { listCarriers, saveCarrier } from "../service/carriers";
import { finishRedemption } from "../service/fulfil";
import { correctLabel, returnParcel, undoShipment } from "../service/labels";
import { fulfilmentQueue } from "../service/queue";
import { checkShipments, shipRedemptions } from "../service/ship";

const OPERATORS = { operator: "rewards:write" } as const;
const WAREHOUSE = { ...OPERATORS, service: "fulfilment:write" } as const;

const NUMBER = ["CARRIER_UNKNOWN", "TRACKING_CODE_UNUSUAL", "TRACKING_CODE_TAKEN"] as const;
const NOT_SO = ["REDEMPTION_NOT_FOUND", "REDEMPTION_STATUS_INVALID"] as const;
const SHIPMENT = { redemptionId: "1", carrier: "SF", trackingCode: "SF1400203088812" } as const;

/** What the warehouse does with parcels; a redemption is one. */
export const fulfilment = {
  queue: query(
    {
      access: WAREHOUSE,
      input: schema.queueInput,
      output: schema.queueList,
      fromReplica: true,
      rest: {
        method: "GET",
        path: "/parcels",
        tag: "rewards",
        summary: "List parcels of a status, oldest first, with their addresses",
        description:
          "A parcel is a redemption of a product; among those that are done are coupons and passes, too. Reading where somebody lives is written down at that member, once an hour for each parcel.",
      },
    },
    (ask, input) => fulfilmentQueue(ask, input),
  ),

  ship: command(
    {
      journal: "act",
      access: WAREHOUSE,
      input: schema.shipInput,
      output: schema.shipOutput,
      rest: {
        method: "POST",
        path: "/parcels/ship",
        tag: "rewards",
        summary: "Ship up to a hundred parcels",
        description:
          "Each is judged for itself: one that cannot be shipped names its code (REDEMPTION_NOT_FOUND, REDEMPTION_STATUS_INVALID, CARRIER_UNKNOWN, TRACKING_CODE_UNUSUAL, TRACKING_CODE_TAKEN of another member’s parcel, VERSION_CONFLICT where the address is another one by now), the others go. The same shipment again answers the same, with repeated.",
        example: { input: { shipments: [{ ...SHIPMENT }] } },
      },
    },
    (work, input) => shipRedemptions(work, input.shipments),
  ),

  /** What `ship` would answer. */
  checkShipments: query(
    { access: OPERATORS, input: schema.shipInput, output: schema.shipOutput },
    (ask, input) => checkShipments(ask, input.shipments),
  ),

  correctLabel: command(
    {
      journal: "act",
      access: WAREHOUSE,
      input: schema.correctInput,
      output: schema.parcelOutput,
      rest: {
        method: "POST",
        path: "/parcels/{redemptionId}/correct",
        tag: "rewards",
        summary: "Correct a parcel’s tracking number",
        description: "The member is told anew; the wrong number is kept.",
        errors: [...NOT_SO, ...NUMBER],
        example: { input: { carrier: "SF", trackingCode: "SF1400203088813" } },
      },
    },
    (work, input) => correctLabel(work, input),
  ),

  undoShipment: command(
    {
      journal: "act",
      access: WAREHOUSE,
      input: schema.undoInput,
      output: schema.parcelOutput,
      rest: {
        method: "POST",
        path: "/parcels/{redemptionId}/undo",
        tag: "rewards",
        summary: "Take back that a parcel was shipped",
        description: "For slips: it waits again, and the member is told.",
        errors: [...NOT_SO],
        example: { input: { trackingCode: "SF1400203088812" } },
      },
    },
    (work, { redemptionId, trackingCode }) => undoShipment(work, redemptionId, trackingCode),
  ),

  returnParcel: command(
    {
      journal: "act",
      access: WAREHOUSE,
      input: schema.returnInput,
      output: schema.returnOutput,
      rest: {
        method: "POST",
        path: "/parcels/{redemptionId}/return",
        tag: "rewards",
        summary: "Record that a parcel came back",
        description:
          "REFUND gives its points back, those that expired meanwhile for a while; RESHIP lets it wait again; KEEP ends it. The same again answers the same; once it is decided, another outcome is refused.",
        errors: [...NOT_SO, "MEMBER_STATUS_INVALID", "LIMIT_REACHED"],
        example: {
          input: {
            trackingCode: "SF1400203088812",
            outcome: "REFUND",
            restock: true,
            reason: "refused at the door",
          },
        },
      },
    },
    (work, input) => returnParcel(work, input),
  ),

  finish: command(
    {
      journal: "act",
      access: WAREHOUSE,
      input: schema.finishInput,
      output: schema.finishOutput,
      rest: {
        method: "POST",
        path: "/parcels/{redemptionId}/finish",
        tag: "rewards",
        summary: "Record that a parcel arrived",
        errors: [...NOT_SO],
        example: { input: {} },
      },
    },
    (work, input) => finishRedemption(work, input.redemptionId),
  ),

  carriers: query(
    {
      access: WAREHOUSE,
      input: carriers.carriersInput,
      output: carriers.carrierList,
      rest: {
        method: "GET",
        path: "/carriers",
        tag: "rewards",
        summary: "List carriers and how their tracking numbers look",
      },
    },
    (ask) => listCarriers(ask),
  ),

  saveCarrier: command(
    {
      access: OPERATORS,
      input: carriers.saveCarrierInput,
      output: carriers.savedCarrier,
    },
    (work, input) => saveCarrier(work, input),
  ),
};

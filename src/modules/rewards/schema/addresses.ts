import { z } from "zod";
import { humanText, insideId } from "@/platform/scalars";

/** Where a parcel goes. */
export const deliveryAddress = z.strictObject({
  name: humanText(64),
  phone: z
    .string()
    .trim()
    .regex(/^\+?[0-9][0-9 -]{4,23}$/)
    .describe("digits, spaces and hyphens, may begin with +"),
  region: humanText(100).describe("province, city, district"),
  line: humanText(200).describe("street, house, room"),
});
export type DeliveryAddress = z.output<typeof deliveryAddress>;

/** As many as one member keeps. */
export const ADDRESSES_MAX = 20;

export const addressesInput = z.strictObject({});
export const keptAddress = z.object({
  addressId: insideId,
  deliveryAddress,
  isDefault: z.boolean(),
});
export const addressList = z.object({ items: z.array(keptAddress) });

const isDefault = z
  .boolean()
  .default(false)
  .describe("the one that is proposed; the first one is in any case");
export const addAddressInput = z.strictObject({ deliveryAddress, isDefault });
export const changeAddressInput = z.strictObject({
  addressId: insideId,
  deliveryAddress: deliveryAddress.optional(),
  isDefault,
});
export const removeAddressInput = z.strictObject({ addressId: insideId });

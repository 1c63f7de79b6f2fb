import { command, query } from "@/platform/trpc";
import * as schema from "../schema/addresses";
import * as book from "../service/addresses";

const SELF = { member: "self" } as const;

/** Where a member has parcels sent: theirs alone to read and to change. */
export const addresses = {
  addresses: query(
    {
      access: SELF,
      input: schema.addressesInput,
      output: schema.addressList,
      rest: {
        method: "GET",
        path: "/addresses",
        tag: "rewards",
        summary: "List the addresses a member keeps, the proposed one first",
      },
    },
    (ask) => book.ownAddresses(ask, book.selfOf(ask.caller)),
  ),

  addAddress: command(
    {
      access: SELF,
      input: schema.addAddressInput,
      output: schema.keptAddress,
      rest: {
        method: "POST",
        path: "/addresses",
        tag: "rewards",
        summary: "Keep an address",
        description: "One that is kept already is answered as it is.",
        errors: ["MEMBER_STATUS_INVALID", "LIMIT_REACHED"],
        example: {
          input: {
            deliveryAddress: {
              name: "林夏",
              phone: "13800000000",
              region: "浙江省杭州市西湖区",
              line: "文三路 1 号",
            },
          },
        },
      },
    },
    (work, { deliveryAddress: address, isDefault }) =>
      book.addAddress(work, book.selfOf(work.caller), { address, isDefault }),
  ),

  changeAddress: command(
    {
      access: SELF,
      input: schema.changeAddressInput,
      output: schema.keptAddress,
      rest: {
        method: "PUT",
        path: "/addresses/{addressId}",
        tag: "rewards",
        summary: "Change an address, or propose it",
        errors: ["MEMBER_STATUS_INVALID", "ADDRESS_NOT_FOUND"],
      },
    },
    (work, { addressId, deliveryAddress: address, isDefault }) =>
      book.changeAddress(work, book.selfOf(work.caller), { addressId, address, isDefault }),
  ),

  removeAddress: command(
    {
      access: SELF,
      input: schema.removeAddressInput,
      output: schema.removeAddressInput,
      rest: {
        method: "POST",
        path: "/addresses/{addressId}/remove",
        tag: "rewards",
        summary: "Keep an address no longer",
        errors: ["MEMBER_STATUS_INVALID", "ADDRESS_NOT_FOUND"],
      },
    },
    (work, { addressId }) => book.removeAddress(work, book.selfOf(work.caller), addressId),
  ),
};

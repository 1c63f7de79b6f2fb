/** Where a parcel goes, as it is typed. */
export interface Address {
  name: string;
  phone: string;
  region: string;
  line: string;
}

export const noAddress: Address = { name: "", phone: "", region: "", line: "" };

export const addressFields = ["name", "phone", "region", "line"] as const;
export type AddressField = (typeof addressFields)[number];

export type AddressFault = "MISSING" | "INVALID";

const PHONE = /^\+?[0-9][0-9 -]{4,23}$/;

/** What is wrong with an address, field by field; nothing for one that can be sent. */
export function addressFaults(address: Address): Partial<Record<AddressField, AddressFault>> {
  const faults: Partial<Record<AddressField, AddressFault>> = {};
  for (const field of addressFields) {
    if (address[field].trim() === "") faults[field] = "MISSING";
  }
  if (!faults.phone && !PHONE.test(address.phone.trim())) faults.phone = "INVALID";
  return faults;
}

/**
 * The shop's frame, but outside its group: the skeleton that stands in for the shop's pages while they
 * load would hide this one where no scripts run, and an address that names an error code would be
 * looked for before it is there.
 */
export { default } from "../(shop)/layout";

export {
  followLink,
  invite,
  listInvitations,
  prepareInvitation,
  prepareLinkUse,
  prepareReset,
  revokeInvitation,
  sendReset,
  whatLinkOpens,
} from "../../access/service/staff-links";

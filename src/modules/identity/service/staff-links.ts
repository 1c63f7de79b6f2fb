export {
  invite,
  listInvitations,
  prepareInvitation,
  prepareLinkUse,
  prepareReset,
  revokeInvitation,
  sendReset,
  useLink,
  whatLinkOpens,
} from "../../access/service/staff-links";

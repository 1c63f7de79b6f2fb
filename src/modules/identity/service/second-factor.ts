export {
  beginSecondFactor,
  enrolSecondFactor,
  giveSecondFactor,
  ownSecondFactor,
  prepareEnrolment,
  prepareOwnFactor,
  prepareSecret,
  removeSecondFactor,
  renewRecoveryCodes,
  takeSecondFactor,
  whatIsOwed,
} from "../../access/service/second-factor";
export { prepareFactor } from "../../access/service/second-factor-codes";
export { setStaffSignIn, staffSignIn } from "../../access/service/staff-sign-in";

export {
  addPasskey,
  beginPasskey,
  beginPasskeySignIn,
  listPasskeys,
  prepareAddition,
  preparePasskey,
  preparePasskeySignIn,
  removePasskey,
  renamePasskey,
  signInByPasskey,
} from "../../access/service/passkeys";

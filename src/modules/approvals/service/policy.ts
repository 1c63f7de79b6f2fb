export { askForPolicy, viewPolicy } from "../../access/service/policy-change";

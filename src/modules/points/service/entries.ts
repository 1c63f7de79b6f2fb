/** What the ledger says of single entries to whoever gives or takes points. */

export { countEarned, sumEarned, sumOpened } from "../store/earned";
export {
  type EntryRow,
  earnedUnder,
  entryByReference,
  existingNames,
} from "../store/entries";

-- Who went from which tier to which in a range of days is counted by this alone.
CREATE INDEX `tier_change_effectiveAt_fromCode_toCode_idx` ON `tier_change`(`effectiveAt`, `fromCode`, `toCode`);

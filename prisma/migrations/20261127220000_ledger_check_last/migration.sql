-- Up to which member a check of the ledger looked, so that it can be said how many came after it.
ALTER TABLE `ledger_check` ADD COLUMN `lastMemberId` BIGINT NULL AFTER `entries`;

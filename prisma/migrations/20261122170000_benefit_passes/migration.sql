-- How many uses of a pass are left follows from its usages, so whatever ends one gives its use back.
ALTER TABLE `benefit_pass` DROP CONSTRAINT `benefit_pass_uses_check`;
ALTER TABLE `benefit_pass` CHANGE COLUMN `usesLeft` `uses` INTEGER NOT NULL;
ALTER TABLE `benefit_pass` ADD CONSTRAINT `benefit_pass_uses_check` CHECK (`uses` > 0);

-- AlterTable
ALTER TABLE `benefit_usage` ADD COLUMN `passId` BIGINT NULL;

-- CreateIndex
CREATE INDEX `benefit_usage_passId_idx` ON `benefit_usage`(`passId`);

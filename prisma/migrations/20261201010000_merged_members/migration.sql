-- A member who was merged into another keeps their number and says who stays; an id of the shop's that came
-- by merging says whose it was.
ALTER TABLE `member` ADD COLUMN `mergedIntoId` BIGINT NULL;
CREATE INDEX `member_mergedIntoId_idx` ON `member`(`mergedIntoId`);
ALTER TABLE `former_external_id` ADD COLUMN `mergedFromId` BIGINT NULL;

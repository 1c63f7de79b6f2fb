-- What the member reads of a movement of points stands beside what staff wrote about it.
ALTER TABLE `points_entry_reason` ADD COLUMN `memberNote` VARCHAR(255) NULL;
ALTER TABLE `approval` ADD COLUMN `memberNote` VARCHAR(255) NULL;
ALTER TABLE `points_batch_row` ADD COLUMN `memberNote` VARCHAR(255) NULL;

-- Written for the member before: what a service said of points it gave, and why a parcel was called off.
-- Every other reason is the staff's own.
UPDATE `points_entry_reason` r JOIN `points_entry` e ON e.`id` = r.`entryId`
   SET r.`memberNote` = r.`reason`
 WHERE e.`type` = 'EARN' OR (e.`type` = 'RESTORE' AND e.`referenceType` = 'REDEMPTION');

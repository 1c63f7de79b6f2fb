-- A code belongs to its ticket alone: another one that is asked for on the same network ends none.
DROP INDEX `one_time_code_slot_key` ON `one_time_code`;
ALTER TABLE `one_time_code` DROP COLUMN `slot`;

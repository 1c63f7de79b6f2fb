-- What can't be carried out right now waits for itself alone.
ALTER TABLE `guest_key` ADD COLUMN `retryAt` DATETIME(3) NULL;
ALTER TABLE `guest_event` ADD COLUMN `retryAt` DATETIME(3) NULL;

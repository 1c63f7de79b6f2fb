ALTER TABLE `brand_setting` ADD COLUMN `orderUrl` VARCHAR(500) NULL;

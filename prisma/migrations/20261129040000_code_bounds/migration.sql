-- A code that was judged right and not used bears few such judgements; those of an address end together.
ALTER TABLE `one_time_code` ADD COLUMN `judged` INTEGER NOT NULL DEFAULT 0;
CREATE INDEX `one_time_code_address_idx` ON `one_time_code`(`address`);

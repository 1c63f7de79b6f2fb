-- An act may take from more lots than 32,767, and a lot may mature and end in more parts. Each statement
-- copies its table; reads go on meanwhile and writes to it wait (docs/operations.md, Migrations).
ALTER TABLE `points_allocation` MODIFY COLUMN `position` INTEGER NOT NULL;
ALTER TABLE `order_freeze` MODIFY COLUMN `position` INTEGER NOT NULL;
ALTER TABLE `points_lot` MODIFY COLUMN `settlements` INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE `journal` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `act` VARCHAR(48) NOT NULL,
    `caller` VARCHAR(160) NOT NULL,
    `input` MEDIUMTEXT NOT NULL,
    `drawn` MEDIUMTEXT NULL,
    `versionId` BIGINT NULL,
    `at` DATETIME(3) NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- Append-only like the ledger, but for what is older than any setting lets it be forgotten. Where triggers are not
-- allowed, mark this migration as applied and revoke UPDATE and DELETE on the table from the runtime user instead.
CREATE TRIGGER `journal_no_update` BEFORE UPDATE ON `journal` FOR EACH ROW BEGIN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'journal is append-only'; END;
CREATE TRIGGER `journal_no_delete` BEFORE DELETE ON `journal` FOR EACH ROW BEGIN IF OLD.createdAt > UTC_TIMESTAMP(3) - INTERVAL 90 DAY THEN SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'journal is append-only'; END IF; END;

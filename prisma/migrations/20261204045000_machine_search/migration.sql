-- Searches for money machines: what was looked at, how far, and what was found.
CREATE TABLE `machine_search` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `owner` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `runner` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `versionId` BIGINT NOT NULL,
    `contentHash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `draft` MEDIUMTEXT NOT NULL,
    `subject` MEDIUMTEXT NOT NULL,
    `subjectHash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `result` MEDIUMTEXT NULL,
    `depth` INTEGER NOT NULL DEFAULT 0,
    `looked` BIGINT NOT NULL DEFAULT 0,
    `faults` INTEGER NOT NULL DEFAULT 0,
    `holder` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `heldUntil` DATETIME(3) NULL,
    `asOf` DATETIME(3) NOT NULL,
    `finishedAt` DATETIME(3) NULL,

    UNIQUE INDEX `machine_search_runner_key`(`runner`),
    INDEX `machine_search_owner_id_idx`(`owner`, `id`),
    INDEX `machine_search_status_id_idx`(`status`, `id`),
    INDEX `machine_search_contentHash_id_idx`(`contentHash`, `id`),
    INDEX `machine_search_asOf_idx`(`asOf`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

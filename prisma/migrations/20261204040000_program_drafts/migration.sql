-- Whole programs that people prepare: what they say, who changed which field, and what was said about it.
CREATE TABLE `program_draft` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `name` VARCHAR(160) NOT NULL,
    `status` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `baseVersionId` BIGINT NOT NULL,
    `revision` INTEGER NOT NULL DEFAULT 1,
    `content` MEDIUMTEXT NOT NULL,
    `createdBy` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `updatedBy` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `updatedAt` DATETIME(3) NOT NULL,
    `publishAt` DATETIME(3) NULL,
    `publishReason` VARCHAR(255) NULL,
    `scheduledBy` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `publishedVersionId` BIGINT NULL,
    `parkedCode` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,

    INDEX `program_draft_status_publishAt_idx`(`status`, `publishAt`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `program_draft_change` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `draftId` BIGINT NOT NULL,
    `revision` INTEGER NOT NULL,
    `kind` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `field` VARCHAR(160) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `was` MEDIUMTEXT NULL,
    `value` MEDIUMTEXT NULL,
    `actor` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    INDEX `program_draft_change_draftId_id_idx`(`draftId`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `program_draft_comment` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `draftId` BIGINT NOT NULL,
    `text` TEXT NOT NULL,
    `actor` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    INDEX `program_draft_comment_draftId_id_idx`(`draftId`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

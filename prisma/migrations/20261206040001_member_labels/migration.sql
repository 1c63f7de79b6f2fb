-- Tags and attributes of members.
CREATE TABLE `attribute_definition` (
    `attributeKey` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `kind` VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `nameTexts` TEXT NOT NULL,
    `choices` TEXT NOT NULL,
    `archived` BOOLEAN NOT NULL DEFAULT FALSE,
    `revision` INTEGER NOT NULL DEFAULT 1,
    `createdAt` DATETIME(3) NOT NULL,
    `updatedAt` DATETIME(3) NOT NULL,

    PRIMARY KEY (`attributeKey`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `member_tag` (
    `memberId` BIGINT NOT NULL,
    `tag` VARCHAR(32) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    `addedAt` DATETIME(3) NOT NULL,

    INDEX `member_tag_tag_memberId_idx`(`tag`, `memberId`),
    PRIMARY KEY (`memberId`, `tag`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `member_attribute` (
    `memberId` BIGINT NOT NULL,
    `attributeKey` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `word` VARCHAR(200) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    `number` DOUBLE NULL,
    `setAt` DATETIME(3) NOT NULL,

    PRIMARY KEY (`memberId`, `attributeKey`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

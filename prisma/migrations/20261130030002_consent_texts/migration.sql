-- The words of each consent, by version.
CREATE TABLE `consent_text` (
    `consent` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `version` INTEGER NOT NULL,
    `texts` TEXT NOT NULL,
    `publishedAt` DATETIME(3) NOT NULL,
    `publishedBy` VARCHAR(64) NOT NULL,

    PRIMARY KEY (`consent`, `version`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

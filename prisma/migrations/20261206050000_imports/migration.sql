-- What members had in the system before, file by file and row by row.
CREATE TABLE `import_run` (
    `id` BIGINT NOT NULL AUTO_INCREMENT,
    `kind` VARCHAR(8) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `source` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `reason` VARCHAR(255) NOT NULL,
    `fileName` VARCHAR(128) NULL,
    `mapping` TEXT NULL,
    `status` VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `rowCount` INTEGER NOT NULL DEFAULT 0,
    `doneCount` INTEGER NOT NULL DEFAULT 0,
    `createdBy` VARCHAR(96) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,
    `finishedAt` DATETIME(3) NULL,

    INDEX `import_run_status_id_idx`(`status`, `id`),
    INDEX `import_run_kind_id_idx`(`kind`, `id`),
    PRIMARY KEY (`id`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `import_part` (
    `importId` BIGINT NOT NULL,
    `part` INTEGER NOT NULL,
    `digest` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `rowCount` INTEGER NOT NULL,

    PRIMARY KEY (`importId`, `part`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

CREATE TABLE `import_row` (
    `importId` BIGINT NOT NULL,
    `row` INTEGER NOT NULL,
    `line` INTEGER NOT NULL,
    `facts` TEXT NULL,
    `externalId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `phone` VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `identity` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `digest` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `phoneHash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `doneIdentity` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `status` VARCHAR(12) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `code` VARCHAR(48) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `columnName` VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NULL,
    `beforeId` BIGINT NULL,
    `points` BIGINT NOT NULL,
    `spendMinor` BIGINT NOT NULL,
    `enrols` BOOLEAN NOT NULL DEFAULT false,
    `memberId` BIGINT NULL,
    `orderId` VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,

    UNIQUE INDEX `import_row_doneIdentity_key`(`doneIdentity`),
    INDEX `import_row_importId_status_row_idx`(`importId`, `status`, `row`),
    INDEX `import_row_importId_identity_idx`(`importId`, `identity`),
    INDEX `import_row_phoneHash_importId_idx`(`phoneHash`, `importId`),
    INDEX `import_row_externalId_idx`(`externalId`),
    INDEX `import_row_memberId_idx`(`memberId`),
    PRIMARY KEY (`importId`, `row`),
    CONSTRAINT `import_row_figures_check` CHECK (`points` >= 0 AND `spendMinor` >= 0)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- An import always takes two, whatever is said of it here.
INSERT INTO `approval_policy` (`act`, `decidedBy`, `waitDays`) VALUES ('IMPORT', 'ADMIN', 30);

-- By which people are known who were invited, or were members and left: each of their names once, for ever.
CREATE TABLE `referral_person` (
    `personHash` CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    `memberId` BIGINT NOT NULL,
    `createdAt` DATETIME(3) NOT NULL,

    INDEX `referral_person_memberId_idx`(`memberId`),
    PRIMARY KEY (`personHash`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

-- What became of a member's invitations is read by the page, the last first.
CREATE INDEX `referral_referrerId_createdAt_idx` ON `referral`(`referrerId`, `createdAt`);

-- Whether an e-mail is a member's already.
CREATE INDEX `member_email_idx` ON `member`(`email`);

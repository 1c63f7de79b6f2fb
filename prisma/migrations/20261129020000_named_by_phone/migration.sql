-- Phones in their one form, E.164: what can be read as one is written so; anything else stays as it is,
-- seen by who looks after the member, and means nobody.
UPDATE `member` m
  JOIN (SELECT s.`id`,
               CASE
                 WHEN s.`digits` REGEXP '^1[3-9][0-9]{9}$' THEN CONCAT('+86', s.`digits`)
                 WHEN s.`digits` REGEXP '^([+]|00)?861[3-9][0-9]{9}$' THEN CONCAT('+', RIGHT(s.`digits`, 13))
                 WHEN s.`digits` REGEXP '^([+]|00)86(10[0-9]{8}|[2-9][0-9]{8,10})$'
                   THEN CONCAT('+', REGEXP_REPLACE(s.`digits`, '^([+]|00)', ''))
                 WHEN s.`digits` REGEXP '^([+]|00)86' THEN NULL
                 WHEN s.`digits` REGEXP '^([+]|00)[1-9][0-9]{6,14}$'
                   THEN CONCAT('+', REGEXP_REPLACE(s.`digits`, '^([+]|00)', ''))
               END AS `canonical`
          FROM (SELECT `id`, REGEXP_REPLACE(
                 -- The nought in brackets is dialled within the country only.
                 CASE WHEN `phone` REGEXP '^[(]?([+]|00)[0-9]{1,3}[)]? ?[(]0[)]' THEN REPLACE(`phone`, '(0)', '') ELSE `phone` END,
                 '[ ().-]', '') AS `digits`
                  FROM `member` WHERE `phone` IS NOT NULL) s) c ON c.`id` = m.`id`
   SET m.`phone` = c.`canonical`
 WHERE c.`canonical` IS NOT NULL;

ALTER TABLE `member` ADD COLUMN `phoneKey` VARCHAR(16) CHARACTER SET ascii COLLATE ascii_bin NULL;

-- A phone that one member alone has means them. Who share one keep it, and are not found by it until one of
-- them is given another.
UPDATE `member` m
  JOIN (SELECT MIN(`id`) AS `id` FROM `member`
         WHERE `status` <> 'CLOSED' AND `phone` REGEXP '^[+][1-9][0-9]{6,14}$'
           AND (`phone` NOT LIKE '+86%' OR `phone` REGEXP '^[+]86(1[3-9][0-9]{9}|10[0-9]{8}|[2-9][0-9]{8,10})$')
         GROUP BY `phone` HAVING COUNT(*) = 1) u ON u.`id` = m.`id`
   SET m.`phoneKey` = m.`phone`;

CREATE UNIQUE INDEX `member_phoneKey_key` ON `member`(`phoneKey`);
ALTER TABLE `member` ADD CONSTRAINT `member_phone_check`
  CHECK (`phoneKey` IS NULL OR (`phone` IS NOT NULL AND CAST(`phoneKey` AS BINARY) = CAST(`phone` AS BINARY) AND `phoneKey` REGEXP '^[+][1-9][0-9]{6,14}$'));

-- Whom a row of a batch named, where it was by a code or a phone.
ALTER TABLE `points_batch_row` ADD COLUMN `named` VARCHAR(32) NULL;

-- Codes of cards that identified their members; forgotten within the hour after no clock takes them any more.
CREATE TABLE `card_code_use` (
    `memberId` BIGINT NOT NULL,
    `slot` BIGINT NOT NULL,
    `usedBy` VARCHAR(64) NOT NULL,
    `usedAt` DATETIME(3) NOT NULL,

    INDEX `card_code_use_slot_idx`(`slot`),
    PRIMARY KEY (`memberId`, `slot`)
) DEFAULT CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;

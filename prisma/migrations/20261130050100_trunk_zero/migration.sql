-- The 0 that is dialled within a country alone is no part of a number: +44 07… and +44 7… are one telephone.
UPDATE `member` m
  JOIN (SELECT `id`,
               CASE WHEN `phone` REGEXP '^[+][17]0[1-9]' THEN 1
                    WHEN `phone` REGEXP '^[+](2[07]|3[0-46]|4[013-9]|5[1-8]|6[0-6]|8[124]|9[0-58])0[1-9]' THEN 2
                    WHEN `phone` REGEXP '^[+](1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|225|229|241|242|378)' THEN NULL
                    WHEN `phone` REGEXP '^[+][2-9][0-9][0-9]0[1-9]' THEN 3
               END AS `code`
          FROM `member` WHERE `phone` REGEXP '^[+][1-9][0-9]{7,14}$') c ON c.`id` = m.`id`
   SET m.`phoneKey` = NULL, m.`phone` = CONCAT(LEFT(m.`phone`, c.`code` + 1), SUBSTRING(m.`phone`, c.`code` + 3))
 WHERE c.`code` IS NOT NULL;

-- Who share one now keep it, and it means none of them; one that a member alone has means them.
UPDATE `member` m
  JOIN (SELECT `phone` FROM `member` WHERE `status` <> 'CLOSED' AND `phone` REGEXP '^[+][1-9][0-9]{6,14}$'
         GROUP BY `phone` HAVING COUNT(*) > 1 AND COUNT(`phoneKey`) > 0) s ON s.`phone` = m.`phone`
   SET m.`phoneKey` = NULL;

UPDATE `member` m
  JOIN (SELECT MIN(`id`) AS `id` FROM `member`
         WHERE `status` <> 'CLOSED' AND `phone` REGEXP '^[+][1-9][0-9]{6,14}$' AND `phone` NOT LIKE '+86%'
         GROUP BY `phone` HAVING COUNT(*) = 1) u ON u.`id` = m.`id`
   SET m.`phoneKey` = m.`phone`
 WHERE m.`phoneKey` IS NULL;

-- An account keeps the former look where somebody else signed up with the same telephone.
UPDATE `user` m
  JOIN (SELECT `id`,
               CASE WHEN `phone` REGEXP '^[+][17]0[1-9]' THEN 1
                    WHEN `phone` REGEXP '^[+](2[07]|3[0-46]|4[013-9]|5[1-8]|6[0-6]|8[124]|9[0-58])0[1-9]' THEN 2
                    WHEN `phone` REGEXP '^[+](1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|225|229|241|242|378)' THEN NULL
                    WHEN `phone` REGEXP '^[+][2-9][0-9][0-9]0[1-9]' THEN 3
               END AS `code`
          FROM `user` WHERE `phone` REGEXP '^[+][1-9][0-9]{7,14}$') c ON c.`id` = m.`id`
  LEFT JOIN `user` o ON o.`phone` = CONCAT(LEFT(m.`phone`, c.`code` + 1), SUBSTRING(m.`phone`, c.`code` + 3))
   SET m.`phone` = CONCAT(LEFT(m.`phone`, c.`code` + 1), SUBSTRING(m.`phone`, c.`code` + 3))
 WHERE c.`code` IS NOT NULL AND o.`id` IS NULL;

-- Operators and admins are found among all who sign in, and admins are counted under a lock.
CREATE INDEX `user_role_idx` ON `user` (`role`);

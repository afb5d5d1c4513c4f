UPDATE users SET nick = 'a' WHERE id = 1;

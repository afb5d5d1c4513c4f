INSERT INTO hits (id, n) VALUES (1, 1);

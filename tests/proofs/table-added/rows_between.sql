INSERT INTO logs (id) VALUES (1);

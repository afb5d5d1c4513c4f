INSERT INTO users VALUES ('ann', 'x');

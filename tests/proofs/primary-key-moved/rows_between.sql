INSERT INTO users VALUES ('ann', 'y');

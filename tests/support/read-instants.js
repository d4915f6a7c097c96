/** Prints the opening instants of all tickets as a server of this process's time zone reads them. */
const knex = require('knex');

const { TEST_DATABASE, TEST_DATABASE_NAME, TEST_DATABASE_URL } = process.env;
const db = knex(
  {
    sqlite: {
      client: 'better-sqlite3',
      connection: { filename: TEST_DATABASE_NAME },
      useNullAsDefault: true,
    },
    postgres: { client: 'pg', connection: TEST_DATABASE_URL },
    mysql: { client: 'mysql2', connection: TEST_DATABASE_URL },
  }[TEST_DATABASE],
);
db('cp_tickets')
  .select('opened_at')
  .orderBy('id')
  .then((rows) => console.log(JSON.stringify(rows.map((row) => Number(row.opened_at)))))
  .finally(() => db.destroy());

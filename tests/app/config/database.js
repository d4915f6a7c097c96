const connections = {
  sqlite: () => ({
    client: 'sqlite',
    connection: { filename: process.env.TEST_DATABASE_NAME },
    useNullAsDefault: true,
    pool: {
      afterCreate(connection, done) {
        connection.pragma('journal_mode = WAL');
        connection.pragma(`synchronous = ${process.env.TEST_SYNCHRONOUS || 'FULL'}`);
        done(null, connection);
      },
    },
  }),
  postgres: () => ({
    client: 'postgres',
    connection: {
      connectionString: process.env.TEST_DATABASE_URL,
      database: process.env.TEST_DATABASE_NAME,
    },
    pool: { min: 0, max: 10 },
  }),
  mysql: () => ({
    client: 'mysql',
    connection: { uri: process.env.TEST_DATABASE_URL },
    pool: { min: 0, max: 10 },
  }),
};
module.exports = () => ({ connection: connections[process.env.TEST_DATABASE || 'sqlite']() });

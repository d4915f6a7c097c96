module.exports = { level: process.env.TEST_LOG || 'error' };

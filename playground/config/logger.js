module.exports = { level: process.env.LOG_LEVEL || (process.env.DEMO === '1' ? 'warn' : 'info') };

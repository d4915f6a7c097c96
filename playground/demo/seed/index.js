const { mkdirSync, rmSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const content = require('../content');
const { keepSignIns } = require('../sign-ins');
const { unfinished } = require('../state');
const { seedBrands } = require('./brands');
const { seedLibrary } = require('./library');
const { seedAgents, seedCompanies, seedContacts } = require('./people');
const { seedAccessGroups, seedForms, seedProperties } = require('./structure');
const { seedTickets } = require('./tickets');

/** Fills an installation that has no portal yet with two brands, their customers and half a year of tickets. */
async function seedWhenEmpty(strapi) {
  const services = strapi.plugin('customer-portal').service('api');
  if (await services.runtime.db('cp_portals').first('id')) return;
  mkdirSync(path.dirname(unfinished), { recursive: true });
  writeFileSync(unfinished, '');
  const seeding = { strapi, services, db: services.runtime.db, content };
  const clock = services.runtime.now;
  // Mails of the past are sent by the tickets' own clock below, not by the worker's.
  await services.outboxWorker.stop();
  try {
    const agents = await seedAgents(seeding);
    const bases = await seedLibrary(seeding);
    await seedProperties(seeding);
    const brands = await seedBrands(seeding, { agents: agents.byKey, bases });
    const companies = await seedCompanies(seeding);
    const contacts = await seedContacts(seeding, { brands, companies });
    await seedForms(seeding, { brands });
    await seedAccessGroups(seeding, { contacts: contacts.byKey });
    await seedTickets(seeding, { agents: agents.byKey, brands, contacts: contacts.byKey });
    const { admin, signIns } = agents;
    await keepSignIns(strapi, { admin, agents: signIns, customers: contacts.signIns });
  } finally {
    services.runtime.now = clock;
    services.outboxWorker.start();
  }
  rmSync(unfinished);
}

module.exports = { seedWhenEmpty };

const PASSWORD = 'Quiet-window-72';
const ADMIN_PASSWORD = 'Quiet-window-72A';
const AGENT_ROLE = 'Support agent';

/** A super admin, and agents who are admin users of the role "Support agent". */
async function seedAgents({ strapi, services, db, content }) {
  const admin = { email: 'admin@tallybrook.example', password: ADMIN_PASSWORD };
  const superAdmin = await strapi.service('admin::role').getSuperAdmin();
  await makeAdminUser(strapi, { ...admin, name: 'Robin Hale' }, superAdmin.id);
  const role = (await services.supportRoles.define()).get(AGENT_ROLE);
  const byKey = {};
  const signIns = [];
  for (const { key, name, publicName, email } of content.agents) {
    const user = await makeAdminUser(strapi, { email, password: ADMIN_PASSWORD, name }, role.id);
    byKey[key] = await services.agents.fromAdmin(user, role.can);
    await db('cp_agents')
      .where({ id: byKey[key].agentKey })
      .update({ public_name: publicName, language: 'en' });
    signIns.push({ email, password: ADMIN_PASSWORD, name });
  }
  return { admin, byKey, signIns };
}

async function makeAdminUser(strapi, { email, password, name }, roleId) {
  const users = strapi.service('admin::user');
  const known = await strapi.db.query('admin::user').findOne({ where: { email } });
  if (known) return known;
  const [firstname, ...rest] = name.split(' ');
  return users.create({
    email,
    firstname,
    lastname: rest.join(' '),
    password,
    isActive: true,
    registrationToken: null,
    roles: [roleId],
  });
}

/** Returns the keys of the companies by their name in the texts. */
async function seedCompanies({ services, content }) {
  const keys = {};
  for (const { key, name, emailDomains } of content.companies) {
    keys[key] = (await services.people.createCompany({ name, emailDomains })).key;
  }
  return keys;
}

/** Customers registered at their brand's portal. */
async function seedContacts({ services, content }, { brands, companies }) {
  const byKey = {};
  const signIns = [];
  const companyNames = new Map(content.companies.map(({ key, name }) => [key, name]));
  for (const contact of content.contacts) {
    const { key, id } = await services.people.createContact({
      name: contact.name,
      address: contact.email,
      password: PASSWORD,
      language: contact.language,
      timeZone: contact.timeZone,
      properties: { sees_company: contact.sees === 'company tickets' ? 'yes' : 'no' },
      companyKey: companies[contact.company],
      portalKeys: [brands[contact.brand].portalKey],
    });
    byKey[contact.key] = { key, id, name: contact.name, companyKey: companies[contact.company] };
    signIns.push({
      brand: contact.brand,
      email: contact.email,
      password: PASSWORD,
      name: contact.name,
      company: companyNames.get(contact.company),
      sees: contact.sees,
    });
  }
  return { byKey, signIns };
}

module.exports = { seedAgents, seedCompanies, seedContacts };

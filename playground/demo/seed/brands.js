const { PORTAL_SLUG, originOf } = require('../addresses');
const { insertRow } = require('./rows');

const INBOXES = {
  main: { prefix: 'TB-', start: 1001, members: ['maya', 'jonas'] },
  second: { prefix: 'RM-', start: 501, members: ['elodie', 'david'] },
};

/** One domain, knowledge base, portal and inbox for each brand. Returns the keys of portals and inboxes by brand. */
async function seedBrands({ strapi, services, db, content }, { agents, bases }) {
  const { portals } = services;
  const brands = {};
  for (const [key, brand] of Object.entries(content.brands)) {
    const inboxKey = await makeInbox(db, key, brand);
    for (const member of INBOXES[key].members) {
      const agentKey = agents[member].agentKey;
      await insertRow(db, 'cp_inbox_members', { inbox_id: inboxKey, agent_id: agentKey });
    }
    const domain = await portals.createDomain({
      origin: originOf(key, strapi.config.get('server.port')),
      primaryLanguage: 'en',
    });
    await portals.placeKnowledgeBase({
      knowledgeBaseId: bases[key],
      domainKey: domain.key,
      slug: '',
    });
    const portal = await portals.createPortal({
      name: brand.portalName,
      domainKey: domain.key,
      slug: PORTAL_SLUG,
      inboxKey,
      settings: {
        general: {
          languages: ['en', 'fr'],
          company: brand.company,
          helpContact: brand.helpEmail,
        },
        tickets: {
          permission: brand.ticketPermission,
          permissionFilter: [
            { conditions: [{ property: 'sees_company', operator: 'is-any-of', values: ['yes'] }] },
          ],
        },
        branding: { accent: brand.accent },
      },
    });
    brands[key] = { portalKey: portal.key, inboxKey };
  }
  return brands;
}

/** The main brand takes the inbox that the first boot made; the second gets one beside it. */
async function makeInbox(db, key, brand) {
  const { prefix, start } = INBOXES[key];
  const first = await db('cp_inboxes').orderBy('id').first('id', 'pipeline_id');
  const numbers = { address: brand.helpEmail, number_prefix: prefix, number_start: start };
  if (key === 'main') {
    await db('cp_inboxes').where({ id: first.id }).update(numbers);
    return Number(first.id);
  }
  const name = brand.portalName;
  return insertRow(db, 'cp_inboxes', { name, pipeline_id: first.pipeline_id, ...numbers });
}

module.exports = { seedBrands };

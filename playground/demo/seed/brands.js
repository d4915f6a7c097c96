const { readFileSync } = require('node:fs');
const path = require('node:path');
const { PORTAL_SLUG, originOf } = require('../addresses');
const { app } = require('../app');
const { insertRow } = require('./rows');

const DAY = 24 * 60 * 60 * 1000;
/** Whoever seeds may do what an admin may. */
const SEEDER = { kind: 'system', id: '', name: 'Demo', can: new Set(['portal-edit']) };
const INBOXES = {
  main: { prefix: 'TB-', start: 1001, members: ['maya', 'jonas'] },
  second: { prefix: 'RM-', start: 501, members: ['elodie', 'david'] },
};

/** One domain, knowledge base, portal and inbox for each brand. Returns the keys of portals and inboxes by brand. */
async function seedBrands({ strapi, services, db, content }, { agents, bases }) {
  const { portals, announcements } = services;
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
        branding: {
          accent: brand.accent,
          ...brand.look,
          ...(await keepPictures(services, brand.pictures)),
          footerLinks: brand.footerLinks,
        },
      },
    });
    await announcements.create(SEEDER, portal.id, {
      ...brand.announcement,
      from: services.runtime.now() - DAY,
      until: nextSaturday(services.runtime.now()),
      isDismissable: true,
    });
    brands[key] = { portalKey: portal.key, inboxKey };
  }
  return brands;
}

/** Names of the kept pictures, as branding holds them. */
async function keepPictures({ brandPictures }, pictures) {
  const names = {};
  for (const [field, file] of Object.entries(pictures)) {
    if (file === '') continue;
    const bytes = readFileSync(path.join(app, 'demo', 'content', 'logos', file));
    names[field] = (await brandPictures.keep(SEEDER, bytes)).name;
  }
  return names;
}

/** 08:00 UTC on the first Saturday after today. */
function nextSaturday(now) {
  const day = new Date(now + DAY);
  day.setUTCDate(day.getUTCDate() + ((6 - day.getUTCDay() + 7) % 7));
  day.setUTCHours(8, 0, 0, 0);
  return day.getTime();
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

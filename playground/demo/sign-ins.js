const KEY = { type: 'app', name: 'demo', key: 'sign-ins' };

/** The accounts that this database was filled with; null where the demo did not fill it. */
const readSignIns = (strapi) => strapi.store.get(KEY);
const keepSignIns = (strapi, value) => strapi.store.set({ ...KEY, value });

module.exports = { keepSignIns, readSignIns };

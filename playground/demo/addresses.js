/** Where the demo answers: one host for each brand, all on the port of the server. */
const HOSTS = { main: 'tallybrook.localhost', second: 'rillmark.localhost' };
const PORTAL_SLUG = 'support';

/** An address that a browser can open: nobody opens http://0.0.0.0. */
function serverUrl(host, port) {
  const isEverywhere = host === '0.0.0.0' || host === '::';
  const shown = isEverywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return new URL(`http://${shown}:${port}`).origin;
}

const originOf = (brand, port) => new URL(`http://${HOSTS[brand]}:${port}`).origin;

/** Sets the origins of the demo's domains right for the port that was chosen this time. */
async function followPort(strapi) {
  const { runtime, siteMap } = strapi.plugin('customer-portal').service('api');
  const port = strapi.config.get('server.port');
  let moved = 0;
  for (const { id, origin } of await runtime.db('cp_domains').select('id', 'origin')) {
    const brand = Object.keys(HOSTS).find((key) => HOSTS[key] === new URL(origin).hostname);
    if (!brand || origin === originOf(brand, port)) continue;
    moved += await runtime
      .db('cp_domains')
      .where({ id })
      .update({ origin: originOf(brand, port) });
  }
  if (moved === 0) return;
  await runtime.db('cp_counters').where({ name: 'version:site' }).increment('value', 1);
  await siteMap.refresh();
}

module.exports = { HOSTS, PORTAL_SLUG, followPort, originOf, serverUrl };

/** What Strapi reckons at each start and writes for the next one: with the same types and permissions, the same again. */
const WRITTEN_BY_FIRST_BOOT = [
  ['plugin::content-manager.components', 'syncConfigurations'],
  ['plugin::content-manager.content-types', 'syncConfigurations'],
  ['admin::role', 'resetSuperAdminPermissions'],
  ['admin::permission', 'cleanPermissionsInDatabase'],
];
const leftOut = [];

/** Leaves that out where the database comes from a first boot (tests/support/first-boot.ts), and only while this one starts. */
module.exports = {
  register({ strapi }) {
    if (process.env.TEST_FIRST_BOOT !== 'done') return;
    for (const [uid, name] of WRITTEN_BY_FIRST_BOOT) {
      const service = strapi.service(uid);
      leftOut.push([service, name, service[name]]);
      service[name] = () => Promise.resolve();
    }
  },

  bootstrap() {
    for (const [service, name, work] of leftOut.splice(0)) service[name] = work;
  },
};

const { randomBytes } = require('node:crypto');

/** A public id like Strapi's own: 24 letters and digits. */
function newId() {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  return [...randomBytes(24)].map((byte) => letters[byte % 26]).join('');
}

/** Inserts a row for which the plugin has no service yet, and returns its key. */
async function insertRow(db, table, values) {
  const [row] = await db(table)
    .insert({ document_id: newId(), ...values })
    .returning('id');
  return Number(row.id);
}

module.exports = { insertRow };

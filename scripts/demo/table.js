const rowsOf = (rows) => {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column])).join('  ')}`.trimEnd(),
  );
};

/** What stands in the terminal when the demo is ready. */
function tableOf({ admin, help, portal, customers, agents, second }, duration) {
  const addresses = rowsOf([
    ['Knowledge base', help],
    ['Customer portal', portal],
    ['Second brand', second.help],
    ['Its portal', second.portal],
    ['Strapi admin', admin.url],
  ]);
  if (!admin.email) {
    return [
      '',
      `Ready after ${duration}. This database was not filled by the demo: npm run demo -- --fresh starts anew.`,
      '',
      ...addresses,
      '',
    ].join('\n');
  }
  const customerRow = ({ email, password, name, company, sees }) => [
    email,
    password,
    `${name}, ${company}: ${sees}`,
  ];
  const signIns = rowsOf([
    ...customers.map(customerRow),
    ...second.customers.map(customerRow),
    [admin.email, admin.password, 'Strapi admin: everything'],
    ...agents.map(({ email, password, name }) => [email, password, `${name}, agent in the admin`]),
  ]);
  const first = customers.length;
  const staff = first + second.customers.length;
  return [
    '',
    `Ready after ${duration}. Ctrl-C ends it.`,
    '',
    ...addresses,
    '',
    'Customers of the portal',
    ...signIns.slice(0, first),
    '',
    "Customers of the second brand's portal",
    ...signIns.slice(first, staff),
    '',
    'Strapi admin and agents',
    ...signIns.slice(staff),
    '',
  ].join('\n');
}

module.exports = { tableOf };

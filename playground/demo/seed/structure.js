/** Whoever sets the demo up: somebody who may do everything. */
const SETTER = {
  kind: 'agent',
  id: '',
  name: 'Robin Hale',
  can: { has: () => true },
};

/** Properties come first: filters and forms ask for them. */
async function seedProperties({ services, content }) {
  for (const property of content.structure.properties)
    await services.properties.define({
      helps: {},
      agentAccess: 'edit',
      isRequiredToClose: false,
      ...property,
      options: (property.options ?? []).map((option) => ({ isArchived: false, ...option })),
    });
}

/** A second form of the main brand, with conditions. */
async function seedForms({ services, content }, { brands }) {
  const { requestForms, siteMap } = services;
  const { name, slug, content: draft } = content.structure.deviceForm;
  const portal = siteMap.portalByKey(brands.main.portalKey).id;
  const { id } = await requestForms.create(SETTER, { name, slug, portal });
  await requestForms.save(SETTER, id, { name, slug, portal, content: whole(draft) });
  await requestForms.publish(SETTER, id);
}

/** What the contract fills in for a request over HTTP. */
const whole = (draft) => ({
  audience: [],
  ...draft,
  sets: { inbox: '', pipeline: '', status: '', ...draft.sets },
  fields: draft.fields.map((field) => ({
    labels: {},
    helps: {},
    placeholders: {},
    isRequired: false,
    defaultValue: [],
    width: 'full',
    conditions: [],
    options: [],
    ...field,
  })),
});

/** Groups that no portal asks for: everybody who is registered may enter. */
async function seedAccessGroups({ services, content }, { contacts }) {
  for (const { name, filterGroups, contacts: members } of content.structure.accessGroups)
    await services.accessGroups.define({
      name,
      filterGroups,
      contactKeys: members?.map((key) => contacts[key].key),
    });
}

module.exports = { seedProperties, seedForms, seedAccessGroups };

import { route } from './route';

const READ = ['properties.property-read', 'properties.property-edit'] as const;
const EDIT = 'properties.property-edit';

export const properties = [
  route('GET', '/properties', 'properties.list', ...READ),
  route('POST', '/properties', 'properties.create', EDIT),
  // Before the address of one property, which it would match.
  route('PUT', '/properties/order', 'properties.reorder', EDIT),
  route('GET', '/properties/:id', 'properties.find', ...READ),
  route('PUT', '/properties/:id', 'properties.save', EDIT),
  route('DELETE', '/properties/:id', 'properties.remove', EDIT),
];

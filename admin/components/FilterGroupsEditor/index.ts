export { FilterGroupsEditor } from './FilterGroupsEditor';
export { FilterPreview } from './FilterPreview';
export { filterErrors } from './filterErrors';

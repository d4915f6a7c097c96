import type { SettingsCheck } from './check';

export const checkBranding: SettingsCheck<'branding'> = async (input) => input;

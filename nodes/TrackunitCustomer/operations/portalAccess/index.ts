import type { Resource } from '../../run/operation';
import { portalAccessFields } from './record';
import { provision } from './provision';

export const portalAccess: Resource = {
	name: 'Portal Access',
	value: 'portalAccess',
	fields: portalAccessFields,
	operations: [provision],
};

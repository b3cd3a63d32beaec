import type { Resource } from '../../run/operation';
import { provision } from './provision';

export const portalAccess: Resource = {
	name: 'Portal Access',
	value: 'portalAccess',
	operations: [provision],
};
